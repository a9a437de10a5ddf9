namespace Collections.App.Clocks;

/// <summary>Tells whoever does what is due that something may be due now.</summary>
public interface IWorkSignal
{
    /// <summary>
    /// Called after every request that changed something, before its answer. A host with a background loop wakes it and returns at once; on a
    /// virtual clock, where nothing runs by itself, the work is done before this returns.
    /// </summary>
    /// <param name="accounts">The accounts that changed, where the caller knows them; none if any may have.</param>
    /// <param name="cancel">Ends it; what was changed stays, and is found later.</param>
    Task SignalAsync(IReadOnlyCollection<string> accounts, CancellationToken cancel);
}

/// <summary>Does what is due before it returns: for a virtual clock.</summary>
public sealed class WorkAtOnce(Collector collector) : IWorkSignal
{
    /// <inheritdoc/>
    public Task SignalAsync(IReadOnlyCollection<string> accounts, CancellationToken cancel) => collector.RunDueAsync(cancel);
}
