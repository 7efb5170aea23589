// What is added to an API Management, new or existing: who may do what, and its gateway's log.
param apimName string
param workspaceId string
param applicationRoleId string
param cronRoleId string
param provisioningRoleId string
param applicationPrincipalId string
param cronPrincipalId string
param provisioningPrincipalId string
param provisioningPrincipalType string
@description('Usage is read from the log: then every call has to be in it.')
param logsEveryCall bool

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apimName
}

resource application 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(service.id, applicationPrincipalId, applicationRoleId)
  scope: service
  properties: {
    roleDefinitionId: applicationRoleId
    principalId: applicationPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource cron 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(service.id, cronPrincipalId, cronRoleId)
  scope: service
  properties: {
    roleDefinitionId: cronRoleId
    principalId: cronPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource provisioning 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(provisioningPrincipalId)) {
  name: guid(service.id, provisioningPrincipalId, provisioningRoleId)
  scope: service
  properties: {
    roleDefinitionId: provisioningRoleId
    principalId: provisioningPrincipalId
    principalType: provisioningPrincipalType
  }
}

// Resource-specific tables: one row a call in ApiManagementGatewayLogs, for usage on tiers without reports.
resource gatewayLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'tollgate-gateway'
  scope: service
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [{ category: 'GatewayLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

// A sample of the calls would be a sample of the bill.
resource logger 'Microsoft.ApiManagement/service/loggers@2024-05-01' = if (logsEveryCall) {
  parent: service
  name: 'azuremonitor'
  properties: { loggerType: 'azureMonitor', isBuffered: true }
}

resource everyCall 'Microsoft.ApiManagement/service/diagnostics@2024-05-01' = if (logsEveryCall) {
  parent: service
  name: 'azuremonitor'
  properties: {
    loggerId: logger.id
    alwaysLog: 'allErrors'
    sampling: { samplingType: 'fixed', percentage: 100 }
  }
}

output gatewayUrl string = service.properties.gatewayUrl
output portalUrl string = service.properties.developerPortalUrl
