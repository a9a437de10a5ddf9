using Collections.App.Figures;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables.Desk;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables;

// Figures, and the sums that must agree. Each goes through all accounts: they are for a day's report, not for a page that somebody waits for.
public sealed partial class TableStore
{
    // An account that changes while it is checked is checked again.
    private const int MostChecks = 5;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AgingRow>> AgingAsync(DateOnly asOf, CancellationToken cancel)
    {
        var rows = await OfEachAsync(async code => await _accounts.FindAsync(code, cancel) is { } document ? Aged(document, asOf) : null, cancel);
        return [.. rows.OfType<AgingRow>().OrderBy(row => row.Account, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ActivityRow>> ActivityAsync(DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var counts = new Dictionary<(DateOnly Day, RecordKind Kind), int>();
        await foreach (var batch in AllRecordsAsync(cancel))
        {
            foreach (var key in batch.Select(one => (Day: DateOnly.FromDateTime(one.Line.At.UtcDateTime), one.Line.Kind)).Where(key => key.Day >= from && key.Day <= to))
            {
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }

        return [.. counts.OrderBy(count => count.Key.Day).ThenBy(count => Words.Of(count.Key.Kind), StringComparer.Ordinal)
            .Select(count => new ActivityRow(count.Key.Day, count.Key.Kind, count.Value))];
    }

    /// <inheritdoc/>
    public async Task<Totals> TotalsAsync(CancellationToken cancel)
    {
        var accounts = await OfEachAsync(
            async code => await WholeAccount.ReadAsync(_accounts, _json, code, cancel) is { } account ? AccountFigures.Of(account) : AccountFigures.None, cancel);
        var (payments, applied) = await _paymentReader.CountAsync(cancel);
        return accounts.Aggregate(AccountFigures.None, AccountFigures.Add) with { Payments = payments, PaymentsApplied = applied };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancel)
    {
        var findings = await OfEachAsync(code => VerifyAsync(code, cancel), cancel);
        var ofPayments = await VerifyPaymentsAsync(cancel);
        return LedgerChecks.Shown([.. findings.SelectMany(list => list), .. ofPayments]);
    }

    // Nobody is suggested for what somebody has, and the parts that several accounts have are the payment. What is being done with one may be halfway.
    private async Task<IReadOnlyList<string>> VerifyPaymentsAsync(CancellationToken cancel)
    {
        var findings = new List<string>();
        await foreach (var pointer in _paymentRows.AllAsync(cancel))
        {
            if (pointer is { IsPayment: true, Operation: null, Entry: { State: not PaymentState.Unmatched, Suggestions.Count: > 0 } entry })
            {
                findings.Add(LedgerChecks.Suggested(pointer.Id, Words.Of(entry.State)));
            }

            if (pointer is { IsPayment: true, Operation: null, Accounts.Count: > 1 } && await MissingPartAsync(pointer.Id, cancel) is { } missing)
            {
                findings.Add(missing);
            }
        }

        return findings;
    }

    private async Task<string?> MissingPartAsync(string paymentId, CancellationToken cancel)
    {
        for (var check = 1; ; check++)
        {
            var pointer = (await _paymentRows.FindAsync(paymentId, cancel))!;
            var (whole, _) = await _paymentReader.WholeAsync(pointer, cancel);
            if (pointer.Operation is not null || whole?.Amount == pointer.Entry!.Amount)
            {
                return null;
            }

            if (check == MostChecks)
            {
                return $"payment {paymentId}: the parts that accounts have are {whole?.Amount.ToString() ?? "nothing"}, not its {pointer.Entry.Amount}";
            }
        }
    }

    private async Task<List<T>> OfEachAsync<T>(Func<string, Task<T>> read, CancellationToken cancel)
    {
        var results = new List<T>();
        await foreach (var codes in _accountLister.CodesAsync(cancel))
        {
            results.AddRange(await Attempts.AllAsync(codes, read, cancel));
        }

        return results;
    }

    private static AgingRow? Aged(AccountDocument document, DateOnly asOf)
    {
        var open = document.OpenItems.Where(item => !item.IsCredit).ToList();
        if (open.Count == 0 && document.Credit == 0)
        {
            return null;
        }

        Money Sum(int from, int to) => new(
            open.Where(item => asOf.DayNumber - item.Due.DayNumber is var days && days >= from && days <= to).Sum(item => item.Open.Minor), document.Currency);
        return new AgingRow(
            document.Code, document.Account.Name, Sum(int.MinValue, 0), Sum(1, 30), Sum(31, 60), Sum(61, 90), Sum(91, int.MaxValue),
            Disputed: new Money(document.DisputedOf(open), document.Currency), Unapplied: new Money(document.Credit, document.Currency));
    }

    private async Task<IReadOnlyList<string>> VerifyAsync(string code, CancellationToken cancel)
    {
        for (var check = 1; ; check++)
        {
            if (await WholeAccount.ReadAsync(_accounts, _json, code, cancel) is not { } account)
            {
                return [];
            }

            List<string> findings = [.. AccountChecks.Of(account), .. await StraysAsync(account, cancel), .. await MissingAsync(account.Document, cancel)];
            if (findings.Count == 0 || check == MostChecks || (await _accounts.FindAsync(code, cancel))?.Version == account.Document.Version)
            {
                return findings;
            }
        }
    }

    private async Task<IEnumerable<string>> StraysAsync(WholeAccount account, CancellationToken cancel)
    {
        var strays = new List<string>();
        foreach (var branch in account.Items.GroupBy(item => item.Account, StringComparer.Ordinal).Where(items => items.Key != account.Document.Code))
        {
            if ((await _accounts.FindAsync(branch.Key, cancel))?.Payer != account.Document.Code)
            {
                strays.AddRange(branch.Select(item => LedgerChecks.Stray(item.Invoice.Number)));
            }
        }

        return strays;
    }

    // What leads to an account may be out of date, but never missing.
    private async Task<IEnumerable<string>> MissingAsync(AccountDocument document, CancellationToken cancel)
    {
        var missing = new List<string>();
        foreach (var entry in document.Indexed)
        {
            if (await _indexes.FindAsync(entry.Table, entry.Partition, entry.Row, cancel) is null)
            {
                missing.Add($"account {document.Code}: nothing leads to it at {entry.Row} of {entry.Table} {entry.Partition}");
            }
        }

        return missing;
    }
}
