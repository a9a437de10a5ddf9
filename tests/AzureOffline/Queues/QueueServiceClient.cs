#nullable disable // The package's signatures say nothing about null.

using Azure.Core;
using Collections.AzureOffline.Queues;

namespace Azure.Storage.Queues;

/// <summary>An account's queues.</summary>
public class QueueServiceClient
{
    private readonly QueueRest _rest;

    protected QueueServiceClient()
    {
    }

    public QueueServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public QueueServiceClient(string connectionString, QueueClientOptions options) => _rest = QueueRest.Connect(connectionString, options);

    public QueueServiceClient(Uri serviceUri, TokenCredential credential, QueueClientOptions options = null) =>
        _rest = QueueRest.Connect(serviceUri, credential, options);

    public virtual string AccountName => _rest.AccountName;

    public virtual Uri Uri => new(_rest.Endpoint);

    public virtual QueueClient GetQueueClient(string queueName) => new(_rest, queueName);
}
