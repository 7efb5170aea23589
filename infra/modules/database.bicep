param name string
param location string
param tags object
param sku string
@secure()
param password string

var burstable = startsWith(sku, 'Standard_B')

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, tier: burstable ? 'Burstable' : 'GeneralPurpose' }
  properties: {
    version: '16'
    administratorLogin: 'tollgate'
    administratorLoginPassword: password
    storage: { storageSizeGB: 32, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 14, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: 'Disabled' }
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: 'tollgate'
  properties: { charset: 'UTF8', collation: 'en_US.utf8' }
}

// "Azure services": Container Apps without a network of their own come from changing addresses. A virtual network
// with a private endpoint is the step after this one (docs/deploy.md).
resource fromAzure 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2024-08-01' = {
  parent: server
  name: 'AllowAllAzureServices'
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
}

output host string = server.properties.fullyQualifiedDomainName
