// A Durable Task Scheduler instead of the Storage account's queues and tables; see "Durable Task Scheduler" in docs/azure.md.
param name string
param location string
param tags object
param identityPrincipalId string
param deployerPrincipalId string

var durableTaskDataContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '0ad04412-c4d5-4796-b79c-f76d14c8d402')

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    // Every caller must have the role below. The app's addresses change, so the network is no second lock here.
    ipAllowlist: [
      '0.0.0.0/0'
    ]
    sku: {
      name: 'Consumption'
    }
  }
}

resource taskHub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  // As in host.json, so that only the provider differs.
  name: 'Collections'
}

resource appRuns 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler.id, identityPrincipalId, durableTaskDataContributor)
  scope: scheduler
  properties: {
    roleDefinitionId: durableTaskDataContributor
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource deployerLooks 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  name: guid(scheduler.id, deployerPrincipalId, durableTaskDataContributor)
  scope: scheduler
  properties: {
    roleDefinitionId: durableTaskDataContributor
    principalId: deployerPrincipalId
  }
}

output endpoint string = scheduler.properties.endpoint
output taskHubName string = taskHub.name
