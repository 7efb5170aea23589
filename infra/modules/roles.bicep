// The three roles of infra/roles, as custom roles of the subscription. They are given on one API Management only.
targetScope = 'subscription'

var application = loadJsonContent('../roles/application.json')
var cron = loadJsonContent('../roles/cron.json')
var provisioning = loadJsonContent('../roles/provisioning.json')

resource roles 'Microsoft.Authorization/roleDefinitions@2022-04-01' = [
  for role in [application, cron, provisioning]: {
    name: guid(subscription().id, role.roleName)
    properties: {
      roleName: role.roleName
      description: role.description
      type: 'CustomRole'
      permissions: [{ actions: role.actions, notActions: [], dataActions: [], notDataActions: [] }]
      assignableScopes: [subscription().id]
    }
  }
]

output applicationRoleId string = roles[0].id
output cronRoleId string = roles[1].id
output provisioningRoleId string = roles[2].id
