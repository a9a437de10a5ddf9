using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Collections.App.Intake;

namespace Collections.Functions.Intake;

/// <summary>The intake as a container of the app's storage account.</summary>
/// <remarks>A blob is there once it is whole, and its tag names that state of it: what was listed is what is read, copied and deleted, or nothing is.</remarks>
public sealed class IntakeContainer(BlobContainerClient container) : IIntakeFolder
{
    private const string Delimiter = "/";

    // Accounts with a hierarchical namespace list folders as blobs that say so.
    private const string IsFolder = "hdi_isfolder";

    private bool _isThere;

    /// <inheritdoc/>
    public bool TellsWhenWritten => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IntakeFile>> ListAsync(CancellationToken cancel)
    {
        await MakeAsync(cancel);
        var files = new List<IntakeFile>();

        // What is over grows for ever, and is not listed.
        await foreach (var item in container.GetBlobsByHierarchyAsync(new GetBlobsByHierarchyOptions { Delimiter = Delimiter, Traits = BlobTraits.Metadata }, cancel))
        {
            if (item.IsBlob)
            {
                Add(files, item.Blob);
            }
            else if (!IntakePlace.IsOver(item.Prefix.TrimEnd(Delimiter[0])))
            {
                await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = item.Prefix, Traits = BlobTraits.Metadata }, cancel))
                {
                    Add(files, blob);
                }
            }
        }

        return files;
    }

    /// <inheritdoc/>
    public async Task<IntakeFile?> FindAsync(string path, CancellationToken cancel)
    {
        try
        {
            var found = (await container.GetBlobClient(path).GetPropertiesAsync(cancellationToken: cancel)).Value;
            return new IntakeFile(path, found.ContentLength, found.LastModified, found.ETag.ToString());
        }
        catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(IntakeFile file, CancellationToken cancel) => container.GetBlobClient(file.Path).OpenReadAsync(
        new BlobOpenReadOptions(allowModifications: false) { Conditions = As(file) }, cancel);

    /// <inheritdoc/>
    public Task PutAsync(string path, string text, CancellationToken cancel) =>
        container.GetBlobClient(path).UploadAsync(BinaryData.FromString(text), overwrite: true, cancel);

    /// <inheritdoc/>
    public async Task MoveAsync(IntakeFile file, string to, CancellationToken cancel)
    {
        var (source, target) = (container.GetBlobClient(file.Path), container.GetBlobClient(to));
        var copy = await target.StartCopyFromUriAsync(source.Uri, new BlobCopyFromUriOptions { SourceConditions = As(file) }, cancel);
        await copy.WaitForCompletionAsync(cancel);
        if ((await target.GetPropertiesAsync(cancellationToken: cancel)).Value is { BlobCopyStatus: not CopyStatus.Success } failed)
        {
            throw new IOException($"{file.Path} could not be copied to {to}: {failed.CopyStatusDescription}");
        }

        await source.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, As(file), cancel);
    }

    // The infrastructure makes it; on a developer's emulator nobody has.
    private async Task MakeAsync(CancellationToken cancel)
    {
        if (!_isThere)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancel);
            _isThere = true;
        }
    }

    private static BlobRequestConditions As(IntakeFile file) => new() { IfMatch = new ETag(file.Version!) };

    private static void Add(List<IntakeFile> files, BlobItem blob)
    {
        if (!blob.Metadata.ContainsKey(IsFolder))
        {
            files.Add(new IntakeFile(blob.Name, blob.Properties.ContentLength ?? 0, blob.Properties.LastModified ?? DateTimeOffset.MinValue, blob.Properties.ETag?.ToString()));
        }
    }
}
