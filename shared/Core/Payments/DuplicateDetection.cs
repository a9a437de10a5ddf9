using Collections.Core.Remittances;

namespace Collections.Core.Payments;

/// <summary>Says whether an entry of a feed is the same money as one that the feed told by another source: a webhook and a statement, a notification and a statement.</summary>
/// <remarks>
/// <para>
/// Two errors can be made. Money that is counted twice hides a debt until somebody sees the credit; a payment that is taken for another one is lost, and
/// somebody who has paid is chased. The second is worse: what contradicts each other is never paired, however much else agrees.
/// </para>
/// <para>
/// One source tells the same money once, so a known entry pairs only with an entry of a source that it lacks: k equal payments that two sources tell pair
/// one to one, and never fewer payments are counted than any one source tells. So a store notes, before it asks, the sources of all entries of a delivery
/// whose ids it knows: what they tell once more is not what another entry tells.
/// </para>
/// <list type="number">
/// <item>What undoes two different payments is not the same; what undoes the same one is.</item>
/// <item>Not the same: end-to-end ids, structured references or payers' accounts that differ; and references of the bank that differ between camt.052, 053 and
/// 054, which have the same for the same money.</item>
/// <item>The same: equal references of the bank (or one's id is the other's reference), end-to-end ids or structured references.</item>
/// <item>By text: what the payer wrote (<see cref="SameText"/>), then the payer's account and name. Numbers that differ are different payments, even of one
/// payer. A name that differs makes a text without a telling number worthless.</item>
/// <item>Where nothing tells: on the same day, else if it is the only candidate.</item>
/// </list>
/// <para>Of several, the one that agrees best; then the nearest day, then the first id.</para>
/// </remarks>
public static class DuplicateDetection
{
    /// <summary>An entry may be booked so many days before or after what another source said.</summary>
    public const int DaysApart = 4;

    // Shorter references are counters that begin again every day; shorter ids are anything.
    private const int LeastReference = 6;
    private const int LeastEndToEnd = 4;

    // MT940 and its like cut an end-to-end id to this.
    private const int CutEndToEnd = 16;
    private const string NotProvided = "NOTPROVIDED";

    private enum Likeness
    {
        Different,
        Untold,
        Payer,
        Text,
        EqualText,
        Identity,
    }

    /// <summary>The known entry that an entry tells of once more, or null if it is new.</summary>
    /// <param name="entry">The entry; what it undoes, if known, under the id by which that payment was first told.</param>
    /// <param name="known">Entries of the same feed, kind (payment, reversal, outgoing), amount and currency that were booked within <see cref="DaysApart"/> days of it.</param>
    /// <returns>The id of the known one. Pure: the order of <paramref name="known"/> does not matter.</returns>
    public static string? Find(BankEntry entry, IReadOnlyList<ToldEntry> known)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(known);
        if (entry.Source is not { } source)
        {
            return null;
        }

        var candidates = known
            .Where(told => !told.Sources.Contains(source, StringComparer.Ordinal) && DaysBetween(entry, told) <= DaysApart)
            .Select(told => (Told: told, Likeness: Compare(entry, told)))
            .Where(one => one.Likeness != Likeness.Different)
            .OrderByDescending(one => one.Likeness).ThenBy(one => DaysBetween(entry, one.Told)).ThenBy(one => one.Told.Id, StringComparer.Ordinal)
            .ToList();
        return candidates is not [var best, ..] ? null
            : best.Likeness > Likeness.Untold || candidates.Count == 1 || DaysBetween(entry, best.Told) == 0 ? best.Told.Id
            : null;
    }

    /// <summary>An entry with what another report of it says and it does not: texts that were left out, and a reference that was cut.</summary>
    /// <returns>The entry itself where the other says no more.</returns>
    public static BankEntry Together(BankEntry first, BankEntry other)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(other);
        return first with
        {
            Reference = SameText.SaysMore(first.Reference, other.Reference) ? other.Reference : first.Reference,
            Payer = first.Payer ?? other.Payer,
            Account = first.Account ?? other.Account,
            PayerAccount = first.PayerAccount ?? other.PayerAccount,
            StructuredReference = first.StructuredReference ?? other.StructuredReference,
            EndToEndId = first.EndToEndId ?? other.EndToEndId,
            BankReference = first.BankReference ?? other.BankReference,
            ReversalOf = first.ReversalOf?.StartsWith(ToldEntry.UnknownPrefix, StringComparison.Ordinal) == true ? other.ReversalOf ?? first.ReversalOf : first.ReversalOf,
        };
    }

    private static int DaysBetween(BankEntry entry, ToldEntry told) => Math.Abs(entry.BookedOn.DayNumber - told.BookedOn.DayNumber);

    private static Likeness Compare(BankEntry entry, ToldEntry told)
    {
        var identity = Identity(entry, told);

        // Of an entry that an earlier release took in nobody knows who told it: only what is certain is the same.
        return identity is { } certain ? certain : told.Sources.Count == 0 ? Likeness.Different : ByText(entry, told);
    }

    // What numbers prove, or null.
    private static Likeness? Identity(BankEntry entry, ToldEntry told)
    {
        if (entry.ReversalOf is { } undoes && told.Undoes is { } undone && !undoes.StartsWith(ToldEntry.UnknownPrefix, StringComparison.Ordinal))
        {
            return undoes == undone ? Likeness.Identity : Likeness.Different;
        }

        var (endToEnd, structured, accounts) = (EndToEnd(entry, told), Structured(entry, told), Accounts(entry, told));
        if (endToEnd == TextAgreement.Differ || structured == TextAgreement.Differ || accounts == TextAgreement.Differ || IsOtherOfTheirs(entry, told))
        {
            return Likeness.Different;
        }

        return IsSameReference(entry, told) || endToEnd == TextAgreement.Equal || structured == TextAgreement.Equal ? Likeness.Identity : null;
    }

    private static Likeness ByText(BankEntry entry, ToldEntry told)
    {
        var payers = Payers(entry, told);
        switch (SameText.References(entry.Reference, told.Reference))
        {
            case TextAgreement.Differ:
                return Likeness.Different;
            case TextAgreement.Unknown when payers == TextAgreement.Differ:
                return Likeness.Different;
            case TextAgreement.Unknown when payers != TextAgreement.Unknown || Accounts(entry, told) != TextAgreement.Unknown:
                return Likeness.Payer;
            case TextAgreement.Unknown:
                return SameText.BothTell(entry.Reference, told.Reference) ? Likeness.Different : Likeness.Untold;
            case TextAgreement.SameNumbers when payers == TextAgreement.Differ:
                return Likeness.Different;
            case TextAgreement.Equal or TextAgreement.Contained when payers == TextAgreement.Differ && !SameText.ShareTellingNumber(entry.Reference, told.Reference):
                return Likeness.Different;
            case TextAgreement.Equal:
                return Likeness.EqualText;
            default:
                return Likeness.Text;
        }
    }

    private static bool IsSameReference(BankEntry entry, ToldEntry told)
    {
        var (one, other) = (SameText.Plain(entry.BankReference), SameText.Plain(told.BankReference));
        return (one.Length >= LeastReference && (one == other || one == SameText.Plain(told.Id)))
            || (other.Length >= LeastReference && other == SameText.Plain(entry.Id));
    }

    private static bool IsOtherOfTheirs(BankEntry entry, ToldEntry told) =>
        entry.BankReference is { } one && told.BankReference is { } other && IsCamt(entry.Source!) && told.Sources.Any(IsCamt)
        && SameText.Plain(one) != SameText.Plain(other);

    private static bool IsCamt(string source) => source.StartsWith("camt.", StringComparison.Ordinal);

    private static TextAgreement EndToEnd(BankEntry entry, ToldEntry told)
    {
        var (one, other) = (SameText.Plain(entry.EndToEndId), SameText.Plain(told.EndToEndId));
        return one.Length < LeastEndToEnd || other.Length < LeastEndToEnd || one == NotProvided || other == NotProvided ? TextAgreement.Unknown
            : one == other ? TextAgreement.Equal
            : SameText.IsCut(one, other, CutEndToEnd) ? TextAgreement.Unknown
            : TextAgreement.Differ;
    }

    // A bank that has no field of its own for it puts it among the payer's words.
    private static TextAgreement Structured(BankEntry entry, ToldEntry told)
    {
        var (one, other) = (SameText.Plain(entry.StructuredReference), SameText.Plain(told.StructuredReference));
        if (one.Length >= LeastReference && other.Length >= LeastReference)
        {
            return one == other ? TextAgreement.Equal : one.Contains(other, StringComparison.Ordinal) || other.Contains(one, StringComparison.Ordinal) ? TextAgreement.Unknown : TextAgreement.Differ;
        }

        return IsWritten(one, told.Reference) || IsWritten(other, entry.Reference) ? TextAgreement.Equal : TextAgreement.Unknown;
    }

    private static bool IsWritten(string structured, string? reference) =>
        structured.Length >= LeastReference && SameText.Plain(reference).Contains(structured, StringComparison.Ordinal);

    // One source writes the whole IBAN, another the account's number out of it.
    private static TextAgreement Accounts(BankEntry entry, ToldEntry told)
    {
        if (RemitterKey.OfAccount(entry.PayerAccount) is not { } one || RemitterKey.OfAccount(told.PayerAccount) is not { } other)
        {
            return TextAgreement.Unknown;
        }

        var (a, b) = (one[2..].TrimStart('0'), other[2..].TrimStart('0'));
        return a == b ? TextAgreement.Equal
            : a.Contains(b, StringComparison.Ordinal) || b.Contains(a, StringComparison.Ordinal) ? TextAgreement.Contained
            : TextAgreement.Differ;
    }

    private static TextAgreement Payers(BankEntry entry, ToldEntry told) =>
        entry.Payer is null ? SameText.IsNamed(told.Payer, entry.Reference)
        : told.Payer is null ? SameText.IsNamed(entry.Payer, told.Reference)
        : SameText.Names(entry.Payer, told.Payer);
}

/// <summary>An entry that a feed told before.</summary>
/// <param name="Id">The bank's id, under which it was first told.</param>
/// <param name="BookedOn">The day of booking.</param>
/// <param name="Reference">What the payer wrote.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="PayerAccount">The payer's account, or null.</param>
/// <param name="EndToEndId">The id that the payer's bank gave it, or null.</param>
/// <param name="BankReference">The bank's own reference, or null.</param>
/// <param name="Sources">The sources that told it so far.</param>
public sealed record ToldEntry(
    string Id, DateOnly BookedOn, string? Reference, string? Payer, string? PayerAccount, string? EndToEndId, string? BankReference, IReadOnlyList<string> Sources)
{
    /// <summary>How <see cref="BankEntry.ReversalOf"/> begins of what came back while nobody knows which payment it undoes (R37).</summary>
    public const string UnknownPrefix = "unknown:";

    /// <summary>The structured reference that the payer used, or null.</summary>
    public string? StructuredReference { get; init; }

    /// <summary>The bank's id of the payment that it undoes, under which that was first told; null for what is no reversal, or while nobody knows (R37).</summary>
    public string? Undoes { get; init; }
}
