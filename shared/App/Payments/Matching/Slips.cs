using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.App.Payments.Matching;

/// <summary>Compares what is written with the open invoices of an account that other evidence names.</summary>
internal static class Slips
{
    private const int ShortestTail = 3;
    private const int ShortestBeginning = 5;
    private const int ShortestTheirs = 6;

    // What is left of a number of which the bank cut digits off, and how many those may be.
    private const int ShortestCut = 4;
    private const int MostCut = 2;

    /// <summary>The open invoices that are named in a way that only makes sense within the account: by the last digits, cut off at the end, or by their order.</summary>
    public static List<(Invoice Item, WrittenNumber Written)> Within(IEnumerable<Mention> mentions, IReadOnlyList<Invoice> items, string? text)
    {
        if (ByTheirs(items, text) is { Count: > 0 } theirs)
        {
            return theirs;
        }

        var found = new List<(Invoice Item, WrittenNumber Written)>();
        foreach (var mention in mentions.Where(mention => !mention.IsRange && !mention.Written.IsDoubtful))
        {
            var means = items.Where(item => item.Open.IsPositive && IsMeant(mention.Written, item)).ToList();
            if (means.Select(item => item.Number).Distinct(StringComparer.Ordinal).Count() == 1)
            {
                found.AddRange(means.Select(item => (item, mention.Written)));
            }
        }

        return found;
    }

    /// <summary>The open invoices of which a number may be a slip.</summary>
    public static List<(Invoice Item, WrittenNumber Written)> Near(IEnumerable<Mention> mentions, IReadOnlyList<Invoice> items) =>
    [
        .. mentions.Where(mention => !mention.IsRange && !mention.Written.IsDoubtful)
            .SelectMany(mention => items
                .Where(item => item.Open.IsPositive && NearNumber.IsOneSlip(mention.Written.Digits, Digits(item.Number)))
                .Select(item => (item, mention.Written)))
            .DistinctBy(pair => (pair.item.Number, pair.item.Part)),
    ];

    /// <summary>The digits of a number.</summary>
    public static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    // What the customer calls it stands in the text as a whole, words and all.
    private static List<(Invoice Item, WrittenNumber Written)> ByTheirs(IReadOnlyList<Invoice> items, string? text)
    {
        var plain = Plain(text ?? "");
        var found = items
            .SelectMany(item => new[] { item.Order, item.Reference }.OfType<string>().Select(theirs => (Item: item, Theirs: theirs)))
            .Where(pair => pair.Item.Open.IsPositive && Plain(pair.Theirs) is var own && own.Length >= ShortestTheirs && own.Any(char.IsAsciiDigit) && plain.EndsWith(own, StringComparison.Ordinal))
            .Select(pair => (pair.Item, new WrittenNumber { Text = pair.Theirs, Groups = [Digits(pair.Theirs)] }))
            .ToList();
        return found.Select(pair => pair.Item.Number).Distinct(StringComparer.Ordinal).Count() == 1 ? found : [];
    }

    private static bool IsMeant(WrittenNumber written, Invoice item)
    {
        if (IsSame(written, item.Order) || IsSame(written, item.Reference))
        {
            return true;
        }

        var (digits, own) = (written.Digits, Digits(item.Number));
        return written.Label != NumberLabel.Order
            && (digits.Length >= ShortestTail && IsTail(item.Number, digits)
                || digits.Length >= Math.Max(ShortestCut, own.Length - MostCut) && own.StartsWith(digits, StringComparison.Ordinal)
                || (written.Text.Length >= ShortestBeginning && written.Letters.Length > 0 && item.Number.StartsWith(written.Text, StringComparison.OrdinalIgnoreCase)));
    }

    // 0214 of 2021-0214, but not 10214.
    private static bool IsTail(string number, string digits)
    {
        var last = number.AsSpan()[(number.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1)..];
        return last.EndsWith(digits, StringComparison.Ordinal) || Digits(number) == digits;
    }

    // The prefix of an order's number is as often written as not.
    private static bool IsSame(WrittenNumber written, string? other) =>
        other is { Length: >= ShortestTail } && Plain(other) is var plain
        && (plain == Plain(written.Text) || plain == Plain(written.WordBefore + written.Text) || (written.Label == NumberLabel.Order && Digits(other) == written.Digits));

    private static string Plain(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
