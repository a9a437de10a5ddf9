// The app itself: its plan, its settings and how people sign in.
param name string
param planName string
param location string
param tags object
param identityId string
param identityClientId string
param storageAccountName string
param deploymentContainer string
param insightsName string
param vaultUri string
param feedNames array
param instanceMemoryMB int
param maximumInstanceCount int
param alwaysReadyInstances int
@description('Empty: the app is in no network.')
param subnetId string
param schedulerEndpoint string
@description('Empty: the orchestrations are kept in the Storage account.')
param taskHubName string
@description('Empty: nobody can sign in.')
param entraClientId string
param entraTenantId string
param emailEndpoint string
param emailPerMinute int
param emailPerHour int
@description('The company settings that are one value each, by the name that they have after company__.')
param company object
param companyAddress array
param companyBankLines array

// Flex Consumption counts what is kept warm by group: all HTTP functions are one, all Durable ones another.
var alwaysReady = alwaysReadyInstances == 0 ? [] : [
  {
    name: 'http'
    instanceCount: alwaysReadyInstances
  }
  {
    name: 'durable'
    instanceCount: alwaysReadyInstances
  }
]

var hostSettings = {
  AzureWebJobsStorage__blobServiceUri: account.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: account.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: account.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  // The identity that the app's own clients (Tables, Queues, Email) take.
  AZURE_CLIENT_ID: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  // One trace in fifty: an idle host alone makes hundreds a minute of its own polling. Metrics and the log are whole, whatever is drawn.
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio'
  OTEL_TRACES_SAMPLER_ARG: '0.02'
  // The console stands at /, where the host would show a page of its own.
  AzureWebJobsDisableHomepage: 'true'
}

// The hub's name is known before anything is made, the endpoint is not: so whoever looks at the template alone sees which settings there will be.
var schedulerSettings = empty(taskHubName) ? {} : {
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
  TASKHUB_NAME: taskHubName
  // Over host.json, so that one package runs on either.
  AzureFunctionsJobHost__extensions__durableTask__hubName: taskHubName
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
}

var entraSettings = empty(entraClientId) ? {} : {
  COLLECTIONS_ENTRA_TENANT: entraTenantId
  COLLECTIONS_ENTRA_AUDIENCE: entraClientId
  // Sign-in proves the app by its managed identity instead of a client secret that would run out one day.
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identityClientId
}

var emailSettings = {
  COLLECTIONS_EMAIL_ENDPOINT: emailEndpoint
  COLLECTIONS_EMAIL_PER_MINUTE: string(emailPerMinute)
  COLLECTIONS_EMAIL_PER_HOUR: string(emailPerHour)
}

// Without a version in it, a reference follows the secret when that is changed.
var feedSettings = toObject(feedNames, feed => 'COLLECTIONS_FEED_${toUpper(feed)}_SECRET', feed => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/feed-${replace(feed, '_', '-')})')

var companySettings = {
  company__name: company.name
  company__from: company.from
  company__replyTo: company.replyTo
  company__phone: company.phone
  company__bankAccountName: company.bankAccountName
  company__cardLink: company.cardLink
  company__timeZone: company.timeZone
  company__region: company.region
  company__currency: company.currency
  company__terms: company.terms
  company__policy: company.policy
  company__scanAt: company.scanAt
}
var addressSettings = toObject(range(0, length(companyAddress)), line => 'company__address__${line}', line => companyAddress[line])
var bankLineSettings = toObject(range(0, length(companyBankLines)), line => 'company__bankLines__${line}', line => companyBankLines[line])

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageAccountName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  // By this tag azd finds where the service "api" of azure.yaml goes.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Key Vault references are read by the system-assigned identity unless this names another.
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(hostSettings, schedulerSettings, entraSettings, emailSettings, feedSettings, companySettings, addressSettings, bankLineSettings)
}

// Deploying takes an identity too; the user name and password that every site has are off.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

resource authentication 'Microsoft.Web/sites/config@2024-04-01' = if (!empty(entraClientId)) {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: {
      enabled: true
      runtimeVersion: '~1'
    }
    globalValidation: {
      requireAuthentication: false
      // Banks sign their webhooks instead of signing in, so a call without a token gets as far as the app, which refuses it where a token is due.
      unauthenticatedClientAction: 'AllowAnonymous'
    }
    httpSettings: {
      requireHttps: true
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          openIdIssuer: '${environment().authentication.loginEndpoint}${entraTenantId}/v2.0'
          clientId: entraClientId
          clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
        }
        validation: {
          allowedAudiences: [
            entraClientId
            'api://${entraClientId}'
          ]
        }
      }
    }
    login: {
      tokenStore: {
        // The app reads who somebody is from each request; there is no reason to keep tokens.
        enabled: false
      }
    }
  }
  dependsOn: [
    settings
  ]
}

output name string = app.name
output uri string = 'https://${app.properties.defaultHostName}'
