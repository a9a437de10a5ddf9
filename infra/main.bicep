// Everything that Collections needs on Azure, in one resource group. No key or password is made, read or stored anywhere:
// the app signs in to every service as one managed identity, and the banks' secrets are put into the vault by a person.
targetScope = 'subscription'

// ---- The environment -------------------------------------------------------------------------------------------------

@minLength(1)
@maxLength(64)
@description('The azd environment: it names the resource group, and tags everything so that azd finds it again.')
param environmentName string

@minLength(1)
@description('Where it runs. Flex Consumption must be offered there: az functionapp list-flexconsumption-locations.')
@metadata({
  azd: {
    type: 'location'
  }
})
param location string

@description('The object id of the person who deploys; gets access to the data and may put secrets into the vault. Empty: nobody does.')
param principalId string = ''

// ---- Size ------------------------------------------------------------------------------------------------------------

@allowed([
  512
  2048
  4096
])
@description('Memory of one instance, in MB.')
param instanceMemoryMB int = 2048

@minValue(1)
@maxValue(1000)
@description('The most instances at once: a limit to what a bad day can cost, and to the load on the Storage account.')
param maximumInstanceCount int = 40

@minValue(0)
@maxValue(1000)
@description('Instances that are kept warm for HTTP and for the orchestrations, each. 0: the app sleeps when nothing happens.')
param alwaysReadyInstances int = 0

@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
  'Standard_GZRS'
])
@description('How the Storage account keeps its copies. ZRS outlives a data centre; a region without zones has LRS and GRS only.')
param storageRedundancy string = 'Standard_ZRS'

// ---- What runs the orchestrations, and who can reach the data --------------------------------------------------------

@allowed([
  'AzureStorage'
  'Scheduler'
])
@description('Where the Durable orchestrations are kept: in the Storage account, or in a Durable Task Scheduler.')
param durableStorage string = 'AzureStorage'

@description('True: Storage and the vault are reached over private endpoints only.')
param privateNetwork bool = false

// ---- People and feeds ------------------------------------------------------------------------------------------------

@description('The client id of the app registration by which people and Event Grid prove who they are. Empty: nobody can sign in yet.')
param entraClientId string = ''

@description('The tenant that issues their tokens.')
param entraTenantId string = tenant().tenantId

@description('The bank feeds by name, separated by commas: main,savings. Letters, digits and underscores.')
param feeds string = ''

@description('Who is told when an alert fires. Empty: the alerts are made, and nobody is told.')
param alertEmail string = ''

// ---- Email -----------------------------------------------------------------------------------------------------------

@description('Where Communication Services keep the letters while they are on their way.')
param emailDataLocation string = 'Australia'

@description('Your own domain for letters. Empty: a domain of Azure, which is for trying out and sends 10 letters an hour at most.')
param emailDomain string = ''

@description('True once your domain shows as verified: a domain cannot be linked before that.')
param emailDomainVerified bool = false

@description('The mailbox of the sender on your own domain.')
param emailSender string = 'accounts'

@description('Letters a minute, as Azure allows you. 0: the limit of a new subscription.')
param emailPerMinute int = 0

@description('Letters an hour, as Azure allows you. 0: the limit of a new subscription.')
param emailPerHour int = 0

@description('True once the app is deployed: Event Grid then reports bounces. It calls the app while it is set up, so not on the first run.')
param emailReports bool = false

// ---- The company -----------------------------------------------------------------------------------------------------

@description('Who you are, on every letter.')
param companyName string

@description('Your postal address; its lines separated by a vertical bar.')
param companyAddress string = ''

@description('Where debtors answer to.')
param companyReplyTo string

@description('Your telephone number, as debtors dial it.')
param companyPhone string = ''

@description('The name that your bank account is in. Empty: the company\'s.')
param companyBankAccountName string = ''

@description('What a debtor needs to pay into it; lines separated by a vertical bar.')
param companyBankLines string = ''

@description('The address of your card page, with {amount} and {reference} in it. Empty: letters name no such way to pay.')
param companyCardLink string = ''

@description('An IANA time zone.')
param companyTimeZone string = 'Australia/Sydney'

@description('The region of the holidays.')
param companyRegion string = 'AU-NSW'

@description('The currency of your ledger.')
param companyCurrency string = 'AUD'

@description('The terms of accounts that name none.')
param companyTerms string = 'net 30'

@description('The policy of accounts that name none.')
param companyPolicy string = 'three-calls'

@description('When the daily scan starts, in your time zone.')
param companyScanAt string = '06:00'

// ---- Names -----------------------------------------------------------------------------------------------------------

// Some names are unique in all of Azure, so each carries this; the same environment gets the same one every time.
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var functionAppName = 'func-collections-${token}'
var feedNames = empty(feeds) ? [] : map(split(replace(feeds, ' ', ''), ','), name => toLower(name))
var withScheduler = durableStorage == 'Scheduler'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity './app/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-collections-${token}'
    location: location
    tags: tags
  }
}

module monitoring './app/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: 'log-${token}'
    insightsName: 'appi-${token}'
    location: location
    tags: tags
  }
}

module storage './app/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${token}'
    redundancy: storageRedundancy
    location: location
    tags: tags
    privateNetwork: privateNetwork
  }
}

module vault './app/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    privateNetwork: privateNetwork
  }
}

module email './app/email.bicep' = {
  name: 'email'
  scope: group
  params: {
    name: 'acs-${token}'
    emailServiceName: 'email-${token}'
    dataLocation: emailDataLocation
    domain: emailDomain
    domainVerified: emailDomainVerified
    sender: emailSender
    senderDisplayName: companyName
    tags: tags
  }
}

module scheduler './app/scheduler.bicep' = if (withScheduler) {
  name: 'scheduler'
  scope: group
  params: {
    name: 'dts-${token}'
    location: location
    tags: tags
    identityPrincipalId: identity.outputs.principalId
    deployerPrincipalId: principalId
  }
}

module network './app/network.bicep' = if (privateNetwork) {
  name: 'network'
  scope: group
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
    storageAccountId: storage.outputs.id
    vaultId: vault.outputs.id
  }
}

module roles './app/roles.bicep' = {
  name: 'roles'
  scope: group
  params: {
    storageAccountName: storage.outputs.name
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.insightsName
    communicationName: email.outputs.name
    identityPrincipalId: identity.outputs.principalId
    deployerPrincipalId: principalId
  }
}

module function './app/function.bicep' = {
  name: 'function'
  scope: group
  params: {
    name: functionAppName
    planName: 'plan-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    deploymentContainer: storage.outputs.deploymentContainer
    insightsName: monitoring.outputs.insightsName
    vaultUri: vault.outputs.uri
    feedNames: feedNames
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyInstances: alwaysReadyInstances
    // A module that is not deployed gives nothing.
    subnetId: network.?outputs.appSubnetId ?? ''
    schedulerEndpoint: scheduler.?outputs.endpoint ?? ''
    taskHubName: scheduler.?outputs.taskHubName ?? ''
    entraClientId: entraClientId
    entraTenantId: entraTenantId
    emailEndpoint: email.outputs.endpoint
    emailPerMinute: emailPerMinute > 0 ? emailPerMinute : email.outputs.perMinute
    emailPerHour: emailPerHour > 0 ? emailPerHour : email.outputs.perHour
    company: {
      name: companyName
      from: email.outputs.fromAddress
      replyTo: companyReplyTo
      phone: companyPhone
      bankAccountName: empty(companyBankAccountName) ? companyName : companyBankAccountName
      cardLink: companyCardLink
      timeZone: companyTimeZone
      region: companyRegion
      currency: companyCurrency
      terms: companyTerms
      policy: companyPolicy
      scanAt: companyScanAt
    }
    companyAddress: empty(companyAddress) ? [] : split(companyAddress, '|')
    companyBankLines: empty(companyBankLines) ? [] : split(companyBankLines, '|')
  }
  // The host reads its Storage account as soon as it is there; without its roles it would start with errors.
  dependsOn: [
    roles
  ]
}

module reports './app/emailReports.bicep' = if (emailReports && !empty(entraClientId)) {
  name: 'emailReports'
  scope: group
  params: {
    topicName: 'evgt-email-${token}'
    tags: tags
    communicationId: email.outputs.id
    storageAccountName: storage.outputs.name
    deadLetterContainer: storage.outputs.deadLetterContainer
    endpointUrl: '${function.outputs.uri}/api/email/reports'
    entraTenantId: entraTenantId
    entraClientId: entraClientId
  }
}

module alerts './app/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    namePrefix: 'collections'
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
    email: alertEmail
  }
}

// azd keeps these in the environment: `azd env get-values`.
output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_NAME string = function.outputs.name
output SERVICE_API_NAME string = function.outputs.name
output SERVICE_API_URI string = function.outputs.uri
output AZURE_IDENTITY_NAME string = identity.outputs.name
output AZURE_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output AZURE_STORAGE_ACCOUNT string = storage.outputs.name
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output AZURE_COMMUNICATION_ENDPOINT string = email.outputs.endpoint
output AZURE_EMAIL_SERVICE_NAME string = email.outputs.emailServiceName
output AZURE_EMAIL_FROM string = email.outputs.fromAddress
output AZURE_APPLICATION_INSIGHTS_NAME string = monitoring.outputs.insightsName
