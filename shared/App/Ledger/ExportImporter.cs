using System.Globalization;
using Collections.App.Company;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Ledger;
using Collections.Files;
using Collections.Files.Accounting;

namespace Collections.App.Ledger;

/// <summary>Loads an accounting system's export: its customers become accounts with contacts, and what a complete list no longer has is settled (decision 0015).</summary>
internal sealed class ExportImporter(
    Importer importer, ILedgerStore ledger, IAccountStore accounts, IAccountList accountList, ICompanyValues values, CompanySettings company, TimeProvider clock)
{
    private readonly CompleteLists _lists = new(values);
    private readonly CustomerCodes _codes = new(ledger, accountList, company);

    /// <summary>Loads what was read.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="options">How.</param>
    /// <param name="loadAsync">Loads invoices.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ImportFormatException">The list is said to be complete, and can't be believed; nothing was written.</exception>
    public async Task<ImportReport> LoadAsync(
        ExportReading reading, ImportOptions options, Func<IEnumerable<ReadRow<InvoiceRow>>, Task<ImportReport>> loadAsync, CancellationToken cancel)
    {
        if (options.IsComplete && !reading.Export.IsOpenList)
        {
            throw new ImportFormatException(
                $"{reading.Export.Title} doesn't list what is open and nothing else, so what is missing there says nothing: leave --complete out");
        }

        var found = await _codes.FindAsync(reading, cancel);
        var files = await FilesAsync(reading, found, cancel);
        var rows = reading.Rows.Select(read => read.Row is { } row ? read with { Row = InTheLedger(row, found, files, reading.TellsAmounts) } : read).ToList();
        var missing = options.IsComplete ? await MissingAsync(reading, rows, options, cancel) : [];

        var added = await AddAccountsAsync(rows, found, cancel);
        var report = await loadAsync(rows);
        var settled = missing.Count == 0 ? null : await loadAsync(missing.Select(row => new ReadRow<InvoiceRow>(0, row, null)));
        var contacts = await AddContactsAsync(rows, found, files, cancel);
        if (options.IsComplete)
        {
            await _lists.SaveAsync(reading.Export.Name, new CompleteList(DayOf(reading), [.. Open(rows).Select(ListedItem.Of)]), cancel);
        }

        return report with
        {
            Format = reading.Export.Name,
            AccountsAdded = added,
            ContactsAdded = contacts,
            Settled = settled?.Accepted ?? 0,
            Warnings = [.. reading.Warnings, .. settled?.Rejected.Select(error => $"{error.Value} is missing in the list and can't be settled: {error.Field} {error.Why}") ?? []],
        };
    }

    private static IEnumerable<InvoiceRow> Open(IEnumerable<ReadRow<InvoiceRow>> rows) =>
        rows.Where(read => read.Row is { Balance: not 0 }).Select(read => read.Row!);

    // An export without amounts must not make an invoice smaller with every part payment: the ledger remembers what it was for.
    private static InvoiceRow InTheLedger(InvoiceRow row, FoundCustomers found, Dictionary<string, AccountFile> files, bool tellsAmounts)
    {
        var code = found.CodeOf(row);
        var amount = row.Amount;
        if (!tellsAmounts && files.TryGetValue(code, out var file) && Known(file, row.Invoice) is { } known && Math.Abs(known) > Math.Abs(amount) && known > 0 == amount > 0)
        {
            amount = known;
        }

        return row with { Account = code, Amount = amount };
    }

    private static decimal? Known(AccountFile file, string number) => file.Invoices.FirstOrDefault(item => item.Number == number && item.Part == 0)?.Amount.Amount;

    // The accounts that the ledger has already, where something of them matters.
    private async Task<Dictionary<string, AccountFile>> FilesAsync(ExportReading reading, FoundCustomers found, CancellationToken cancel)
    {
        var files = new Dictionary<string, AccountFile>(StringComparer.Ordinal);
        foreach (var (code, customer) in found.Known)
        {
            if ((!reading.TellsAmounts || IsReachable(customer)) && await accounts.ReadAsync(code, cancel) is { } file)
            {
                files[code] = file;
            }
        }

        return files;
    }

    private async Task<long> AddAccountsAsync(List<ReadRow<InvoiceRow>> rows, FoundCustomers found, CancellationToken cancel)
    {
        var added = rows
            .Where(read => read.Row is not null && !found.Known.ContainsKey(read.Row.Account))
            .DistinctBy(read => read.Row!.Account, StringComparer.Ordinal)
            .Select(read => new AccountEntry(
                importer.AccountOf(new AccountRow(read.Row!.Account, found.Customers[read.Row.Account].Name, read.Row.Currency)).Account!, AccountFields.None))
            .ToList();
        if (added.Count > 0)
        {
            await ledger.SaveAccountsAsync(added, clock.GetUtcNow(), cancel);
        }

        return added.Count;
    }

    // Only where there is nobody yet: an address that was corrected here is not put back.
    private async Task<long> AddContactsAsync(
        List<ReadRow<InvoiceRow>> rows, FoundCustomers found, Dictionary<string, AccountFile> files, CancellationToken cancel)
    {
        var contacts = rows
            .Where(read => read.Row is not null)
            .Select(read => read.Row!.Account)
            .Distinct(StringComparer.Ordinal)
            .Where(code => IsReachable(found.Customers[code]) && (!files.TryGetValue(code, out var file) || file.Account.Contacts.IsEmpty))
            .Select(code => (Code: code, Customer: found.Customers[code]))
            .Select(each => new ContactEntry(
                each.Code, new Contact(ContactRole.Accounts, each.Customer.Person ?? each.Customer.Name, each.Customer.Email, each.Customer.Phone)))
            .ToList();
        return contacts.Count == 0
            ? 0
            : (await ledger.SaveContactsAsync(contacts, clock.GetUtcNow(), cancel)).Count(result => result.State == RowState.Accepted);
    }

    private static bool IsReachable(ExportCustomer customer) => customer.Email is not null || customer.Phone is not null;

    /// <summary>What was in the last complete list and is in this one no more, settled.</summary>
    private async Task<List<InvoiceRow>> MissingAsync(ExportReading reading, List<ReadRow<InvoiceRow>> rows, ImportOptions options, CancellationToken cancel)
    {
        if (!options.IsForced)
        {
            Believe(reading);
        }

        var day = DayOf(reading);
        if (await _lists.ReadAsync(reading.Export.Name, cancel) is not { } last)
        {
            return [];
        }

        if (day < last.AsOf)
        {
            throw new ImportFormatException(string.Create(
                CultureInfo.InvariantCulture, $"the list is of {day:yyyy-MM-dd}, and the last complete one was of {last.AsOf:yyyy-MM-dd}: an older list settles nothing"));
        }

        var listed = rows.Where(read => read.Row is not null).Select(read => read.Row!.Invoice).ToHashSet(StringComparer.Ordinal);
        var missing = last.Items.Where(item => !listed.Contains(item.Invoice)).ToList();
        var open = await StillOpenAsync(missing, cancel);
        if (!options.IsForced)
        {
            BelieveHowMany(last, missing, open, listed);
        }

        return [.. missing.Select(item => item.Settled(day, open.TryGetValue(item, out var amount) ? amount : null))];
    }

    private static void Believe(ExportReading reading)
    {
        const string Otherwise = "Without --complete the rest is loaded and nothing is settled; with --force the list is believed as it is";
        if (reading.IsOutOfBalance)
        {
            throw new ImportFormatException($"the list can't be complete: {reading.Warnings[0]}. {Otherwise}");
        }

        if (reading.Rows.FirstOrDefault(row => row.Error is not null).Error is { } error)
        {
            throw new ImportFormatException($"the list can't be believed to be complete, because a row can't be read, which may be one that would be missed: {error}. {Otherwise}");
        }
    }

    // What the bank has settled is no surprise; a list in which much else is missing was cut, or shows a part of the customers.
    private static void BelieveHowMany(CompleteList last, List<ListedItem> missing, Dictionary<ListedItem, decimal> open, HashSet<string> listed)
    {
        var stays = last.Items.Where(item => listed.Contains(item.Invoice)).ToList();
        var (closing, staying) = (open.Keys.Sum(item => Math.Abs(item.Balance)), stays.Sum(item => Math.Abs(item.Balance)));
        if (open.Count > stays.Count || closing > staying)
        {
            throw new ImportFormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"{open.Count} of the {missing.Count + stays.Count} items of the last complete list, of {last.AsOf:yyyy-MM-dd}, are missing here and would be settled with {closing:N2}; "
                + $"{stays.Count} with {staying:N2} would stay. More than half at once looks like a part of the list. Nothing was written. "
                + $"If they are settled indeed, say --force; without --complete only what is listed is loaded"));
        }
    }

    /// <summary>Those of the items that the ledger has open still, with their amounts there.</summary>
    private async Task<Dictionary<ListedItem, decimal>> StillOpenAsync(List<ListedItem> items, CancellationToken cancel)
    {
        var open = new Dictionary<ListedItem, decimal>();
        foreach (var account in items.GroupBy(item => item.Account, StringComparer.Ordinal))
        {
            if (await accounts.ReadAsync(account.Key, cancel) is { } file)
            {
                foreach (var item in account)
                {
                    if (Known(file, item.Invoice) is { } amount)
                    {
                        open[item] = amount;
                    }
                }
            }
        }

        return open;
    }

    // A report of the month's end may be made before it.
    private DateOnly DayOf(ExportReading reading)
    {
        var today = LocalClock.DateAt(clock.GetUtcNow(), company.Place.TimeZone);
        return reading.AsOf is { } day && day < today ? day : today;
    }
}
