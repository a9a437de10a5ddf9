using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Stores;

/// <summary>The figures of the whole company, and whether its books agree with themselves.</summary>
public interface IReports
{
    /// <summary>What every account owes by age (days past due: not due, 1–30, 31–60, 61–90, over 90), disputed and unapplied apart.</summary>
    Task<IReadOnlyList<AgingRow>> AgingAsync(DateOnly asOf, CancellationToken cancel);

    /// <summary>Counts of record lines by kind and day, between two days, both included.</summary>
    Task<IReadOnlyList<ActivityRow>> ActivityAsync(DateOnly from, DateOnly to, CancellationToken cancel);

    /// <summary>Counts of accounts, invoices, cases, letters, tasks: the figures of `replay` and `demo`.</summary>
    Task<Totals> TotalsAsync(CancellationToken cancel);

    /// <summary>What waits for people, counted without reading it: each figure goes up to <see cref="Backlog.Most"/> and no further.</summary>
    /// <param name="today">The company's day; a call's own day is that of its account's time zone.</param>
    /// <param name="cancel">Ends it.</param>
    Task<Backlog> BacklogAsync(DateOnly today, CancellationToken cancel);

    /// <summary>The sums that must agree, checked: balances against allocations, tasks against cases, chains against hashes. Empty if all do.</summary>
    Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancel);
}

/// <summary>What an account owes, by days past due.</summary>
/// <param name="Account">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="NotDue">Not due yet.</param>
/// <param name="Days1To30">1 to 30 days past due.</param>
/// <param name="Days31To60">31 to 60 days.</param>
/// <param name="Days61To90">61 to 90 days.</param>
/// <param name="Over90">More than 90 days.</param>
/// <param name="Disputed">Of all these, what is disputed.</param>
/// <param name="Unapplied">Credit that nobody has applied; positive.</param>
public sealed record AgingRow(
    string Account, string Name, Money NotDue, Money Days1To30, Money Days31To60, Money Days61To90, Money Over90, Money Disputed, Money Unapplied)
{
    /// <summary>The account's balance.</summary>
    public Money Balance => NotDue + Days1To30 + Days31To60 + Days61To90 + Over90 - Unapplied;
}

/// <summary>How often something happened on a day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Kind">What.</param>
/// <param name="Count">How often.</param>
public sealed record ActivityRow(DateOnly Day, RecordKind Kind, int Count);

/// <summary>The figures of a company.</summary>
/// <param name="Accounts">Accounts.</param>
/// <param name="Invoices">Invoices, settled ones included.</param>
/// <param name="Cases">Cases ever opened.</param>
/// <param name="CasesOpen">Cases open now.</param>
/// <param name="CasesClosedPaid">Cases closed as paid.</param>
/// <param name="Letters">Letters sent.</param>
/// <param name="Calls">Call tasks ever opened.</param>
/// <param name="CallsOpen">Call tasks open now.</param>
/// <param name="Payments">Payments taken in.</param>
/// <param name="PaymentsApplied">Of those, matched.</param>
/// <param name="Promises">Promises made.</param>
/// <param name="PromisesKept">Of those, kept.</param>
/// <param name="PromisesBroken">Of those, broken.</param>
/// <param name="Disputes">Disputes raised.</param>
/// <param name="Bounced">Letters that came back.</param>
/// <param name="Suspended">Times that a ladder was suspended.</param>
/// <param name="PaidBeforeContact">Cases closed as paid before any letter or call.</param>
/// <param name="RemindersAfterPayment">Letters attempted or calls opened on an account while nothing was owing. The goal is 0 (R20).</param>
/// <param name="LettersPerDayMax">The most letters that any account got on one day. At most 1 (R21).</param>
public sealed record Totals(
    int Accounts,
    int Invoices,
    int Cases,
    int CasesOpen,
    int CasesClosedPaid,
    int Letters,
    int Calls,
    int CallsOpen,
    int Payments,
    int PaymentsApplied,
    int Promises,
    int PromisesKept,
    int PromisesBroken,
    int Disputes,
    int Bounced,
    int Suspended,
    int PaidBeforeContact,
    int RemindersAfterPayment,
    int LettersPerDayMax);

/// <summary>What waits for people.</summary>
/// <param name="CallsDue">Open calls, of clerks and of managers, of today and of days before.</param>
/// <param name="CallsOverdue">Of those, the calls of days before today.</param>
/// <param name="PaymentsWaiting">Entries of bank feeds that nobody has matched.</param>
public readonly record struct Backlog(int CallsDue, int CallsOverdue, int PaymentsWaiting)
{
    /// <summary>No figure goes further: whoever has more than this to do needs no exact count, and counting costs.</summary>
    public const int Most = 10_000;
}
