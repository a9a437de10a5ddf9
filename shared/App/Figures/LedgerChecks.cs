using Collections.App.Formats;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Figures;

/// <summary>Sums that must agree. Each finding names the place, both values and what they should have in common.</summary>
public static class LedgerChecks
{
    /// <summary>A damaged store would tell the same thing a million times.</summary>
    private const int MostFindings = 1000;

    /// <summary>Checks what is allocated to an item.</summary>
    /// <param name="invoice">The item as it is stored.</param>
    /// <param name="allocated">What its payments say.</param>
    public static IEnumerable<string> Invoice(Invoice invoice, Money allocated)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        if (invoice.Allocated.Minor != allocated.Minor)
        {
            yield return $"invoice {invoice.Number}: {invoice.Allocated} are allocated, its payments give {allocated}";
        }

        if (allocated.Minor < 0 || allocated.Minor > Math.Max(0, invoice.Amount.Minor))
        {
            yield return $"invoice {invoice.Number}: {allocated} are allocated to its {invoice.Amount}";
        }
    }

    /// <summary>Whose a payment may be is said of those only that nobody has matched.</summary>
    /// <param name="payment">The id of one of which it is said though somebody has.</param>
    /// <param name="state">Its state, as the contract has it.</param>
    public static string Suggested(string payment, string state) => $"payment {payment}: it is {state}, and yet accounts are suggested for it";

    /// <summary>An item whose account is not there, or is billed to another than the item.</summary>
    public static string Stray(string invoice) => $"invoice {invoice}: its account is not there, or is billed to another";

    /// <summary>Checks the rows beside a case: its open tasks, its letter, and when it is looked at again.</summary>
    /// <param name="case">The case.</param>
    /// <param name="openTasks">The ids of the tasks whose rows say that they are open.</param>
    /// <param name="letters">The ids of the letters whose rows say that they are intended, attempted or unknown.</param>
    /// <param name="isInTime">True if the row says to look at the case no later than the case does.</param>
    public static IEnumerable<string> Beside(Case @case, IEnumerable<string> openTasks, IEnumerable<string> letters, bool isInTime)
    {
        ArgumentNullException.ThrowIfNull(@case);
        var findings = Same($"account {@case.Account}: open tasks", @case.Tasks.Select(task => task.Id), openTasks)
            .Concat(Same($"account {@case.Account}: letters on their way", @case.Letter is { } letter ? [letter.Id] : [], letters));
        return isInTime ? findings : findings.Append($"account {@case.Account}: its case is to wake at {@case.WakeAt:O}, its row later or never");
    }

    /// <summary>Checks that a case and the rows beside it name the same.</summary>
    /// <param name="what">Of what account, and what of it.</param>
    /// <param name="ofCase">The ids that the case has.</param>
    /// <param name="ofRows">The ids that the rows have.</param>
    public static IEnumerable<string> Same(string what, IEnumerable<string> ofCase, IEnumerable<string> ofRows)
    {
        var (inCase, inRows) = (ofCase.Order(StringComparer.Ordinal).ToList(), ofRows.Order(StringComparer.Ordinal).ToList());
        if (!inCase.SequenceEqual(inRows))
        {
            yield return $"{what}: the case says [{string.Join(", ", inCase)}], the rows say [{string.Join(", ", inRows)}]";
        }
    }

    /// <summary>Checks an account's record: its places, its hashes, and that it is whole (R40).</summary>
    /// <param name="account">The account's code.</param>
    /// <param name="lines">The record, oldest first.</param>
    /// <param name="count">How many lines were written.</param>
    /// <param name="last">The hash of the last of them; empty before the first.</param>
    public static IEnumerable<string> Record(string account, IEnumerable<SealedLine> lines, int count, string last)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var (seq, hash) = (0, "");
        foreach (var line in lines)
        {
            seq++;
            hash = RecordChain.Hash(hash, line.Seq, line.At, line.By, line.Kind, line.Rule, line.Code, line.Why, line.Ref);
            if (line.Seq != seq || hash != line.Hash)
            {
                yield return $"account {account}: line {line.Seq} of its record is not what was written, or a line before it is missing";
                yield break;
            }
        }

        if (seq != count || hash != last)
        {
            yield return $"account {account}: its record has {seq} lines, {count} were written";
        }
    }

    /// <summary>Checks an account's events: their places, their hashes, that they are whole, and that they make the stored case.</summary>
    /// <param name="account">The account's code.</param>
    /// <param name="pages">The pages, oldest first; none of an account that no turn of this release has decided on.</param>
    /// <param name="count">How many pages were written.</param>
    /// <param name="last">The hash of the last of them; empty before the first.</param>
    /// <param name="record">The record, oldest line first.</param>
    /// <param name="stored">The case that is stored.</param>
    public static IEnumerable<string> Events(
        string account, IReadOnlyList<EventPage> pages, int count, string last, IReadOnlyList<SealedLine> record, Case stored)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(stored);
        if (Links(account, pages, count, last, record) is { } broken)
        {
            return [broken];
        }

        try
        {
            var folded = EventPage.Fold(account, pages);
            var isSame = stored.IsBlank ? folded.IsBlank : CaseFormat.Write(folded) == CaseFormat.Write(stored);
            return pages.Count == 0 || isSame
                ? []
                : [$"account {account}: its events make another case than is stored: {CaseFormat.Write(folded)}, and not {CaseFormat.Write(stored)}"];
        }
        catch (InvalidDataException e)
        {
            return [e.Message];
        }
    }

    private static string? Links(string account, IReadOnlyList<EventPage> pages, int count, string last, IReadOnlyList<SealedLine> record)
    {
        var hash = "";
        for (var i = 0; i < pages.Count; i++)
        {
            var page = pages[i];
            var lines = page.Lines > 0 && page.Lines <= record.Count ? record[page.Lines - 1].Hash : "";
            hash = EventChain.Hash(hash, page.Seq, page.At, page.By, lines, page.Events);
            if (page.Seq != i + 1 || page.Hash != hash)
            {
                return $"account {account}: page {page.Seq} of its events is not what was written, or a page before it is missing";
            }
        }

        return pages.Count == count && hash == last ? null : $"account {account}: there are {pages.Count} pages of its events, {count} were written";
    }

    /// <summary>As many findings as somebody reads, and how many more there are.</summary>
    public static IReadOnlyList<string> Shown(IReadOnlyList<string> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return findings.Count > MostFindings ? [.. findings.Take(MostFindings), $"and {findings.Count - MostFindings} more"] : findings;
    }
}
