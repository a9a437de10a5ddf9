namespace Collections.App.Desk;

/// <summary>
/// One at a time for people's requests on an account, so that looking whether a request was answered before and answering it are one thing.
/// </summary>
public sealed class AccountLocks : IDisposable
{
    private const int Count = 64;

    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, Count).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits until nobody else holds the account on this machine, and holds it until what is returned is disposed of.</summary>
    public async Task<IDisposable> TakeAsync(string account, CancellationToken cancel)
    {
        var one = _locks[(uint)string.GetHashCode(account, StringComparison.Ordinal) % Count];
        await one.WaitAsync(cancel);
        return new Taken(one);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var one in _locks)
        {
            one.Dispose();
        }
    }

    private sealed class Taken(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
