// Bounces and deliveries come back to the app. Made on a later run than the app: Event Grid calls the endpoint to shake hands while this is deployed.
param topicName string
param tags object
param communicationId string
param storageAccountName string
param deadLetterContainer string
// Azure takes a webhook's address for a secret, because many carry one. This one carries none.
@secure()
param endpointUrl string
param entraTenantId string
param entraClientId string

var storageBlobDataContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageAccountName
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' existing = {
  parent: account
  name: 'default'
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' existing = {
  parent: blobs
  name: deadLetterContainer
}

resource topic 'Microsoft.EventGrid/systemTopics@2022-06-15' = {
  name: topicName
  location: 'global'
  tags: tags
  // An identity of its own, which may write to the one container and nothing else.
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    source: communicationId
    topicType: 'Microsoft.Communication.CommunicationServices'
  }
}

resource topicWritesDeadLetters 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(container.id, topic.id, storageBlobDataContributor)
  scope: container
  properties: {
    roleDefinitionId: storageBlobDataContributor
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource deliveries 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2022-06-15' = {
  parent: topic
  name: 'email-reports'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    destination: {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: endpointUrl
        maxEventsPerBatch: 50
        preferredBatchSizeInKilobytes: 64
        // Event Grid brings a token of this tenant for this registration; the app refuses a report without it.
        azureActiveDirectoryTenantId: entraTenantId
        azureActiveDirectoryApplicationIdOrUri: entraClientId
      }
    }
    filter: {
      includedEventTypes: [
        'Microsoft.Communication.EmailDeliveryReportReceived'
      ]
    }
    retryPolicy: {
      // Both are the most that Event Grid offers: a bounce that comes a day late still saves the next letter.
      maxDeliveryAttempts: 30
      eventTimeToLiveInMinutes: 1440
    }
    deadLetterWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: account.id
          blobContainerName: deadLetterContainer
        }
      }
    }
  }
  dependsOn: [
    topicWritesDeadLetters
  ]
}
