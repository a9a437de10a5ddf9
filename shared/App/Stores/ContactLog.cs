using Collections.Core.Cases;

namespace Collections.App.Stores;

/// <summary>What of a record belongs to the talk with the customer: the history that the next call begins with (R24).</summary>
public static class ContactLog
{
    /// <summary>The kinds of lines that belong to it. Of notes only a person's does: a small part payment, or an agency that must wait, is a note of the rules.</summary>
    public static IReadOnlyList<RecordKind> Kinds { get; } =
    [
        RecordKind.LetterSent, RecordKind.LetterBounced, RecordKind.CallMade, RecordKind.PromiseMade, RecordKind.PromiseKept, RecordKind.PromiseBroken,
        RecordKind.Claimed, RecordKind.DisputeOpened, RecordKind.DisputeEnded,
    ];

    /// <summary>True for a line that belongs to it.</summary>
    public static bool IsTold(SealedLine line) => Kinds.Contains(line.Kind) || (line.Kind == RecordKind.Note && line.Code == Because.Note);

    /// <summary>A line as the log shows it.</summary>
    public static ContactLogRow Row(SealedLine line) => Row(line.At, line.By, line.Kind, line.Why);

    /// <summary>A line as the log shows it. That of a call begins with the outcome's word; a colon and the clerk's note may follow.</summary>
    public static ContactLogRow Row(DateTimeOffset at, string by, RecordKind kind, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(at, by, kind, text, kind == RecordKind.CallMade && Words.TryParse<OutcomeKind>(text.Split(':')[0], out var outcome) ? outcome : null);
    }
}
