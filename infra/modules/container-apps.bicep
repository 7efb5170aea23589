// The application, which scales with its requests down to none, and the job that does the scheduled work under an
// identity of its own.
param token string
param location string
param tags object
param workspaceName string
param registryServer string
param image string
param applicationIdentityId string
param applicationClientId string
param cronIdentityId string
param cronClientId string
param vaultUri string
param appUrl string
param minReplicas int
param maxReplicas int
@description('At most, of each replica and each job.')
param databaseConnections int
param apimName string
param apimResourceGroup string
param apimGatewayUrl string
param apimPortalUrl string
@allowed(['on', 'off'])
param delegateSignIn string
param stripePublishableKey string
param hasStripe bool
param hasMeterSecret bool
@allowed(['reports', 'log-analytics'])
param usageSource string
param logWorkspaceId string
param insightsConnectionString string
param operatorEmails string
@allowed(['off', 'operators', 'all'])
param requireSecondFactor string
param leakedPasswordsUrl string
param mailFrom string
param hasMail bool
@description('Of the sign-in providers that are set up: the setting has the same name in upper case.')
param providerSecretNames array
@description('Further settings by name; an empty one is the application\'s default.')
param ownSettings object

var appName = 'ca-${token}'
// Usage, invoices and mail often; the comparison of everything with everything once a night.
var schedules = [
  { name: 'job-${token}', cron: '*/15 * * * *', paths: ['/api/cron/usage', '/api/cron/accounts'] }
  { name: 'nightly-${token}', cron: '17 3 * * *', paths: ['/api/cron/reconcile'] }
]
// Until azd has built ours there must be some image.
var placeholder = 'mcr.microsoft.com/k8se/quickstart:latest'
var runningImage = empty(image) ? placeholder : image
var url = empty(appUrl) ? 'https://${appName}.${appEnvironment.properties.defaultDomain}' : appUrl

var secretNames = concat(
  ['database-url', 'nextauth-secret', 'cron-secret', 'apim-delegation-key'],
  hasStripe ? ['stripe-secret-key', 'stripe-webhook-secret'] : [],
  hasMeterSecret ? ['stripe-meter-webhook-secret'] : [],
  hasMail ? ['smtp-url'] : [],
  providerSecretNames
)

// A setting that is not there has its default.
var givenSettings = filter(items(ownSettings), setting => !empty(setting.value))

var settings = concat(
  [
    { name: 'APP_URL', value: url }
    { name: 'NEXTAUTH_URL', value: url }
    { name: 'DATABASE_URL', secretRef: 'database-url' }
    { name: 'DATABASE_CONNECTIONS', value: string(databaseConnections) }
    { name: 'NEXTAUTH_SECRET', secretRef: 'nextauth-secret' }
    { name: 'CRON_SECRET', secretRef: 'cron-secret' }
    { name: 'SCHEDULER', value: 'off' }
    { name: 'MIGRATE_ON_START', value: 'on' }
    { name: 'AZURE_SUBSCRIPTION_ID', value: subscription().subscriptionId }
    { name: 'APIM_RESOURCE_GROUP', value: apimResourceGroup }
    { name: 'APIM_SERVICE_NAME', value: apimName }
    { name: 'APIM_GATEWAY_URL', value: apimGatewayUrl }
    { name: 'APIM_PORTAL_URL', value: apimPortalUrl }
    { name: 'APIM_DELEGATION_KEY', secretRef: 'apim-delegation-key' }
    { name: 'APIM_DELEGATE_SIGN_IN', value: delegateSignIn }
    { name: 'USAGE_SOURCE', value: usageSource }
    { name: 'LOG_ANALYTICS_WORKSPACE_ID', value: logWorkspaceId }
    { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insightsConnectionString }
    { name: 'OPERATOR_EMAILS', value: operatorEmails }
    { name: 'REQUIRE_SECOND_FACTOR', value: requireSecondFactor }
    { name: 'LEAKED_PASSWORDS_URL', value: leakedPasswordsUrl }
    // Container Apps' own proxy stands in front and tells who called it.
    { name: 'TRUSTED_PROXIES', value: '1' }
  ],
  hasStripe
    ? [
        { name: 'STRIPE_SECRET_KEY', secretRef: 'stripe-secret-key' }
        { name: 'STRIPE_PUBLISHABLE_KEY', value: stripePublishableKey }
        { name: 'STRIPE_WEBHOOK_SECRET', secretRef: 'stripe-webhook-secret' }
      ]
    : [],
  hasMeterSecret ? [{ name: 'STRIPE_METER_WEBHOOK_SECRET', secretRef: 'stripe-meter-webhook-secret' }] : [],
  hasMail
    ? [
        { name: 'SMTP_URL', secretRef: 'smtp-url' }
        { name: 'MAIL_FROM', value: mailFrom }
      ]
    : [],
  map(providerSecretNames, secret => { name: toUpper(replace(secret, '-', '_')), secretRef: secret }),
  map(givenSettings, setting => { name: setting.key, value: string(setting.value) })
)

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource appEnvironment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: 'cae-${token}'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: workspace.properties.customerId
        sharedKey: workspace.listKeys().primarySharedKey
      }
    }
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: appName
  location: location
  tags: union(tags, { 'azd-service-name': 'web' })
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${applicationIdentityId}': {} } }
  properties: {
    managedEnvironmentId: appEnvironment.id
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: true, targetPort: 3000, transport: 'auto', allowInsecure: false }
      registries: [{ server: registryServer, identity: applicationIdentityId }]
      secrets: [
        for name in secretNames: {
          name: name
          keyVaultUrl: '${vaultUri}secrets/${name}'
          identity: applicationIdentityId
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'web'
          image: runningImage
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: concat(settings, [{ name: 'AZURE_CLIENT_ID', value: applicationClientId }])
          probes: [
            {
              // Not the database: a replica that waits for it must not be killed for it.
              type: 'Liveness'
              httpGet: { path: '/api/health', port: 3000 }
              periodSeconds: 10
              failureThreshold: 6
            }
            {
              type: 'Readiness'
              httpGet: { path: '/api/health?ready', port: 3000 }
              periodSeconds: 10
              failureThreshold: 3
            }
            {
              type: 'Startup'
              tcpSocket: { port: 3000 }
              periodSeconds: 3
              failureThreshold: 40
            }
          ]
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [{ name: 'requests', http: { metadata: { concurrentRequests: '50' } } }]
      }
    }
  }
}

resource jobs 'Microsoft.App/jobs@2024-03-01' = [for schedule in schedules: {
  name: schedule.name
  location: location
  tags: tags
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${cronIdentityId}': {} } }
  properties: {
    environmentId: appEnvironment.id
    configuration: {
      triggerType: 'Schedule'
      scheduleTriggerConfig: { cronExpression: schedule.cron, parallelism: 1, replicaCompletionCount: 1 }
      replicaTimeout: 840
      replicaRetryLimit: 1
      registries: [{ server: registryServer, identity: cronIdentityId }]
      secrets: [
        for name in secretNames: {
          name: name
          keyVaultUrl: '${vaultUri}secrets/${name}'
          identity: cronIdentityId
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'cron'
          image: runningImage
          command: concat(['node', 'call-cron.mjs', '--serve'], schedule.paths)
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: concat(settings, [{ name: 'AZURE_CLIENT_ID', value: cronClientId }])
        }
      ]
    }
  }
}]

output url string = url
output cronJobNames string = join(map(schedules, schedule => schedule.name), ' ')
