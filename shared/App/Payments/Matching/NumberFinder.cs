using System.Globalization;
using Collections.Core.Remittances;

namespace Collections.App.Payments.Matching;

/// <summary>Finds the invoices that a text names: as printed, filled into the ledger's shapes, in lists and ranges, cut in two by the bank.</summary>
internal sealed class NumberFinder(BoundedLookup ledger, int year)
{
    private const int LongestRange = 50;

    // A range that is none must not use up the look-ups that the accounts need.
    private const int Reserve = 150;

    private const int FewestWholeDigits = 4;
    private const int MostPieces = 4;

    private readonly List<Mention> _mentions = [];

    /// <summary>The numbers of a text, with what they may mean.</summary>
    public IReadOnlyList<Mention> Find(IReadOnlyList<WrittenNumber> numbers)
    {
        _mentions.Clear();
        WrittenNumber? last = null;
        for (var i = 0; i < numbers.Count;)
        {
            var written = numbers[i];
            var options = FindWhole(written);
            var (pieces, whole, joined) = options.Any(option => option.Reading == Reading.Printed) ? (0, written, []) : Joined(numbers, i);
            if (pieces > 0 && (options.Count == 0 || joined.Exists(option => option.IsOpen)))
            {
                Add(whole, joined);
                last = written;
                i += pieces;
                continue;
            }

            if (options.Count > 0)
            {
                Add(written, options);
                last = FollowUp(last, written);
                i++;
                continue;
            }

            last = TakeApart(written, last);
            i++;
        }

        return _mentions;
    }

    /// <summary>The invoices that a number may mean, as printed or filled into the shapes.</summary>
    public IReadOnlyList<NamedInvoice> FindWhole(WrittenNumber written)
    {
        var found = new List<NamedInvoice>();
        Look(found, written.Text, written, Reading.Printed, written.Letters.Length > 0);
        if (found is [{ IsOpen: true }] || written.IsDoubtful || IsPrinted(written))
        {
            return found;
        }

        if (written.Mended() is { } mended)
        {
            var meant = mended with { Text = written.Text };
            Look(found, mended.Text, meant, Reading.Filled, mended.Letters.Length > 0);
            Fill(found, mended, meant, Reading.Filled);
        }

        Fill(found, written, written, Reading.Filled);
        return found;
    }

    // INV-000515, in a ledger that prints them so, is no 2021-0515, though it may be gone or not be there yet. And neither is D-1515 where that is an account's code.
    private bool IsPrinted(WrittenNumber written) =>
        NumberShape.Of(written.Text) is { } shape && shape.Any(c => c != NumberShape.Digit)
        && (ledger.InvoiceShapes.Contains(shape, StringComparer.Ordinal)
            || (ledger.AccountShapes.Contains(shape, StringComparer.Ordinal) && ledger.FindAccount(written.Text) is not null));

    private void Fill(List<NamedInvoice> found, WrittenNumber read, WrittenNumber written, Reading reading)
    {
        foreach (var shape in ledger.InvoiceShapes)
        {
            foreach (var filled in ShapeFilling.Fill(shape, read, year))
            {
                Look(found, filled.Number, written, reading, filled.LettersAgree);
            }
        }
    }

    private void Look(List<NamedInvoice> found, string number, WrittenNumber written, Reading reading, bool lettersAgree)
    {
        if (found.Exists(known => string.Equals(known.Number, number, StringComparison.OrdinalIgnoreCase)) || ledger.FindInvoice(number) is not { } invoice)
        {
            return;
        }

        found.Add(new NamedInvoice(invoice.Items.Count > 0 ? invoice.Items[0].Number : number, invoice.Account, invoice.Items, written, reading, lettersAgree));
    }

    private void Add(WrittenNumber written, IReadOnlyList<NamedInvoice> options, bool isRange = false) =>
        _mentions.Add(new Mention(written, options, isRange, options.Count > 0 || IsOurs(written), !options.Any(option => option.Reading == Reading.Printed) && ledger.FindAccount(written.Text) is not null));

    private bool IsOurs(WrittenNumber written) =>
        !written.IsDoubtful && written.Label is not (NumberLabel.Account or NumberLabel.Order or NumberLabel.Foreign)
        && ((written.Label == NumberLabel.Invoice && written.Significant >= FewestWholeDigits - 1)
            || ledger.InvoiceShapes.Any(shape => ShapeFilling.Fill(shape, written, year)
                .Any(filled => filled.LettersAgree || (filled.IsWhole && written.Significant >= FewestWholeDigits))));

    // What ends a range names what lies between, too; what follows shows what the next may be short for.
    private WrittenNumber FollowUp(WrittenNumber? last, WrittenNumber written)
    {
        var whole = written.Link == NumberLink.None || last is null ? null : Abbreviated(last, written);
        if (whole is not null)
        {
            var options = new List<NamedInvoice>(_mentions[^1].Options);
            Look(options, whole.Text, written, Reading.Abbreviated, whole.Letters.Length > 0);
            Fill(options, whole, written, Reading.Abbreviated);
            _mentions[^1] = _mentions[^1] with { Options = options };
        }

        if (written.Link == NumberLink.Range && last is not null)
        {
            AddBetween(last, whole ?? written);
        }

        if (whole is not null)
        {
            return last!;
        }

        return written;
    }

    // INV-00 1001: the bank cut it where its line ended.
    private (int Pieces, WrittenNumber Whole, List<NamedInvoice> Found) Joined(IReadOnlyList<WrittenNumber> numbers, int from)
    {
        var together = numbers[from];
        for (var count = 2; count <= MostPieces && from + count <= numbers.Count; count++)
        {
            var next = numbers[from + count - 1];
            if (!next.Follows || next.Letters.Length > 0 || next.IsDoubtful || next.Groups.Count > 1)
            {
                break;
            }

            together = together with { Text = $"{together.Text} {next.Text}", Groups = [.. together.Groups, next.Groups[0]] };
            var found = new List<NamedInvoice>();
            var whole = together with { Groups = [together.Digits] };
            foreach (var shape in ledger.InvoiceShapes)
            {
                foreach (var filled in ShapeFilling.Fill(shape, whole, year).Where(filled => filled.IsWhole))
                {
                    Look(found, filled.Number, together, Reading.Filled, filled.LettersAgree);
                }
            }

            if (found.Count > 0)
            {
                return (count, together, found);
            }
        }

        return (0, together, []);
    }

    // It is none as a whole: a short form of one like the number before it, a list, or a range.
    private WrittenNumber? TakeApart(WrittenNumber written, WrittenNumber? last)
    {
        if (written.Link != NumberLink.None && last is not null && Abbreviated(last, written) is { } whole)
        {
            var found = new List<NamedInvoice>();
            Look(found, whole.Text, written, Reading.Abbreviated, whole.Letters.Length > 0);
            Fill(found, whole, written, Reading.Abbreviated);
            Add(written, found);
            if (written.Link == NumberLink.Range)
            {
                AddBetween(last, whole);
            }

            return last;
        }

        if (written.Groups.Count < 2 || written.IsDoubtful)
        {
            Add(written, []);
            if (written.Link == NumberLink.Range && last is not null)
            {
                AddBetween(last, written);
            }

            return written;
        }

        var before = _mentions.Count;
        TakeGroups(written);
        var parts = _mentions.Skip(before).ToList();
        if (parts.TrueForAll(mention => mention.Options.Count == 0) || (FillsShape(written) && !AreOfOne(parts)))
        {
            _mentions.RemoveRange(before, _mentions.Count - before);
            Add(written, []);
        }

        return written;
    }

    // 2021-0605 is a number of ours that is not there, rather than 2021 and 605.
    private bool FillsShape(WrittenNumber written) => ledger.InvoiceShapes.Any(shape => ShapeFilling.Fill(shape, written, year).Any(filled => filled.IsWhole));

    private static bool AreOfOne(List<Mention> parts) => parts[0].Options.Any(first =>
        first.IsOpen && parts.TrueForAll(part => part.Options.Any(option => option.IsOpen && option.Account == first.Account)));

    // INV-001743-747, 2021-0664/65/66: the longest beginning that is a number of ours, and what is short for those after it.
    private void TakeGroups(WrittenNumber written)
    {
        var (first, options, length) = Beginning(written);
        Add(first, options);
        for (var i = length; i < written.Groups.Count; i++)
        {
            var part = Part(written, i);
            var found = new List<NamedInvoice>();
            if (Abbreviated(first, part with { Letters = "" }) is { } whole)
            {
                Look(found, whole.Text, part, Reading.Abbreviated, whole.Letters.Length > 0);
                Fill(found, whole, part, Reading.Abbreviated);
                part = found.Count > 0 ? whole : part;
            }

            Add(part, found.Count > 0 ? found : FindWhole(part));
            if (i == length && written.Groups.Count == length + 1 && JoinerBefore(written, i) == '-')
            {
                AddBetween(first, part);
            }
        }
    }

    private (WrittenNumber First, IReadOnlyList<NamedInvoice> Options, int Length) Beginning(WrittenNumber written)
    {
        for (var length = written.Groups.Count - 1; length > 1; length--)
        {
            var end = written.Text.LastIndexOf(written.Groups[length], StringComparison.Ordinal) - 1;
            var head = written with { Text = written.Text[..Math.Max(1, end)], Groups = [.. written.Groups.Take(length)] };
            if (FindWhole(head) is { Count: > 0 } options)
            {
                return (head, options, length);
            }
        }

        var first = Part(written, 0);
        return (first, FindWhole(first), 1);
    }

    private static char JoinerBefore(WrittenNumber written, int group) => group <= written.Joiners.Length ? written.Joiners[group - 1] : ' ';

    private static WrittenNumber Part(WrittenNumber written, int group) => written with
    {
        Text = group == 0 && written.Letters.Length > 0 ? written.Text[..(written.Text.IndexOf(written.Groups[0], StringComparison.Ordinal) + written.Groups[0].Length)] : written.Groups[group],
        Groups = [written.Groups[group]],
        Joiners = "",
    };

    // 02 after 1001 is 1002.
    private static WrittenNumber? Abbreviated(WrittenNumber last, WrittenNumber written)
    {
        var (whole, tail) = (last.Groups[^1], written.Groups[0]);
        return written.Groups.Count != 1 || written.Letters.Length > 0 || tail.Length >= whole.Length || last.IsDoubtful
            ? null
            : last with
            {
                Text = last.Text[..^tail.Length] + tail,
                Groups = [.. last.Groups.SkipLast(1), whole[..^tail.Length] + tail],
            };
    }

    private void AddBetween(WrittenNumber first, WrittenNumber last)
    {
        const NumberStyles Whole = NumberStyles.None;
        var (from, to) = (first.Groups[^1], last.Groups[^1]);
        if (!long.TryParse(from, Whole, CultureInfo.InvariantCulture, out var low) || !long.TryParse(to, Whole, CultureInfo.InvariantCulture, out var high)
            || high <= low || high - low >= LongestRange || (first.Groups.Count == last.Groups.Count && !first.Groups.SkipLast(1).SequenceEqual(last.Groups.SkipLast(1))))
        {
            return;
        }

        var found = new List<NamedInvoice>();
        for (var number = low + 1; number < high && ledger.Left > Reserve; number++)
        {
            var digits = number.ToString(CultureInfo.InvariantCulture).PadLeft(from.Length, '0');
            var inside = first with { Text = first.Text[..^Math.Min(from.Length, first.Text.Length)] + digits, Groups = [.. first.Groups.SkipLast(1), digits] };
            found.AddRange(FindWhole(inside).Select(option => option with { Reading = Reading.InRange }));
        }

        if (found.Count > 0)
        {
            Add(last, found, isRange: true);
        }
    }
}
