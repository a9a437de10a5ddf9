// A network in which the app reaches Storage and the vault; neither answers from outside it.
param name string
param location string
param tags object
param storageAccountId string
param vaultId string

var storageSuffix = environment().suffixes.storage
var endpoints = [
  {
    group: 'blob'
    target: storageAccountId
    zone: 'privatelink.blob.${storageSuffix}'
  }
  {
    group: 'queue'
    target: storageAccountId
    zone: 'privatelink.queue.${storageSuffix}'
  }
  {
    group: 'table'
    target: storageAccountId
    zone: 'privatelink.table.${storageSuffix}'
  }
  {
    group: 'vault'
    target: vaultId
    zone: 'privatelink.vaultcore.azure.net'
  }
]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.0.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.0.1.0/24'
          // Flex Consumption joins a network by this delegation, and shares the subnet with nothing else.
          delegations: [
            {
              name: 'flex'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: '10.0.2.0/24'
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }
}

module endpoint './privateEndpoint.bicep' = [for item in endpoints: {
  name: 'endpoint-${item.group}'
  params: {
    name: 'pe-${item.group}-${uniqueString(item.target)}'
    location: location
    tags: tags
    networkId: network.id
    subnetId: '${network.id}/subnets/endpoints'
    targetId: item.target
    groupId: item.group
    zoneName: item.zone
  }
}]

output appSubnetId string = '${network.id}/subnets/app'
