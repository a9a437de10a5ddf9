using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Ledger;
using Collections.Files.Statements;
using Newtonsoft.Json.Linq;

namespace Collections.App.Payments;

/// <summary>How far the statements of a feed reach without a gap, account by account (R20).</summary>
/// <remarks>
/// A statement carries the feed on only if it follows the last one: its opening balance is the last closing one, or it begins before the last one ended;
/// where balances are not told, if it begins on the next banking day at the latest. A notification that tells no period is believed.
/// </remarks>
internal sealed class FeedProgress(ICompanyValues values, string feed, WorkCalendar banking)
{
    /// <summary>An account that no statement has come of for so many days, while others came, counts as closed.</summary>
    private const int ClosedAfterDays = 92;

    /// <summary>What is kept of a feed must fit into one value of any store.</summary>
    private const int MostAccounts = 200;

    private readonly SortedDictionary<string, Reached> _accounts = new(StringComparer.Ordinal);

    private string Name => $"statements:{feed}";

    /// <summary>The last day of which the feed has every entry, of all its accounts; null before any statement said so.</summary>
    public DateOnly? Through => _accounts.Count == 0 ? null : _accounts.Values.Where(IsAlive).Min(account => account.Through);

    /// <summary>Reads what is kept.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        foreach (var account in await values.GetAsync(Name, cancel) is { } kept ? JArray.Parse(kept).OfType<JObject>() : [])
        {
            _accounts[(string)account["account"]!] = new Reached(
                DateOnly.ParseExact((string)account["through"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                account["closing"] is JValue { Value: long minor } ? new Money(minor, Currency.Parse((string)account["currency"]!)) : null);
        }
    }

    /// <summary>Keeps it.</summary>
    public Task SaveAsync(CancellationToken cancel) => values.SetAsync(
        Name,
        new JArray(_accounts.Select(account => new JObject
        {
            ["account"] = account.Key,
            ["through"] = account.Value.Through.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["closing"] = account.Value.Closing?.Minor,
            ["currency"] = account.Value.Closing?.Currency.Code,
        })).ToString(Newtonsoft.Json.Formatting.None),
        cancel);

    /// <summary>Takes in a statement.</summary>
    /// <returns>Null, or why it does not carry the feed on.</returns>
    public string? Take(Statement statement)
    {
        var account = statement.Account ?? "";
        var known = _accounts.GetValueOrDefault(account);
        if (known is null && _accounts.Count >= MostAccounts)
        {
            return $"the feed has {MostAccounts} accounts, and more are not watched for gaps: give {account} a feed of its own";
        }

        if (statement.LacksPayments)
        {
            // Whatever comes after it does not follow: what it lacks must come first.
            if (known is null && statement.From is { } first)
            {
                _accounts[account] = new Reached(first.AddDays(-1), Closing: null);
            }

            return "payments may be missing from the statement, so the feed does not count as complete (R20)";
        }

        if (statement.Through is not { } through || through < known?.Through)
        {
            return null;
        }

        if (known is not null && through > known.Through && !Follows(known, statement))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the statement{(account.Length > 0 ? $" of {account}" : "")} through {through:yyyy-MM-dd} does not follow the last one, through {known.Through:yyyy-MM-dd}: load what lies between, or one that overlaps it, and then this one again");
        }

        _accounts[account] = new Reached(through, statement.Closing);
        return null;
    }

    private bool Follows(Reached last, Statement next)
    {
        if (next.From < last.Through || (next.From is null && next.Opening is null))
        {
            return true;
        }

        return next.Opening is { } opening && last.Closing is { } closing
            ? opening == closing
            : next.From is { } from && from <= banking.After(last.Through);
    }

    private bool IsAlive(Reached account) => account.Through.AddDays(ClosedAfterDays) >= _accounts.Values.Max(other => other.Through);

    private sealed record Reached(DateOnly Through, Money? Closing);
}
