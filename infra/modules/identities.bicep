// Two identities, because the web application and the scheduled work may not do the same things.
param token string
param location string
param tags object

resource application 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-app-${token}'
  location: location
  tags: tags
}

resource cron 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-cron-${token}'
  location: location
  tags: tags
}

output applicationId string = application.id
output applicationClientId string = application.properties.clientId
output applicationPrincipalId string = application.properties.principalId
output cronId string = cron.id
output cronClientId string = cron.properties.clientId
output cronPrincipalId string = cron.properties.principalId
