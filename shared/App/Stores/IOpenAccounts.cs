namespace Collections.App.Stores;

/// <summary>An account with anything open.</summary>
/// <param name="Code">Its code.</param>
/// <param name="OldestDue">The due date of the oldest of its open invoices.</param>
public readonly record struct OpenAccount(string Code, DateOnly OldestDue);

/// <summary>Lists the accounts that a scan has to look at, without reading their files: for a host that spreads a scan over machines.</summary>
public interface IOpenAccounts
{
    /// <summary>The accounts that have anything open, in no particular order.</summary>
    /// <param name="policy">Only accounts of this policy; null for all. Accounts without a policy of their own have <paramref name="defaultPolicy"/>.</param>
    /// <param name="defaultPolicy">The company's default policy.</param>
    /// <param name="cancel">Ends the reading.</param>
    IAsyncEnumerable<IReadOnlyList<OpenAccount>> OpenAccountsAsync(string? policy, string defaultPolicy, CancellationToken cancel);
}
