namespace Collections.App.Stores;

/// <summary>Who has anything open, without reading the accounts: for a host that spreads a scan over many machines.</summary>
public interface IOpenAccounts
{
    /// <summary>The accounts that have anything open, in no particular order.</summary>
    /// <param name="policy">Only accounts of this policy; null for all. Accounts without a policy of their own have <paramref name="defaultPolicy"/>.</param>
    /// <param name="defaultPolicy">The company's default policy.</param>
    /// <param name="cancel">Ends the reading.</param>
    IAsyncEnumerable<IReadOnlyList<OpenAccount>> OpenAccountsAsync(string? policy, string defaultPolicy, CancellationToken cancel);
}

/// <summary>An account with something open.</summary>
/// <param name="Code">Its code.</param>
/// <param name="OldestDue">The due date of its oldest open item.</param>
public readonly record struct OpenAccount(string Code, DateOnly OldestDue);
