// Sends the letters. Until your own domain is verified they leave from a domain of Azure's, so that everything can be tried at once.
param name string
param emailServiceName string
param dataLocation string
param domain string
param domainVerified bool
param sender string
param senderDisplayName string
param tags object

// A domain that isn't verified can be made, but not linked: linking it would fail the deployment.
var usesOwnDomain = !empty(domain) && domainVerified

resource emailService 'Microsoft.Communication/emailServices@2025-05-01' = {
  name: emailServiceName
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
  }
}

resource azureDomain 'Microsoft.Communication/emailServices/domains@2025-05-01' = {
  parent: emailService
  // The only name that a domain of Azure's may have.
  name: 'AzureManagedDomain'
  location: 'global'
  tags: tags
  properties: {
    domainManagement: 'AzureManaged'
    // A debtor is not watched while reading.
    userEngagementTracking: 'Disabled'
  }
}

resource ownDomain 'Microsoft.Communication/emailServices/domains@2025-05-01' = if (!empty(domain)) {
  parent: emailService
  name: empty(domain) ? 'none' : domain
  location: 'global'
  tags: tags
  properties: {
    domainManagement: 'CustomerManaged'
    userEngagementTracking: 'Disabled'
  }
}

resource senderName 'Microsoft.Communication/emailServices/domains/senderUsernames@2025-05-01' = if (usesOwnDomain) {
  parent: ownDomain
  name: sender
  properties: {
    username: sender
    displayName: senderDisplayName
  }
}

resource communication 'Microsoft.Communication/communicationServices@2025-05-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    // The service has access keys, as every one does; they open nothing.
    disableLocalAuth: true
    linkedDomains: [
      usesOwnDomain ? ownDomain.id : azureDomain.id
    ]
  }
}

output id string = communication.id
output name string = communication.name
output emailServiceName string = emailService.name
output endpoint string = 'https://${communication.properties.hostName}'
output fromAddress string = usesOwnDomain ? '${sender}@${domain}' : 'DoNotReply@${azureDomain.properties.mailFromSenderDomain}'
// What Azure allows a new subscription. More is given on request, for domains of one's own.
output perMinute int = usesOwnDomain ? 30 : 5
output perHour int = usesOwnDomain ? 100 : 10
