using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Collections.Files.Statements;

namespace Collections.App.Payments;

/// <summary>Takes in the entries of one file, so many to a commit. Whatever was committed before a crash is known when the file comes again.</summary>
internal sealed class StatementLoad(BankDesk bank, IPaymentList paymentList, ICompanyValues values, string feed, DateTimeOffset? completeTo, ICollection<string> reached)
{
    private const int ChunkSize = 500;
    private const int PageSize = 500;
    private const int MostPages = 20;

    private readonly StatementChain _chain = new(values, feed);
    private readonly List<StatementEntry> _chunk = new(ChunkSize);
    private readonly ReversalFinder _reversals = new(paymentList, feed);

    public StatementTally Tally { get; } = new();

    /// <summary>Up to when the feed is complete; while the file is read it stays where it was (R20).</summary>
    public DateTimeOffset? CompleteTo { get; set; } = completeTo;

    public async Task TakeAsync(StatementEntry entry, CancellationToken cancel)
    {
        if (entry.Details.IsReversal || entry.Details.Undoes is not null)
        {
            // What it undoes may stand a few lines before it.
            await FlushAsync(cancel);
            var told = await _chain.TellApartAsync(entry, cancel);
            await _chain.SaveAsync(cancel);
            await TakeReversalAsync(told, cancel);
            return;
        }

        _chunk.Add(entry);
        if (_chunk.Count >= ChunkSize)
        {
            await FlushAsync(cancel);
        }
    }

    /// <summary>Commits what was taken in.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        if (_chunk.Count == 0)
        {
            return;
        }

        for (var i = 0; i < _chunk.Count; i++)
        {
            _chunk[i] = await _chain.TellApartAsync(_chunk[i], cancel);
        }

        await _chain.SaveAsync(cancel);
        var entries = await WithoutKnownSumsAsync(cancel);
        _chunk.Clear();
        await ReceiveAsync(entries, cancel);
        _reversals.Add(entries);
    }

    /// <summary>Keeps how the statements of the file end.</summary>
    public Task KeepAsync(CancellationToken cancel) => _chain.SaveAsync(cancel);

    /// <summary>Looks again at what came back while nobody knew which payment it undoes: that may have come since (R37).</summary>
    public async Task FindReversalsAsync(CancellationToken cancel)
    {
        foreach (var reversal in await UnknownReversalsAsync(cancel))
        {
            if (await _reversals.FindAsync(reversal, cancel) is { } found
                && await bank.DecideAsync(reversal.Id, new PaymentDecision.Undoes($"{feed}:{found.Id}"), new Actor(feed), cancel) is null)
            {
                Tally.Note(string.Create(
                    CultureInfo.InvariantCulture, $"{reversal.Amount} that came back on {reversal.BookedOn:yyyy-MM-dd} undoes {found.Id}, which was not known then (R37)"));
                if ((await paymentList.PaymentAsync($"{feed}:{found.Id}", cancel))?.Account is { } account)
                {
                    reached.Add(account);
                }
            }
        }
    }

    // Those that came first are looked at first; the unmatched are few, or somebody has much to do.
    private async Task<List<PaymentRow>> UnknownReversalsAsync(CancellationToken cancel)
    {
        var unknown = new List<PaymentRow>();
        string? cursor = null;
        for (var page = 0; page < MostPages && (page == 0 || cursor is not null); page++)
        {
            var rows = await paymentList.PaymentsAsync(PaymentState.Unmatched, account: null, cursor, PageSize, cancel);
            unknown.AddRange(rows.Items.Where(row => row is { IsReversal: true, Undoes: null } && row.Id.StartsWith($"{feed}:", StringComparison.Ordinal)));
            cursor = rows.Next;
        }

        unknown.Reverse();
        return unknown;
    }

    private async Task TakeReversalAsync(StatementEntry entry, CancellationToken cancel)
    {
        if (await IsKnownSumAsync(entry, [], cancel))
        {
            return;
        }

        var found = await _reversals.FindAsync(entry, cancel);
        if (entry.Details.Replaces)
        {
            await TakeReplacementAsync(entry, found, cancel);
            return;
        }

        // Without a payment that it could belong to it stays among the unmatched, for a person.
        var isNew = await ReceiveAsync([entry.Entry with { ReversalOf = found?.Id ?? $"{ToldEntry.UnknownPrefix}{entry.Entry.Id}" }], cancel);
        if (found is null && isNew)
        {
            Tally.Note($"line {entry.Line}: {entry.Entry.Amount} came back, and it is not certain which payment that undoes; a person should look (R37)");
        }
    }

    private async Task TakeReplacementAsync(StatementEntry entry, ReversalFinder.Known? replaced, CancellationToken cancel)
    {
        if (replaced is not null)
        {
            var undo = entry.Entry with { Id = $"{entry.Entry.Id}~undo", Amount = replaced.Amount, IsCredit = false, ReversalOf = replaced.Id };
            await bank.ReceiveAsync(feed, FloorOf([undo]), [undo], cancel);
        }

        await ReceiveAsync([entry.Entry], cancel);
        _reversals.Add([entry.Entry]);
    }

    /// <returns>True if any of them was new.</returns>
    private async Task<bool> ReceiveAsync(List<BankEntry> entries, CancellationToken cancel)
    {
        if (entries.Count == 0)
        {
            return false;
        }

        var isNew = false;
        CompleteTo ??= FloorOf(entries);
        foreach (var result in await bank.ReceiveAsync(feed, CompleteTo, entries, cancel))
        {
            Tally.Count(result.State);
            isNew |= result.State != PaymentState.Duplicate;
            foreach (var account in result.Touched)
            {
                reached.Add(account);
            }
        }

        return isNew;
    }

    // A feed that delivers for the first time is complete to nowhere yet.
    private DateTimeOffset FloorOf(IReadOnlyList<BankEntry> entries) =>
        CompleteTo ?? new DateTimeOffset(entries.Min(entry => entry.BookedOn).AddDays(-1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private async Task<List<BankEntry>> WithoutKnownSumsAsync(CancellationToken cancel)
    {
        var sums = new Dictionary<string, bool>(StringComparer.Ordinal);
        var entries = new List<BankEntry>(_chunk.Count);
        foreach (var entry in _chunk)
        {
            if (!await IsKnownSumAsync(entry, sums, cancel))
            {
                entries.Add(entry.Entry);
            }
        }

        return entries;
    }

    /// <summary>True if an entry was taken in before in another form: a bank tells the same money as one sum and as its parts. Whichever came first counts,
    /// unless that was the sum and nobody could say whose it is: then its parts, which say more, take its place.</summary>
    private async Task<bool> IsKnownSumAsync(StatementEntry entry, Dictionary<string, bool> sums, CancellationToken cancel)
    {
        var (money, details) = (entry.Entry, entry.Details);
        var other = details.Batch ?? (details.MayBeBatch && (money.IsCredit || details.IsReversal) ? EntryKeys.PartOf(money.Id, 1) : null);
        if (other is null)
        {
            return false;
        }

        if (!sums.TryGetValue(other, out var isKnown))
        {
            isKnown = await paymentList.PaymentAsync($"{feed}:{other}", cancel) is { } known && (details.Batch is null || !await GivesWayAsync(known, cancel));
            sums.Add(other, isKnown);
        }

        if (isKnown)
        {
            Tally.Count(PaymentState.Duplicate);
            Tally.Note(details.Batch is null
                ? $"line {entry.Line}: the transactions of this sum of {money.Amount} were taken in before, one by one"
                : $"line {entry.Line}: {money.Amount} was taken in before, as a part of one sum; allocate that by hand");
        }

        return isKnown;
    }

    /// <summary>True if a sum is set aside, so that its parts count.</summary>
    private async Task<bool> GivesWayAsync(PaymentRow sum, CancellationToken cancel)
    {
        if (sum is { State: PaymentState.Unmatched, IsReversal: false, Reversed: false }
            && await bank.DecideAsync(sum.Id, new PaymentDecision.SetAside("its transactions were told one by one"), new Actor(feed), cancel) is null)
        {
            Tally.Note($"{sum.Amount} of {sum.Id}, which nobody had matched, is set aside: its transactions are taken in one by one");
            return true;
        }

        // What a crash left between the two is found here again. Money that went out was never a person's to set aside.
        return sum is { State: PaymentState.Ignored, IsByHand: true };
    }
}
