// Logs, traces and the figures that the alerts look at.
param workspaceName string
param insightsName string
param location string
param tags object

@minValue(30)
@maxValue(730)
@description('How long logs are kept, in days. The record of each case is business data and is not here.')
param retentionDays int = 90

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    // The connection string names the place only; writing needs the app's identity.
    DisableLocalAuth: true
  }
}

output insightsName string = insights.name
output insightsId string = insights.id
