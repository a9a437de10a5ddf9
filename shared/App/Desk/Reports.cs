using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Ledger;

namespace Collections.App.Desk;

/// <summary>The aging report.</summary>
/// <param name="AsOf">The day.</param>
/// <param name="Payments">Whether payments are watched.</param>
/// <param name="Totals">The sums, one line a currency.</param>
/// <param name="Rows">The accounts with anything open.</param>
public sealed record AgingReport(DateOnly AsOf, PaymentWatch Payments, IReadOnlyList<AgingTotal> Totals, IReadOnlyList<AgingRow> Rows);

/// <summary>The sums of a currency.</summary>
public sealed record AgingTotal(
    Currency Currency, int Accounts, Money NotDue, Money Days1To30, Money Days31To60, Money Days61To90, Money Over90, Money Disputed, Money Unapplied,
    Money Balance)
{
    internal static AgingTotal Of(IGrouping<Currency, AgingRow> rows)
    {
        Money Sum(Func<AgingRow, Money> of) => rows.Aggregate(Money.Zero(rows.Key), (sum, row) => sum + of(row));
        return new AgingTotal(
            rows.Key, rows.Count(), Sum(r => r.NotDue), Sum(r => r.Days1To30), Sum(r => r.Days31To60), Sum(r => r.Days61To90), Sum(r => r.Over90),
            Sum(r => r.Disputed), Sum(r => r.Unapplied), Sum(r => r.Balance));
    }
}

/// <summary>What was done, day by day.</summary>
/// <param name="From">The first day, UTC.</param>
/// <param name="AsOf">The last day.</param>
/// <param name="Payments">Whether payments are watched.</param>
/// <param name="Rows">How often each kind of thing happened on each day.</param>
public sealed record ActivityReport(DateOnly From, DateOnly AsOf, PaymentWatch Payments, IReadOnlyList<ActivityRow> Rows);

/// <summary>Draws up reports.</summary>
public sealed class Reports(IReports reports, PaymentWatcher watcher)
{
    /// <summary>What every account owes by age on a day, and in all, a currency each.</summary>
    public async Task<AgingReport> AgingAsync(DateOnly asOf, CancellationToken cancel)
    {
        var rows = await reports.AgingAsync(asOf, cancel);
        var totals = rows.GroupBy(row => row.NotDue.Currency).OrderBy(group => group.Key.Code, StringComparer.Ordinal).Select(AgingTotal.Of);
        return new AgingReport(asOf, await watcher.LookAsync(cancel), [.. totals], rows);
    }

    /// <summary>What was done between two days, both included.</summary>
    public async Task<ActivityReport> ActivityAsync(DateOnly from, DateOnly asOf, CancellationToken cancel) =>
        new(from, asOf, await watcher.LookAsync(cancel), await reports.ActivityAsync(from, asOf, cancel));
}
