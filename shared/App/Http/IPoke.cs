using Collections.App.Clocks;

namespace Collections.App.Http;

/// <summary>Tells whoever does what is due that something may be due now.</summary>
public interface IPoke
{
    /// <summary>
    /// Called after every request that changed something, before its answer. A host with a background loop wakes it and returns at once; on a
    /// virtual clock, where nothing runs by itself, the work is done before this returns.
    /// </summary>
    Task PokeAsync(CancellationToken cancel);
}

/// <summary>Does what is due before it returns: for a virtual clock.</summary>
public sealed class InlinePoke(Collector collector) : IPoke
{
    /// <inheritdoc/>
    public Task PokeAsync(CancellationToken cancel) => collector.RunDueAsync(cancel);
}
