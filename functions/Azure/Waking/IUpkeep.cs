namespace Collections.Functions.Waking;

/// <summary>What a store that commits one account at a time does from time to time, after machines that stopped halfway.</summary>
public interface IUpkeep
{
    /// <summary>Finishes what touches several accounts and was not finished.</summary>
    /// <param name="now">The machine's time: what is younger than a minute is left to whoever is at it.</param>
    /// <param name="cancel">Ends it; the next call goes on.</param>
    Task FinishPendingAsync(DateTimeOffset now, CancellationToken cancel);

    /// <summary>Brings up to date what the list of accounts with open items tells of them, and writes once what an earlier release did not; to be called once a day.</summary>
    /// <param name="cancel">Ends it; the next call begins anew.</param>
    Task RefreshOpenAsync(CancellationToken cancel);
}
