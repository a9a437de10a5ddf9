using Azure.Storage.Queues;
using Collections.Functions.Naming;

namespace Collections.Functions.Waking;

/// <summary>Puts messages on Storage queues, in base64, as the Functions host reads them.</summary>
public sealed class StorageMessages(QueueServiceClient service) : IMessages
{
    /// <summary>The options with which a client writes what the Functions host reads.</summary>
    public static QueueClientOptions Options => new() { MessageEncoding = QueueMessageEncoding.Base64 };

    /// <inheritdoc/>
    public Task SendAsync(string queue, string body, TimeSpan? delay, CancellationToken cancel) =>
        service.GetQueueClient(queue).SendMessageAsync(body, visibilityTimeout: delay, timeToLive: null, cancel);

    /// <summary>Makes the queues that aren't there yet, so that nobody asks for one in vain.</summary>
    public static Task MakeQueuesAsync(QueueServiceClient service, CancellationToken cancel) =>
        Task.WhenAll(Names.Queues.Select(queue => service.GetQueueClient(queue).CreateIfNotExistsAsync(metadata: null, cancel)));
}
