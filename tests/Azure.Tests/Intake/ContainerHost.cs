using Azure.Storage.Blobs;
using Collections.App.Intake;
using Collections.Functions.Intake;
using Collections.StoreContract;

namespace Collections.Functions.Tests.Intake;

/// <summary>A real container of the storage emulator.</summary>
public sealed class ContainerHost : IIntakeHost
{
    private readonly BlobContainerClient _container = Azurite.Next().Blobs().GetBlobContainerClient(Azurite.NewName());

    public IIntakeFolder Folder => new IntakeContainer(_container);

    public Task OpenAsync() => _container.CreateIfNotExistsAsync();

    public Task PutAsync(string path, string text) => _container.GetBlobClient(path).UploadAsync(BinaryData.FromString(text), overwrite: true);

    public async Task<IReadOnlyList<string>> AllAsync()
    {
        var all = new List<string>();
        await foreach (var blob in _container.GetBlobsAsync())
        {
            all.Add(blob.Name);
        }

        return [.. all.Order(StringComparer.Ordinal)];
    }

    public async Task<string> ReadAsync(string path) => (await _container.GetBlobClient(path).DownloadContentAsync()).Value.Content.ToString();

    public async ValueTask DisposeAsync() => await _container.DeleteIfExistsAsync();
}
