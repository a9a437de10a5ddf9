using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Stores;

/// <summary>The accounts, to look through: what each owes and where its case stands.</summary>
public interface IAccountList
{
    /// <summary>A page of accounts, by code; those with other characters than letters, digits, dots, dashes and underscores may stand after all others.</summary>
    /// <param name="query">A part of the code or name; null or empty for all.</param>
    /// <param name="cursor">Where the last page ended; null for the first.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="asOf">The day on which owing is counted, by due date.</param>
    /// <param name="cancel">Ends it.</param>
    Task<Page<AccountRowView>> AccountsAsync(string? query, string? cursor, int limit, DateOnly asOf, CancellationToken cancel);
}

/// <summary>An account in a list.</summary>
/// <param name="Account">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owing">Past due, net of unapplied credit, without what is disputed.</param>
/// <param name="Status">The case's status.</param>
/// <param name="Step">The present step's name, or null.</param>
/// <param name="Stage">The present step's stage, or null.</param>
/// <param name="NextAt">When the case is looked at again, or null.</param>
/// <param name="OnStop">True while supply is stopped.</param>
public sealed record AccountRowView(
    string Account, string Name, Money Owing, CaseStatus Status, string? Step, string? Stage, DateTimeOffset? NextAt, bool OnStop);
