using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Payments;

namespace Collections.App.Payments.Matching;

/// <summary>Finds the invoices that a text names: as printed, filled into the ledger's shapes, in lists and ranges, cut in two by the bank.</summary>
internal sealed class NumberFinder(BoundedLookup ledger, int year)
{
    private const int LongestRange = 50;
    private const int FewestWholeDigits = 4;
    private const int MostPieces = 4;

    private readonly List<Mention> _mentions = [];

    /// <summary>The numbers of a text, with what they may mean.</summary>
    public IReadOnlyList<Mention> Find(RemittanceText text)
    {
        _mentions.Clear();
        WrittenNumber? last = null;
        for (var i = 0; i < text.Numbers.Count;)
        {
            var written = text.Numbers[i];
            if (FindWhole(written) is { Count: > 0 } options)
            {
                Add(written, options);
                last = FollowUp(last, written);
                i++;
                continue;
            }

            var pieces = Joined(text.Numbers, i);
            if (pieces > 0)
            {
                last = written;
                i += pieces;
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
        if (found is [{ IsOpen: true }] || written.IsDoubtful)
        {
            return found;
        }

        Fill(found, written, written, Reading.Filled);
        if (found.Count == 0 && written.Mended() is { } mended)
        {
            var meant = mended with { Text = written.Text };
            Look(found, mended.Text, meant, Reading.Filled, mended.Letters.Length > 0);
            Fill(found, mended, meant, Reading.Filled);
        }

        return found;
    }

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
        _mentions.Add(new Mention(written, options, isRange, options.Count > 0 || IsOurs(written)));

    private bool IsOurs(WrittenNumber written) =>
        !written.IsDoubtful && written.Label is not (NumberLabel.Account or NumberLabel.Order or NumberLabel.Foreign)
        && ((written.Label == NumberLabel.Invoice && written.Significant >= FewestWholeDigits - 1)
            || ledger.InvoiceShapes.Any(shape => ShapeFilling.Fill(shape, written, year)
                .Any(filled => filled.LettersAgree || (filled.IsWhole && written.Significant >= FewestWholeDigits))));

    // What ends a range names what lies between, too; what follows shows what the next may be short for.
    private WrittenNumber FollowUp(WrittenNumber? last, WrittenNumber written)
    {
        if (written.Link == NumberLink.Range && last is not null)
        {
            AddBetween(last, written);
        }

        if (written.Link == NumberLink.List && last is not null && Abbreviated(last, written) is { } whole)
        {
            var options = new List<NamedInvoice>(_mentions[^1].Options);
            Fill(options, whole, written, Reading.Abbreviated);
            _mentions[^1] = _mentions[^1] with { Options = options };
            return last;
        }

        return written;
    }

    // INV-00 1001: the bank cut it where its line ended.
    private int Joined(IReadOnlyList<WrittenNumber> numbers, int from)
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
                Add(together, found);
                return count;
            }
        }

        return 0;
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
        if (_mentions.Skip(before).All(mention => mention.Options.Count == 0))
        {
            _mentions.RemoveRange(before, _mentions.Count - before);
            Add(written, []);
        }

        return written;
    }

    private void TakeGroups(WrittenNumber written)
    {
        var first = Part(written, 0);
        Add(first, FindWhole(first));
        var isRange = written.Groups.Count == 2 && written.Joiners is "-";
        for (var i = 1; i < written.Groups.Count; i++)
        {
            var part = Part(written, i);
            var found = new List<NamedInvoice>();
            if (part.Groups[0].Length < first.Groups[0].Length && Abbreviated(first, part) is { } whole)
            {
                Look(found, whole.Text, part, Reading.Abbreviated, whole.Letters.Length > 0);
                Fill(found, whole, part, Reading.Abbreviated);
                part = whole;
            }

            Add(part, found.Count > 0 ? found : FindWhole(part));
            if (isRange)
            {
                AddBetween(first, part);
            }
        }
    }

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
        for (var number = low + 1; number < high; number++)
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
