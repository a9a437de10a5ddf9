using System.Collections.Concurrent;
using Azure.Storage.Queues;

namespace Collections.Functions.Waking;

/// <summary>Puts messages on Storage queues, in base64, as the Functions host reads them.</summary>
public sealed class StorageMessages(QueueServiceClient service) : IMessages
{
    private readonly ConcurrentDictionary<string, Task<QueueClient>> _queues = new(StringComparer.Ordinal);

    /// <summary>The options with which a client writes what the Functions host reads.</summary>
    public static QueueClientOptions Options => new() { MessageEncoding = QueueMessageEncoding.Base64 };

    /// <inheritdoc/>
    public async Task SendAsync(string queue, string body, TimeSpan? delay, CancellationToken cancel)
    {
        var client = await QueueAsync(queue);
        await client.SendMessageAsync(body, visibilityTimeout: delay, timeToLive: null, cancel);
    }

    // A queue is made once a process, by whoever needs it first; what failed is tried again by the next.
    private async Task<QueueClient> QueueAsync(string name)
    {
        var queue = _queues.GetOrAdd(name, MakeAsync);
        try
        {
            return await queue;
        }
        catch
        {
            _queues.TryRemove(new KeyValuePair<string, Task<QueueClient>>(name, queue));
            throw;
        }
    }

    private async Task<QueueClient> MakeAsync(string name)
    {
        var client = service.GetQueueClient(name);
        await client.CreateIfNotExistsAsync();
        return client;
    }
}
