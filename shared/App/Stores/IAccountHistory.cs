using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Stores;

/// <summary>What went before with a customer: who spoke with them, what they promised, what they dispute.</summary>
public interface IAccountHistory
{
    /// <summary>The last calls, letters and notes of an account, newest first: how the next call begins (R24).</summary>
    Task<IReadOnlyList<ContactLogRow>> ContactLogAsync(string account, int limit, CancellationToken cancel);

    /// <summary>The promises of an account, newest first.</summary>
    Task<IReadOnlyList<Promise>> PromisesAsync(string account, CancellationToken cancel);

    /// <summary>All disputes of an account, newest first; the ended ones too.</summary>
    Task<IReadOnlyList<Dispute>> DisputesAsync(string account, CancellationToken cancel);
}

/// <summary>A line of the story with a customer (R24).</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Kind">The record's kind: a letter sent, a call made, a note, a promise.</param>
/// <param name="Text">What, in words; of a call, the outcome and the clerk's own note, which no customer is to read.</param>
/// <param name="Outcome">Of a call: what came of it; else null.</param>
public sealed record ContactLogRow(DateTimeOffset At, string By, RecordKind Kind, string Text, OutcomeKind? Outcome = null);
