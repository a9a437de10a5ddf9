using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Policies;

namespace Collections.App.Policies;

/// <summary>The concrete dates that a policy gives for one invoice that nobody pays.</summary>
/// <remarks>
/// They come from the decider itself, run over a clock of its own: every letter is sent at its moment, every call reaches a voice mailbox on its
/// day, the manager calls and the agency takes over when their tasks open. The same arguments give the same dates.
/// </remarks>
public sealed record PolicyPreview
{
    /// <summary>The policy.</summary>
    public required Policy Policy { get; init; }

    /// <summary>The invoice's date.</summary>
    public required DateOnly Issued { get; init; }

    /// <summary>Its due date.</summary>
    public required DateOnly Due { get; init; }

    /// <summary>Where its account is.</summary>
    public required Place Place { get; init; }

    /// <summary>The day of the scan that opened a case, or null if none did.</summary>
    public DateOnly? ScanDay { get; init; }

    /// <summary>What happened, in order.</summary>
    public required IReadOnlyList<PreviewRow> Rows { get; init; }

    /// <summary>When supply stopped, in local time, or null if it never did (R11).</summary>
    public DateTimeOffset? SupplyStop { get; init; }

    /// <summary>The last date that the final letter gave, or null without one (R12).</summary>
    public DateOnly? FinalDate { get; init; }

    /// <summary>The first day on which the agency could take over, or null without that step (R13).</summary>
    public DateOnly? AgencyDay { get; init; }

    /// <summary>True if every step was taken; otherwise the last row is where the timeline stops.</summary>
    public bool IsFinished { get; init; }

    /// <summary>The dates for an invoice.</summary>
    /// <param name="policy">The policy, as <see cref="PolicyFile.Read(TextReader, string, IEnumerable{Region})"/> gives it.</param>
    /// <param name="asOf">Today. Without <paramref name="issued"/>, the invoice is one that has become owing this month.</param>
    /// <param name="issued">The invoice's date, or null for the 15th of the month two months before (or of as many as the policy says).</param>
    /// <param name="due">Its due date, or null for 30 days from the end of its month.</param>
    /// <param name="place">Where the account is; New South Wales unless told.</param>
    /// <param name="large">Whether it is a large account; an ordinary one begins after a reminder that only large ones get (R10).</param>
    public static PolicyPreview Of(
        Policy policy, DateOnly asOf, DateOnly? issued = null, DateOnly? due = null, Place? place = null, bool large = true)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var months = policy.Owing.By == OwingBy.InvoiceMonth ? policy.Owing.Months : 2;
        var from = issued ?? new DateOnly(asOf.Year, asOf.Month, 15).AddMonths(-months);
        var run = new PreviewRun(
            policy, from, due ?? Core.Ledger.Terms.EndOfMonth30.DueDate(from),
            place ?? new Place(Region.NewSouthWales, TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney")), large);
        return run.Run();
    }

    /// <inheritdoc/>
    public override string ToString() => PreviewText.Of(this);
}

/// <summary>A step that was taken.</summary>
/// <param name="Step">The step.</param>
/// <param name="At">When it began, in local time: the letter went, the task opened, supply stopped.</param>
/// <param name="Why">What the decider recorded as its reason (R40).</param>
public sealed record PreviewRow(Step Step, DateTimeOffset At, Why Why);
