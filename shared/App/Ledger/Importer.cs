using System.Threading.Channels;
using Collections.App.Calendars;
using Collections.App.Company;
using Collections.App.Files;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Ledger;

namespace Collections.App.Ledger;

/// <summary>What an import came to.</summary>
/// <param name="Accepted">Rows that were added or changed something.</param>
/// <param name="Unchanged">Rows that said what was known.</param>
/// <param name="RejectedCount">Rows that were rejected.</param>
/// <param name="Rejected">The first of those, each with its place, value and reason.</param>
public sealed record ImportReport(long Accepted, long Unchanged, long RejectedCount, IReadOnlyList<RowError> Rejected);

/// <summary>Loads files into the ledger: every good row is kept, every bad one is told; the same file again changes nothing.</summary>
public sealed class Importer(ILedgerStore ledger, Regions regions, PolicyBook policies, CompanySettings company, TimeProvider clock)
{
    /// <summary>Rows to a commit: enough to share a flush to disk, few enough for flat memory.</summary>
    private const int BatchSize = 20_000;

    /// <summary>Loads accounts.</summary>
    /// <exception cref="ImportFormatException">The file as a whole can't be read.</exception>
    public Task<ImportReport> AccountsAsync(Stream file, ImportOptions options, IProgress<long>? progress, CancellationToken cancel) =>
        LoadAsync(AccountReader.Read(file, options), SaveAccountsAsync, progress, cancel);

    /// <summary>Loads contacts.</summary>
    /// <exception cref="ImportFormatException">The file as a whole can't be read.</exception>
    public Task<ImportReport> ContactsAsync(Stream file, ImportOptions options, IProgress<long>? progress, CancellationToken cancel) =>
        LoadAsync(ContactReader.Read(file, options), SaveContactsAsync, progress, cancel);

    /// <summary>Loads invoices and credit notes. An account that the ledger doesn't know is added under its code.</summary>
    /// <exception cref="ImportFormatException">The file as a whole can't be read.</exception>
    public Task<ImportReport> InvoicesAsync(Stream file, ImportOptions options, IProgress<long>? progress, CancellationToken cancel) =>
        LoadAsync(InvoiceReader.Read(file, options), new InvoiceSaver(this, ledger, clock).SaveAsync, progress, cancel);

    /// <summary>Adds an account as an import would, with the company's settings where it has none of its own.</summary>
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
            CreditLimit = row.CreditLimit is { } limit && Money.TryOf(limit, currency, out var money) ? money : null,
            Status = row.Status ?? "active",
            Language = row.Language ?? "en",
            CustomerSince = row.CustomerSince,
            Notes = row.Notes ?? "",
        };
        return (account, null, null, null);
    }

    private bool TryZone(string? id, out TimeZoneInfo zone)
    {
        zone = company.Place.TimeZone;
        return id is null || TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone!);
    }

    // The file is read and checked on one core while the other commits.
    private static async Task<ImportReport> LoadAsync<T>(
        RowStream<T> rows, Func<List<ReadRow<T>>, ImportTally, CancellationToken, Task> saveAsync, IProgress<long>? progress, CancellationToken cancel)
        where T : class
    {
        var batches = Channel.CreateBounded<List<ReadRow<T>>>(2);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reading = Task.Run(() => ReadAsync(rows, batches.Writer, stop.Token), CancellationToken.None);
        var tally = new ImportTally();
        long done = 0;
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancel))
            {
                await saveAsync(batch, tally, cancel);
                done += batch.Count;
                progress?.Report(done);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }

        return tally.Report();
    }

    private static async Task ReadAsync<T>(RowStream<T> rows, ChannelWriter<List<ReadRow<T>>> batches, CancellationToken cancel)
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

    private async Task SaveAccountsAsync(List<ReadRow<AccountRow>> batch, ImportTally tally, CancellationToken cancel)
    {
        var accounts = new List<Account>(batch.Count);
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

            accounts.Add(account);
            lines.Add(read.Line);
        }

        tally.Count(await ledger.SaveAccountsAsync(accounts, clock.GetUtcNow(), cancel), lines, n => accounts[n].Code);
    }

    private async Task SaveContactsAsync(List<ReadRow<ContactRow>> batch, ImportTally tally, CancellationToken cancel)
    {
        var contacts = new List<ContactEntry>(batch.Count);
        var lines = new List<long>(batch.Count);
        foreach (var read in batch)
        {
            if (read.Row is not { } row)
            {
                tally.Reject(read.Error!);
                continue;
            }

            contacts.Add(new ContactEntry(row.Account, new Contact(row.Role, row.Name, row.Email, row.Phone, row.Preferred, row.Language)));
            lines.Add(read.Line);
        }

        tally.Count(await ledger.SaveContactsAsync(contacts, clock.GetUtcNow(), cancel), lines, n => contacts[n].Account);
    }
}
