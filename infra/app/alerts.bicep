// What somebody should know without looking. Each rule asks the logs; Storage itself has no figure for one queue, so the poison queues
// are seen by the line that the host writes when it moves a message there, and by the app's own.
param namePrefix string
param location string
param tags object
param insightsId string
param email string

// The app logs each under this event name; docs/azure.md has the table. The worker hands its lines to the host, which decides what the property
// with that name is called, so the rules look for the name wherever it stands.
var rules = [
  {
    name: 'poison-message'
    title: 'A message failed five times and was put aside'
    severity: 1
    query: 'traces | where tostring(customDimensions) has "PoisonMessage" or message startswith "Message has reached MaxDequeueCount"'
  }
  {
    name: 'stale-bank'
    title: 'A bank feed is silent: letters and calls wait'
    severity: 2
    query: 'traces | where tostring(customDimensions) has "StaleBank"'
  }
  {
    name: 'letter-failed'
    title: 'A letter could not be sent'
    severity: 2
    query: 'traces | where tostring(customDimensions) has "LetterFailed"'
  }
  {
    name: 'orchestration-stuck'
    title: 'A case is stuck'
    severity: 1
    query: 'traces | where tostring(customDimensions) has "OrchestrationStuck"'
  }
  {
    // A line that brings an exception stands among the exceptions.
    name: 'opening-failed'
    title: 'The app cannot open its storage, and waits'
    severity: 1
    query: 'union traces, exceptions | where tostring(customDimensions) has "OpeningFailed"'
  }
  {
    // Of requests themselves only a sample is kept; the metric counts them all.
    name: 'requests-failed'
    title: 'The app answered with an error of its own'
    severity: 2
    query: 'customMetrics | where name == "http.server.request.duration" and toint(customDimensions["http.response.status_code"]) >= 500'
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: '${namePrefix}-alerts'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'collections'
    enabled: true
    emailReceivers: [
      {
        name: 'alerts'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alert 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [for rule in rules: {
  name: '${namePrefix}-${rule.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: rule.title
    description: rule.title
    severity: rule.severity
    enabled: true
    scopes: [
      insightsId
    ]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    // On the first run the logs are empty, and their tables may not be there yet.
    skipQueryValidation: true
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(email) ? [] : [
        people.id
      ]
    }
  }
}]
