using System.Collections.Immutable;
using Collections.Core.Calendars;

namespace Collections.Core.Policies;

/// <summary>How a company collects: every number of the rules is a setting here, none a constant in code.</summary>
/// <remarks>Policies are data (JSON files); a case keeps the version under which it opened (R39).</remarks>
public sealed record Policy
{
    /// <summary>The policy's name: <c>acc-monthly</c>, <c>three-calls</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Counts up with every change of the policy, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>One sentence for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>When an invoice is owing (R1).</summary>
    public required OwingRule Owing { get; init; }

    /// <summary>When the scan runs (R5).</summary>
    public required ScanRhythm Scan { get; init; }

    /// <summary>The weekdays on which letters go (R7).</summary>
    public required CollectionDays CollectionDays { get; init; }

    /// <summary>The debtor's office hours, in the account's time zone (R23).</summary>
    public required ContactHours ContactHours { get; init; }

    /// <summary>The timeline, first step first.</summary>
    public required ImmutableArray<Step> Steps { get; init; }

    /// <summary>The final letter's date (R12).</summary>
    public required FinalDate FinalDate { get; init; }

    /// <summary>Part payments (R32).</summary>
    public required PartPaymentRule PartPayment { get; init; }

    /// <summary>Promises to pay (R33).</summary>
    public required PromiseRule Promises { get; init; }

    /// <summary>A remainder of at most this many units of the account's currency counts as paid (R31).</summary>
    public required decimal SmallBalance { get; init; }

    /// <summary>After this many banking days of silence, contacts wait (R20).</summary>
    public required int StaleAfterBankingDays { get; init; }

    /// <summary>A letter leaves on a look at what is owing that is at most so many seconds old (R19).</summary>
    public int LastLookSeconds { get; init; } = 2;

    /// <summary>After this many failed calls, somebody looks for another number (R27).</summary>
    public required int FailedCallsBeforeSearch { get; init; }

    /// <summary>A disputed line is looked at again after this many days (R4).</summary>
    public required int DisputeLookAgainDays { get; init; }

    /// <summary>An account with at least this share of everything owing is large (R10). 0.05 is five per cent.</summary>
    public required decimal LargeShare { get; init; }

    /// <summary>How payments are matched: from when by themselves, and from when a likely one holds the contacts.</summary>
    public MatchingRule Matching { get; init; } = MatchingRule.Default;

    /// <summary>Who must sign before the policy may run (R39).</summary>
    public ImmutableArray<string> Signers { get; init; } = [];

    /// <summary>How far ahead of a due date anything can happen, in days; 0 without a step before it (R10).</summary>
    /// <remarks>The longest lead of a step, and the longest time for which a calendar may be closed, over which the step rolls back.</remarks>
    public int LeadDays
    {
        get
        {
            var lead = 0;
            for (var i = 0; i < FirstOwingStep; i++)
            {
                lead = Math.Max(lead, -Steps[i].Timing.Days);
            }

            return lead == 0 ? 0 : lead + WorkCalendar.MostClosedDays;
        }
    }

    /// <summary>The index of the first step that is taken once something is owing; the ones before it are taken ahead of the due date.</summary>
    public int FirstOwingStep
    {
        get
        {
            var first = 0;
            while (first < Steps.Length - 1 && Steps[first].Timing is { From: TimingFrom.Due, Days: < 0 })
            {
                first++;
            }

            return first;
        }
    }

    /// <summary>The index of the first step that stops supply (R11); the number of steps if none does.</summary>
    public int StopStep
    {
        get
        {
            var stop = 0;
            while (stop < Steps.Length && !Steps[stop].BeginsStop)
            {
                stop++;
            }

            return stop;
        }
    }

    /// <summary>The index of the final letter (R12): the last letter before the first step that counts from its date. -1 if there is none.</summary>
    public int FinalLetterStep
    {
        get
        {
            var letter = -1;
            for (var i = 0; i < Steps.Length; i++)
            {
                if (Steps[i].Timing.From == TimingFrom.FinalDate)
                {
                    return letter;
                }

                letter = Steps[i].Kind == StepKind.Letter ? i : letter;
            }

            return -1;
        }
    }
}

/// <summary>What makes an invoice owing (R1).</summary>
public enum OwingBy
{
    /// <summary>From the day after its due date.</summary>
    DueDate,

    /// <summary>From the first of a later month than the invoice's, whatever its day.</summary>
    InvoiceMonth,
}

/// <summary>When an invoice is owing (R1).</summary>
/// <param name="By">By due date or by invoice month.</param>
/// <param name="Months">By month: an invoice of month M is owing in a scan of month S when S ≥ M + this.</param>
public readonly record struct OwingRule(OwingBy By, int Months)
{
    /// <summary>The first day on which an invoice is owing.</summary>
    /// <remarks>Whatever the month says, nothing is owing on or before its due date: a due date on the invoice wins (R2).</remarks>
    public DateOnly From(DateOnly issued, DateOnly due)
    {
        var afterDue = due.AddDays(1);
        if (By == OwingBy.DueDate)
        {
            return afterDue;
        }

        var month = new DateOnly(issued.Year, issued.Month, 1).AddMonths(Months);
        return month > afterDue ? month : afterDue;
    }
}

/// <summary>When the scan runs by itself (R5).</summary>
public enum ScanRhythm
{
    /// <summary>Every day.</summary>
    Daily,

    /// <summary>Once a month, on the first collection day that is an office day.</summary>
    Monthly,
}

/// <summary>What a step does.</summary>
public enum StepKind
{
    /// <summary>A letter, by email or post.</summary>
    Letter,

    /// <summary>A call task for a clerk.</summary>
    Call,

    /// <summary>The account goes on stop; nobody is written to (R11).</summary>
    StopSupply,

    /// <summary>A task for a manager (R15).</summary>
    ManagementCall,

    /// <summary>A task to hand the debt over to an agency (R13).</summary>
    Agency,
}

/// <summary>From which day a step is counted.</summary>
public enum TimingFrom
{
    /// <summary>The due date of the oldest invoice that was owing when the ladder began.</summary>
    Due,

    /// <summary>The day on which the step before it really happened (R9).</summary>
    Previous,

    /// <summary>The day on which the ladder began: the scan's.</summary>
    Opening,

    /// <summary>The date that the final letter gave (R12, R13).</summary>
    FinalDate,
}

/// <summary>Which days a step may fall on; a step after its due date rolls forward, one before it rolls back (R10).</summary>
public enum StepDays
{
    /// <summary>Office days.</summary>
    Office,

    /// <summary>Collection days: the letters' (R7).</summary>
    Collection,
}

/// <summary>When a step is due.</summary>
/// <param name="From">The day that it is counted from.</param>
/// <param name="Days">Days after it; negative for before.</param>
/// <param name="On">The kind of day that it moves to.</param>
/// <param name="DayOfMonth">If not 0: not before this day of the month in which the ladder stands (the monthly hold).</param>
/// <param name="At">The local time, or null for the opening of the contact hours.</param>
/// <param name="AfterBrokenPromise">If not 0: at the latest so many days after the day of a broken promise (R9).</param>
public sealed record Timing(TimingFrom From, int Days, StepDays On, int DayOfMonth = 0, TimeOnly? At = null, int AfterBrokenPromise = 0);

/// <summary>One rung of the timeline.</summary>
/// <param name="Name">The step's name in records, letters and tasks: <c>call-1</c>.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Timing">When.</param>
/// <param name="Template">The letter's template, or the call's script.</param>
/// <param name="Stage">The stage that people see: <c>reminder</c>, <c>enquiry</c>, <c>pressure</c>.</param>
/// <param name="StopsSupply">The account goes on stop when the step begins (R11).</param>
/// <param name="LargeOrIrregularOnly">Taken only for large or irregular accounts (R10); others begin with the next step.</param>
public sealed record Step(
    string Name, StepKind Kind, Timing Timing, string Template, string Stage, bool StopsSupply = false, bool LargeOrIrregularOnly = false)
{
    /// <summary>True if the account goes on stop with it, be that all that it does.</summary>
    internal bool BeginsStop => StopsSupply || Kind == StepKind.StopSupply;
}

/// <summary>The date that a final letter gives: office days of post, then days of grace (R12).</summary>
/// <param name="PostOfficeDays">Office days of post, default 4.</param>
/// <param name="GraceOfficeDays">Office days of grace after them, default 3.</param>
public readonly record struct FinalDate(int PostOfficeDays, int GraceOfficeDays)
{
    /// <summary>The date for a letter of a day: Mon 23 Aug + 4 office days (Fri 27) + 3 (Wed 1 Sep).</summary>
    public DateOnly For(DateOnly letter, WorkCalendar office) => office.Add(office.Add(letter, PostOfficeDays), GraceOfficeDays);
}

/// <summary>What a part payment does (R32).</summary>
/// <param name="Threshold">The share of what was owing from which the ladder is suspended: 0.5 is one half.</param>
/// <param name="SuspendDays">For how many days.</param>
public readonly record struct PartPaymentRule(decimal Threshold, int SuspendDays);

/// <summary>What a promise may be (R33).</summary>
/// <param name="MaxDays">A promise further ahead needs a manager.</param>
/// <param name="MaxBroken">After this many broken ones there are no more promises: management.</param>
public readonly record struct PromiseRule(int MaxDays, int MaxBroken);

/// <summary>How payments are matched. Matching comes before anybody knows whose a payment is, so it follows the policy of accounts that name none.</summary>
/// <param name="ApplyFrom">A match of at least this confidence is applied by itself; per cent, 51 to 100.</param>
/// <param name="HoldFrom">A suggestion of at least this confidence holds the account's contacts until somebody has looked; per cent, 1 to 100.</param>
/// <param name="Rounding">So much more or less than the sum of invoices is as good as exact; units of the currency.</param>
/// <param name="EarlyDiscount">So much may be missing where it is paid early: 0.02 is two per cent of the invoice.</param>
/// <param name="EarlyDays">Early is within so many days of the invoice's date.</param>
public readonly record struct MatchingRule(int ApplyFrom, int HoldFrom, decimal Rounding, decimal EarlyDiscount, int EarlyDays)
{
    /// <summary>What holds where a policy says nothing: applied from 90 per cent, held from 50, 1 unit, 2 per cent within 14 days.</summary>
    public static MatchingRule Default => new(ApplyFrom: 90, HoldFrom: 50, Rounding: 1m, EarlyDiscount: 0.02m, EarlyDays: 14);
}
