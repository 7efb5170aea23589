// All that Tollgate needs on Azure. With existingApimName nothing is changed about that service but role
// assignments and one diagnostic setting; where usage is read from its log, also that every call is logged.
targetScope = 'subscription'

@minLength(1)
@maxLength(40)
@description('Name of the azd environment; part of every name.')
param environmentName string

param location string

@description('Who runs npm run catalog: gets the provisioning role.')
param provisioningPrincipalId string = ''

@allowed(['User', 'Group', 'ServicePrincipal'])
param provisioningPrincipalType string = 'User'

@description('Tier of a new API Management. On the v2 tiers usage is read from the gateway\'s log: see docs/deploy.md.')
@allowed(['Developer', 'Basic', 'Standard', 'Premium', 'BasicV2', 'StandardV2', 'PremiumV2'])
param apimTier string = 'Developer'

@description('Deploy onto this API Management instead of making one.')
param existingApimName string = ''

@description('Its resource group.')
param existingApimResourceGroup string = ''

param publisherEmail string
param publisherName string = 'Tollgate'

@description('Address that browsers use. Empty: the address that Container Apps gives.')
param appUrl string = ''

@description('Image of the application; azd sets it after the first deployment.')
param webImage string = ''

@minValue(0)
@maxValue(30)
@description('0 scales to zero when nobody calls: the first request then waits for a start.')
param minReplicas int = 0

param databaseSku string = 'Standard_B1ms'

@secure()
param databasePassword string
@secure()
param sessionSecret string
@secure()
param cronSecret string
@secure()
param delegationKey string
@secure()
param stripeSecretKey string = ''
param stripePublishableKey string = ''
@secure()
@description('Told by npm run catalog -- apply. Until it is set the application starts without Stripe.')
param stripeWebhookSecret string = ''
@secure()
@description('The second one that it tells, for errors of meters.')
param stripeMeterWebhookSecret string = ''

@description('Where calls are counted. Empty: the log on v2 tiers, the built-in reports on the others.')
@allowed(['', 'reports', 'log-analytics'])
param usageSource string = ''

@description('off: the developer portal keeps its own sign-in and sends people here only to subscribe.')
@allowed(['on', 'off'])
param delegateSignIn string = 'on'

@description('Who may see /operator: email addresses, separated by commas.')
param operatorEmails string = ''

@description('Of whom a second factor is demanded.')
@allowed(['off', 'operators', 'all'])
param requireSecondFactor string = 'operators'

@description('Where new passwords are looked up among leaked ones, by five hex digits of a hash. Empty: nowhere.')
param leakedPasswordsUrl string = 'https://api.pwnedpasswords.com/range'

@secure()
@description('smtp://user:password@host:587. Empty: nobody is sent mail, and new accounts are open at once.')
param smtpUrl string = ''
param mailFrom string = ''

@secure()
@description('Of sign-in providers; their other settings are among ownSettings.')
param entraClientSecret string = ''
@secure()
param githubClientSecret string = ''
@secure()
param googleClientSecret string = ''

@description('Settings of .env.example that have a default of the application, by name. Empty: the default.')
param ownSettings object = {}

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var groupName = 'rg-${environmentName}'
var makesApim = empty(existingApimName)
var apimName = makesApim ? 'apim-${token}' : existingApimName
var apimResourceGroup = makesApim ? groupName : existingApimResourceGroup
// The v2 tiers have no reports.
var tierSource = makesApim && endsWith(apimTier, 'V2') ? 'log-analytics' : 'reports'
// The smallest server lets 35 connections in, the next one more than 400. Replicas and jobs share them.
var isSmallestDatabase = databaseSku == 'Standard_B1ms'
var mostReplicas = isSmallestDatabase ? 4 : 10
var connectionsEach = isSmallestDatabase ? 5 : 10
var countedBy = empty(usageSource) ? tierSource : usageSource

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: groupName
  location: location
  tags: tags
}

module observability 'modules/observability.bicep' = {
  name: 'observability'
  scope: group
  params: {
    name: 'log-${token}'
    insightsName: 'appi-${token}'
    location: location
    tags: tags
    usageReaderPrincipalIds: [identities.outputs.applicationPrincipalId, identities.outputs.cronPrincipalId]
  }
}

module identities 'modules/identities.bicep' = {
  name: 'identities'
  scope: group
  params: { token: token, location: location, tags: tags }
}

module apim 'modules/api-management.bicep' = if (makesApim) {
  name: 'api-management'
  scope: group
  params: {
    name: apimName
    location: location
    tags: tags
    tier: apimTier
    publisherEmail: publisherEmail
    publisherName: publisherName
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
}

module apimAccess 'modules/api-management-access.bicep' = {
  name: 'api-management-access'
  scope: resourceGroup(apimResourceGroup)
  dependsOn: [apim]
  params: {
    apimName: apimName
    workspaceId: observability.outputs.workspaceId
    applicationRoleId: roles.outputs.applicationRoleId
    cronRoleId: roles.outputs.cronRoleId
    provisioningRoleId: roles.outputs.provisioningRoleId
    applicationPrincipalId: identities.outputs.applicationPrincipalId
    cronPrincipalId: identities.outputs.cronPrincipalId
    provisioningPrincipalId: provisioningPrincipalId
    provisioningPrincipalType: provisioningPrincipalType
    logsEveryCall: countedBy == 'log-analytics'
  }
}

module database 'modules/database.bicep' = {
  name: 'database'
  scope: group
  params: {
    name: 'psql-${token}'
    location: location
    tags: tags
    sku: databaseSku
    password: databasePassword
  }
}

module vault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    readerPrincipalIds: [identities.outputs.applicationPrincipalId, identities.outputs.cronPrincipalId]
    databaseHost: database.outputs.host
    databasePassword: databasePassword
    sessionSecret: sessionSecret
    cronSecret: cronSecret
    delegationKey: delegationKey
    stripeSecretKey: stripeSecretKey
    stripeWebhookSecret: stripeWebhookSecret
    stripeMeterWebhookSecret: stripeMeterWebhookSecret
    smtpUrl: smtpUrl
    entraClientSecret: entraClientSecret
    githubClientSecret: githubClientSecret
    googleClientSecret: googleClientSecret
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  scope: group
  params: {
    name: 'cr${token}'
    location: location
    tags: tags
    pullPrincipalIds: [identities.outputs.applicationPrincipalId, identities.outputs.cronPrincipalId]
  }
}

module apps 'modules/container-apps.bicep' = {
  name: 'container-apps'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    workspaceName: observability.outputs.workspaceName
    registryServer: registry.outputs.loginServer
    image: webImage
    applicationIdentityId: identities.outputs.applicationId
    applicationClientId: identities.outputs.applicationClientId
    cronIdentityId: identities.outputs.cronId
    cronClientId: identities.outputs.cronClientId
    vaultUri: vault.outputs.uri
    appUrl: appUrl
    minReplicas: minReplicas
    maxReplicas: max(minReplicas, mostReplicas)
    databaseConnections: connectionsEach
    apimName: apimName
    apimResourceGroup: apimResourceGroup
    apimGatewayUrl: apimAccess.outputs.gatewayUrl
    apimPortalUrl: apimAccess.outputs.portalUrl
    delegateSignIn: delegateSignIn
    stripePublishableKey: stripePublishableKey
    hasMeterSecret: !empty(stripeMeterWebhookSecret)
    usageSource: countedBy
    logWorkspaceId: observability.outputs.workspaceCustomerId
    insightsConnectionString: observability.outputs.insightsConnectionString
    operatorEmails: operatorEmails
    requireSecondFactor: requireSecondFactor
    leakedPasswordsUrl: leakedPasswordsUrl
    mailFrom: mailFrom
    ownSettings: ownSettings
    providerSecretNames: concat(
      empty(entraClientSecret) ? [] : ['entra-client-secret'],
      empty(githubClientSecret) ? [] : ['github-client-secret'],
      empty(googleClientSecret) ? [] : ['google-client-secret']
    )
    hasMail: !empty(smtpUrl) && !empty(mailFrom)
    hasStripe: !empty(stripeSecretKey) && !empty(stripePublishableKey) && !empty(stripeWebhookSecret)
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_SUBSCRIPTION_ID string = subscription().subscriptionId
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.loginServer
output CRON_JOB_NAMES string = apps.outputs.cronJobNames
output APP_URL string = apps.outputs.url
output APIM_RESOURCE_GROUP string = apimResourceGroup
output APIM_SERVICE_NAME string = apimName
output APIM_GATEWAY_URL string = apimAccess.outputs.gatewayUrl
output APIM_PORTAL_URL string = apimAccess.outputs.portalUrl
