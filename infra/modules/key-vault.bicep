param name string
param location string
param tags object
param readerPrincipalIds array
param databaseHost string
@secure()
param databasePassword string
@secure()
param sessionSecret string
@secure()
param cronSecret string
@secure()
param delegationKey string
@secure()
param stripeSecretKey string
@secure()
param stripeWebhookSecret string
@secure()
param stripeMeterWebhookSecret string
@secure()
param smtpUrl string
@secure()
param entraClientSecret string
@secure()
param githubClientSecret string
@secure()
param googleClientSecret string

// Key Vault Secrets User: reads values, nothing else.
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 30
  }
}

resource readers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in readerPrincipalIds: {
    name: guid(vault.id, principalId, secretsUser)
    scope: vault
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource databaseUrl 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'database-url'
  properties: {
    value: 'postgresql://tollgate:${uriComponent(databasePassword)}@${databaseHost}:5432/tollgate?sslmode=require'
  }
}

resource session 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'nextauth-secret'
  properties: { value: sessionSecret }
}

resource cron 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'cron-secret'
  properties: { value: cronSecret }
}

resource delegation 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'apim-delegation-key'
  properties: { value: delegationKey }
}

resource stripeKey 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(stripeSecretKey)) {
  parent: vault
  name: 'stripe-secret-key'
  properties: { value: stripeSecretKey }
}

resource stripeWebhook 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(stripeWebhookSecret)) {
  parent: vault
  name: 'stripe-webhook-secret'
  properties: { value: stripeWebhookSecret }
}

resource stripeMeters 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(stripeMeterWebhookSecret)) {
  parent: vault
  name: 'stripe-meter-webhook-secret'
  properties: { value: stripeMeterWebhookSecret }
}

resource smtp 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(smtpUrl)) {
  parent: vault
  name: 'smtp-url'
  properties: { value: smtpUrl }
}

resource entra 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(entraClientSecret)) {
  parent: vault
  name: 'entra-client-secret'
  properties: { value: entraClientSecret }
}

resource github 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(githubClientSecret)) {
  parent: vault
  name: 'github-client-secret'
  properties: { value: githubClientSecret }
}

resource google 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(googleClientSecret)) {
  parent: vault
  name: 'google-client-secret'
  properties: { value: googleClientSecret }
}

output uri string = vault.properties.vaultUri
