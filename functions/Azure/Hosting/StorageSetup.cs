using Collections.Functions.Start;
using Collections.Functions.Tables;
using Collections.Functions.Waking;

namespace Collections.Functions.Hosting;

/// <summary>Makes the tables and the queues in the app's storage account.</summary>
internal sealed class StorageSetup(StorageClients storage) : IStorageSetup
{
    /// <inheritdoc/>
    public Task MakeAsync(CancellationToken cancel) =>
        Task.WhenAll(TableStore.MakeTablesAsync(storage.Tables, cancel), StorageMessages.MakeQueuesAsync(storage.Queues, cancel));
}
