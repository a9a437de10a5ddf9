using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Collections.App.Company;
using Collections.Functions.Naming;
using Collections.Functions.Waking;

namespace Collections.Functions.Hosting;

/// <summary>The clients of the app's storage account, the one that the Functions host uses.</summary>
/// <param name="Tables">Its tables.</param>
/// <param name="Queues">Its queues.</param>
/// <param name="Blobs">Its blobs.</param>
internal sealed record StorageClients(TableServiceClient Tables, QueueServiceClient Queues, BlobServiceClient Blobs)
{
    /// <summary>
    /// How the tables are asked: three tries more within 2 seconds, each given up after 10 if the service hangs; and what it can't answer is said in the app's
    /// words. Whoever waits for an answer is told to come back, and what runs by itself is tried again by its timer or its message.
    /// </summary>
    public static TableClientOptions TableOptions
    {
        get
        {
            var options = new TableClientOptions
            {
                Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(300), MaxDelay = TimeSpan.FromSeconds(2), NetworkTimeout = TimeSpan.FromSeconds(10) },
            };
            options.AddPolicy(new OutagePolicy(), HttpPipelinePosition.PerCall);
            return options;
        }
    }

    /// <summary>
    /// Connects as the settings say: by the connection string <c>AzureWebJobsStorage</c>, or, without any key, by an identity to
    /// <c>AzureWebJobsStorage__tableServiceUri</c>, <c>__queueServiceUri</c> and <c>__blobServiceUri</c>.
    /// </summary>
    /// <exception cref="SettingsException">They say neither, or not rightly.</exception>
    public static StorageClients Connect(HostSettings settings)
    {
        if (settings.Find(Names.Storage) is { } connection)
        {
            try
            {
                return new StorageClients(
                    new TableServiceClient(connection, TableOptions), new QueueServiceClient(connection, StorageMessages.Options), new BlobServiceClient(connection));
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
            {
                throw new SettingsException($"the setting {Names.Storage} is no connection string: {e.Message}");
            }
        }

        var identity = Identity(settings);
        return new StorageClients(
            new TableServiceClient(UriOf(settings, Names.Storage + "__tableServiceUri"), identity, TableOptions),
            new QueueServiceClient(UriOf(settings, Names.Storage + "__queueServiceUri"), identity, StorageMessages.Options),
            new BlobServiceClient(UriOf(settings, Names.Storage + "__blobServiceUri"), identity));
    }

    /// <summary>The app's identity: the user-assigned one that <c>AZURE_CLIENT_ID</c> names; on a developer's machine, the developer's own.</summary>
    public static TokenCredential Identity(HostSettings settings) => settings.Find("AZURE_CLIENT_ID") is { } client
        ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client))
        : new DefaultAzureCredential();

    /// <summary>An address among the settings.</summary>
    /// <exception cref="SettingsException">It is not there, or none.</exception>
    public static Uri UriOf(HostSettings settings, string name) =>
        settings.Find(name) is not { } text ? throw new SettingsException($"the setting {name} is missing")
        : Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("https" or "http") ? uri
        : throw new SettingsException($"the setting {name} '{text}' is no address such as https://…");
}
