using Collections.Files;
using Collections.Files.Statements;

namespace Collections.App.Payments;

/// <summary>What loading a file of statements came to. The entries are the sum of all that became of them.</summary>
/// <param name="Format">What the file is.</param>
/// <param name="Entries">Transactions in the file.</param>
/// <param name="Matched">Of those, the ones that reached an account.</param>
/// <param name="Unmatched">Those that wait for a person to say whose they are, or what they undo.</param>
/// <param name="Duplicates">Those that were known.</param>
/// <param name="Ignored">Those that are no customer's payment: money that went out.</param>
/// <param name="Skipped">Those that are no money yet, or none at all.</param>
/// <param name="RejectedCount">Those that could not be read.</param>
/// <param name="Rejected">The first of those, each with its place, value and reason.</param>
/// <param name="Notes">What a person should know of the file, at most a hundred.</param>
/// <param name="CompleteTo">Up to when the feed is complete after it (R20); null if it never delivered.</param>
public sealed record StatementReport(
    StatementFormat Format,
    long Entries,
    long Matched,
    long Unmatched,
    long Duplicates,
    long Ignored,
    long Skipped,
    long RejectedCount,
    IReadOnlyList<RowError> Rejected,
    IReadOnlyList<string> Notes,
    DateTimeOffset? CompleteTo)
{
    /// <summary>The first of those that are skipped, each with what it is and why.</summary>
    public IReadOnlyList<SkippedRow> SkippedRows { get; init; } = [];
}

/// <summary>A transaction that is left out.</summary>
/// <param name="Line">The line on which it begins, counted from 1.</param>
/// <param name="Kind">What it is: no money yet, no money, or nothing.</param>
/// <param name="Why">Why.</param>
public sealed record SkippedRow(long Line, SkipKind Kind, string Why);
