param name string
param location string
param tags object
param tier string
param publisherEmail string
param publisherName string

resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: tier, capacity: 1 }
  identity: { type: 'SystemAssigned' }
  properties: {
    publisherEmail: publisherEmail
    publisherName: publisherName
    // The v2 tiers have the portal off until it is asked for.
    developerPortalStatus: 'Enabled'
  }
}
