namespace Collections.App.Stores;

/// <summary>The record: what was done and why, line by line, never changed (R40).</summary>
public interface IRecord
{
    /// <summary>The record of an account, oldest first.</summary>
    Task<IReadOnlyList<SealedLine>> RecordAsync(string account, CancellationToken cancel);

    /// <summary>Everybody's record, for reports; batches. Each account's lines come in the order of their writing, the accounts in any.</summary>
    IAsyncEnumerable<IReadOnlyList<(string Account, SealedLine Line)>> AllRecordsAsync(CancellationToken cancel);
}
