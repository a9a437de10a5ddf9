using System.Globalization;
using System.Threading.Channels;
using Collections.App.Calendars;
using Collections.App.Company;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Files;
using Collections.Files.Accounting;

namespace Collections.App.Ledger;

/// <summary>What an import came to.</summary>
/// <param name="Accepted">Rows that were added or changed something.</param>
/// <param name="Unchanged">Rows that said what was known.</param>
/// <param name="RejectedCount">Rows that were rejected.</param>
/// <param name="Rejected">The first of those, each with its place, value and reason.</param>
public sealed record ImportReport(long Accepted, long Unchanged, long RejectedCount, IReadOnlyList<RowError> Rejected)
{
    /// <summary>Which accounting system's export it was, such as <c>xero-invoices</c>; null for a file of our own form.</summary>
    public string? Format { get; init; }

    /// <summary>Accounts that were added for customers whom the ledger didn't know.</summary>
    public long AccountsAdded { get; init; }

    /// <summary>Contacts that were added, to accounts that had none.</summary>
    public long ContactsAdded { get; init; }

    /// <summary>Items of the last complete list that were missing in this one, and are settled.</summary>
    public long Settled { get; init; }

    /// <summary>Payments that had waited for what was loaded, and are applied now.</summary>
    public long PaymentsMatched { get; init; }

    /// <summary>What a person should know: totals that don't agree, rows that are no items.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Loads files into the ledger: every good row is kept, every bad one is told; the same file again changes nothing.</summary>
public sealed class Importer(
    ILedgerStore ledger, IAccountStore accounts, IAccountList accountList, ICompanyValues values, Regions regions, PolicyBook policies, CompanySettings company, Rematcher rematcher, TimeProvider clock)
{
    /// <summary>Rows to a commit: enough to share a flush to disk, few enough for flat memory.</summary>
    private const int BatchSize = 20_000;

    /// <summary>Batches that wait for their commit together: what changes pages all over the file is written once for all of them.</summary>
    private const int MostUnderWay = 4;

    /// <summary>Loads accounts.</summary>
    /// <exception cref="ImportFormatException">The file as a whole can't be read.</exception>
    public async Task<ImportReport> AccountsAsync(Stream file, ImportOptions options, IProgress<long>? progress, CancellationToken cancel) =>
        await MatchAsync(await LoadAsync(AccountReader.Read(file, OwnForm(options)), SubmitAccountsAsync, progress, cancel), cancel);

    /// <summary>Loads contacts.</summary>
    /// <exception cref="ImportFormatException">The file as a whole can't be read.</exception>
    public Task<ImportReport> ContactsAsync(Stream file, ImportOptions options, IProgress<long>? progress, CancellationToken cancel) =>
        LoadAsync(ContactReader.Read(file, OwnForm(options)), SubmitContactsAsync, progress, cancel);

    /// <summary>
    /// Loads invoices and credit notes: a file of our own form, or an accounting system's export, told by its header. An account that the ledger doesn't
    /// know is added; from an export with the customer's name.
    /// </summary>
    /// <exception cref="ImportFormatException">The file as a whole can't be read.</exception>
    public async Task<ImportReport> InvoicesAsync(Stream file, ImportOptions options, IProgress<long>? progress, CancellationToken cancel)
    {
        Task<ImportReport> Load(IEnumerable<ReadRow<InvoiceRow>> rows) => LoadAsync(rows, new InvoiceSaver(this, ledger, clock).SubmitAsync, progress, cancel);
        var opened = TextOpener.Open(file);
        if (AccountingExports.Find(opened, options) is not { } export)
        {
            return await DateAsync(await Load(ReadOwnForm(opened, options)), cancel);
        }

        var reading = AccountingExports.Read(opened, export, options with { DefaultCurrency = options.DefaultCurrency ?? company.Currency });
        return await DateAsync(await new ExportImporter(this, ledger, accounts, accountList, values, company, clock).LoadAsync(reading, options, Load, cancel), cancel);
    }

    /// <summary>Makes an account as an import would, with the company's settings where it has none of its own.</summary>
    /// <returns>Null if all its fields are known words, else the field that isn't, and why.</returns>
    public (Account? Account, string? Field, string? Value, string? Why) AccountOf(AccountRow row)
    {
        var region = row.Region is null ? company.Place.Region : regions.Find(row.Region);
        if (region is null)
        {
            return (null, "region", row.Region, $"is no region that is known; known are {string.Join(", ", regions.All.Select(r => r.Code))}");
        }

        if (!TryZone(row.TimeZone, out var zone))
        {
            return (null, "timezone", row.TimeZone, "is no IANA time zone, such as Australia/Sydney");
        }

        if (row.Policy is not null && policies.Find(row.Policy) is null)
        {
            return (null, "policy", row.Policy, $"is no policy that is known; known are {string.Join(", ", policies.All.Select(p => p.Name))}");
        }

        var currency = row.Currency ?? company.Currency;
        Money? limit = null;
        if (row.CreditLimit is { } units)
        {
            if (!Money.TryOf(units, currency, out var money))
            {
                return (null, "credit_limit", units.ToString(CultureInfo.InvariantCulture), $"has more decimals than {currency.Code}, which has {currency.Decimals}");
            }

            limit = money;
        }

        var account = new Account
        {
            Code = row.Account,
            Name = row.Name,
            Currency = currency,
            Terms = row.Terms ?? company.Terms,
            Policy = row.Policy,
            Place = region == company.Place.Region && zone.Equals(company.Place.TimeZone) ? company.Place : new Place(region, zone),
            BillingAccount = row.BillingAccount == row.Account ? null : row.BillingAccount,
            SalesRep = row.SalesRep,
            CreditLimit = limit,
            Status = row.Status ?? "active",
            Language = row.Language ?? "en",
            CustomerSince = row.CustomerSince,
            Notes = row.Notes ?? "",
        };
        return (account, null, null, null);
    }

    // Where no bank feed delivers, the books tell who has paid, and as of when (R26): a file that says nothing new says that it is still so.
    private async Task<ImportReport> DateAsync(ImportReport report, CancellationToken cancel)
    {
        if (report.Accepted + report.Unchanged > 0)
        {
            await BooksDate.KeepAsync(values, clock.GetUtcNow(), cancel);
        }

        return await MatchAsync(report, cancel);
    }

    // A payment may have come before the account or the invoice that it is for.
    private async Task<ImportReport> MatchAsync(ImportReport report, CancellationToken cancel)
    {
        if (report.Accepted + report.AccountsAdded + report.Settled == 0)
        {
            return report;
        }

        var changed = await rematcher.AllAsync(cancel);
        return report with { PaymentsMatched = changed.Count(result => result.State == PaymentState.Matched) };
    }

    private static ImportOptions OwnForm(ImportOptions options) =>
        options.Format is LedgerFormat.Auto or LedgerFormat.Canonical
            ? options
            : throw new ImportFormatException($"the customers and contacts of {options.Format} come with its invoices: import those");

    // Whoever brings an export that isn't known must hear which are.
    private static RowStream<InvoiceRow> ReadOwnForm(OpenedText opened, ImportOptions options)
    {
        try
        {
            return InvoiceReader.Read(opened, options);
        }
        catch (ImportFormatException problem) when (options.Format == LedgerFormat.Auto && options.Map.Count == 0 && opened.Type == FileType.Csv)
        {
            throw new ImportFormatException($"{problem.Message}. {AccountingExports.NorAny(opened)}");
        }
    }

    private bool TryZone(string? id, out TimeZoneInfo zone)
    {
        zone = company.Place.TimeZone;
        return id is null || TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone!);
    }

    // The file is read and checked on one core while the other commits; the batches under way share a commit.
    private static async Task<ImportReport> LoadAsync<T>(
        IEnumerable<ReadRow<T>> rows, Func<List<ReadRow<T>>, CancellationToken, Task<Task<ImportTally>>> submitAsync, IProgress<long>? progress, CancellationToken cancel)
        where T : class
    {
        var batches = Channel.CreateBounded<List<ReadRow<T>>>(2);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reading = Task.Run(() => ReadAsync(rows, batches.Writer, stop.Token), CancellationToken.None);
        var underWay = new Queue<(Task<ImportTally> Saved, int Rows)>();
        var tally = new ImportTally();
        long done = 0;
        async Task FinishAsync(int left)
        {
            while (underWay.Count > left)
            {
                var (saved, count) = underWay.Dequeue();
                tally.Add(await saved);
                progress?.Report(done += count);
            }
        }

        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancel))
            {
                await FinishAsync(left: MostUnderWay - 1);
                underWay.Enqueue((await submitAsync(batch, cancel), batch.Count));
            }

            await FinishAsync(left: 0);
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }

        return tally.Report();
    }

    private static async Task ReadAsync<T>(IEnumerable<ReadRow<T>> rows, ChannelWriter<List<ReadRow<T>>> batches, CancellationToken cancel)
        where T : class
    {
        Exception? failure = null;
        try
        {
            var batch = new List<ReadRow<T>>(BatchSize);
            foreach (var row in rows)
            {
                batch.Add(row);
                if (batch.Count == BatchSize)
                {
                    await batches.WriteAsync(batch, cancel);
                    batch = new List<ReadRow<T>>(BatchSize);
                }
            }

            await batches.WriteAsync(batch, cancel);
        }
        catch (Exception problem)
        {
            failure = problem;
        }

        batches.TryComplete(failure);
    }

    private Task<Task<ImportTally>> SubmitAccountsAsync(List<ReadRow<AccountRow>> batch, CancellationToken cancel)
    {
        var tally = new ImportTally();
        var added = new List<AccountEntry>(batch.Count);
        var lines = new List<long>(batch.Count);
        foreach (var read in batch)
        {
            if (read.Row is not { } row)
            {
                tally.Reject(read.Error!);
                continue;
            }

            var (account, field, value, why) = AccountOf(row);
            if (account is null)
            {
                tally.Reject(new RowError(read.Line, field!, value, why!));
                continue;
            }

            added.Add(new AccountEntry(account, row.Said));
            lines.Add(read.Line);
        }

        return Task.FromResult(tally.CountAsync(ledger.SaveAccountsAsync(added, clock.GetUtcNow(), cancel), lines, n => added[n].Account.Code));
    }

    private Task<Task<ImportTally>> SubmitContactsAsync(List<ReadRow<ContactRow>> batch, CancellationToken cancel)
    {
        var tally = new ImportTally();
        var contacts = new List<ContactEntry>(batch.Count);
        var lines = new List<long>(batch.Count);
        foreach (var read in batch)
        {
            if (read.Row is not { } row)
            {
                tally.Reject(read.Error!);
                continue;
            }

            contacts.Add(new ContactEntry(row.Account, new Contact(row.Role, row.Name, row.Email, row.Phone, row.Preferred, row.Language), row.Said));
            lines.Add(read.Line);
        }

        return Task.FromResult(tally.CountAsync(ledger.SaveContactsAsync(contacts, clock.GetUtcNow(), cancel), lines, n => contacts[n].Account));
    }
}
