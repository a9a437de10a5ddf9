using Azure;

namespace Collections.AzureOffline.Storage;

/// <summary>Pages fetched one after another; <paramref name="next"/> takes the continuation token of the page before, null for the first.</summary>
internal sealed class Pages<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> next, CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = await next(continuationToken, pageSizeHint, CancellationToken);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }
}
