using Collections.Core.Cases;

namespace Collections.App.Figures;

/// <summary>Counts the efforts that ended as paid, from the records of accounts, one after the other.</summary>
/// <remarks>The record tells each effort's story in order: opened, perhaps contacted, closed, perhaps opened again by a reversal (R37).</remarks>
public sealed class EffortCount
{
    private bool _contacted;
    private bool _paid;

    /// <summary>Efforts that were closed as paid, and stayed so.</summary>
    public int ClosedPaid { get; private set; }

    /// <summary>Of those, the ones in which nobody was contacted.</summary>
    public int PaidBeforeContact { get; private set; }

    /// <summary>True for the lines that say anything of this; others need not be added.</summary>
    public static bool Matters(RecordKind kind) =>
        kind is RecordKind.Opened or RecordKind.Reopened or RecordKind.Closed or RecordKind.LetterAttempted or RecordKind.CallMade;

    /// <summary>Begins with an account's record.</summary>
    public void BeginAccount() => (_contacted, _paid) = (false, false);

    /// <summary>Adds the next line of the account's record.</summary>
    public void Add(RecordKind kind, Because code)
    {
        switch (kind)
        {
            case RecordKind.Opened:
                (_contacted, _paid) = (false, false);
                break;
            case RecordKind.Reopened when _paid:
                ClosedPaid--;
                PaidBeforeContact -= _contacted ? 0 : 1;
                _paid = false;
                break;
            case RecordKind.LetterAttempted or RecordKind.CallMade:
                _contacted = true;
                break;
            case RecordKind.Closed when code is Because.PaidInFull or Because.PaidButSmall:
                ClosedPaid++;
                PaidBeforeContact += _contacted ? 0 : 1;
                _paid = true;
                break;
        }
    }
}
