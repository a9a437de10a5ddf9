using Azure;
using Azure.Data.Tables;
using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.Functions.Tables.Rows;

/// <summary>Finds accounts by what people write: a code in any case, a payment reference, an invoice's number.</summary>
/// <remarks>
/// The rows stand in the directory, written before the account that they lead to; so a row may lead to what is not there, and what is there is always
/// found. An invoice's row names the account that was invoiced: who is billed for that one now, the account itself says.
/// </remarks>
internal sealed class LookUps(Indexes indexes, AccountRows accounts)
{
    private const string Code = "code";
    private const string Reference = "ref";
    private const string Invoice = "inv";
    private const string BilledTo = "bill";

    /// <summary>Writes what leads to accounts, with rows of the directory that others keep.</summary>
    public Task PutAsync(IReadOnlyCollection<Account> added, IEnumerable<TableEntity> more, CancellationToken cancel) =>
        indexes.PutAllAsync(added.SelectMany(EntriesOf), IndexEntry.Directory, more, cancel);

    /// <summary>Writes an account's name anew.</summary>
    public Task PutNameAsync(Account account, CancellationToken cancel) => indexes.PutAsync(ListEntry(account), cancel);

    /// <summary>Writes that an account is billed to another.</summary>
    public Task PutBranchAsync(string billing, string branch, CancellationToken cancel) => indexes.PutAsync(BranchEntry(billing, branch), cancel);

    /// <summary>An account is not billed to another any more.</summary>
    public Task RemoveBranchAsync(string billing, string branch, CancellationToken cancel) => indexes.RemoveAsync(BranchEntry(billing, branch), cancel);

    /// <summary>The codes of accounts that say, or said, that they are billed to this one.</summary>
    public async Task<List<string>> BranchesAsync(string billing, CancellationToken cancel)
    {
        var codes = new List<string>();
        var key = Keys.Account(billing);
        await foreach (var (entry, _) in indexes.ReadAsync(IndexEntry.Directory, Keys.LookUp(BilledTo, billing), $"{key}~~", $"{key}~~~~", 1000, cancel))
        {
            codes.Add(entry.Account);
        }

        return codes;
    }

    /// <summary>Which of some codes are in the list of accounts; all of them where the list is too long between the first and the last to be read for that.</summary>
    /// <remarks>What is there is always listed; what is listed may not be there.</remarks>
    public async Task<HashSet<string>> ListedAsync(IReadOnlyCollection<string> codes, CancellationToken cancel)
    {
        const int Page = 1000;
        var keys = codes.Select(Keys.Account).Order(StringComparer.Ordinal).ToList();
        var (listed, read) = (new HashSet<string>(StringComparer.Ordinal), 0);
        await foreach (var (entry, _) in indexes.ReadAsync(IndexEntry.Directory, IndexEntry.Accounts, keys[0], $"{keys[^1]}!", Page, cancel))
        {
            listed.Add(entry.Account);
            if (++read == Page)
            {
                return [.. codes];
            }
        }

        return listed;
    }

    /// <summary>Which of some accounts have others that say, or said, that they are billed to them.</summary>
    public async Task<HashSet<string>> HavingBranchesAsync(IReadOnlyCollection<string> codes, CancellationToken cancel)
    {
        if (codes.Count == 1)
        {
            return (await BranchesAsync(codes.Single(), cancel)).Count > 0 ? [.. codes] : [];
        }

        var having = new HashSet<string>(StringComparer.Ordinal);
        var byKey = codes.ToLookup(Keys.Account, StringComparer.Ordinal);
        await foreach (var entry in indexes.ReadAcrossAsync(IndexEntry.Directory, $"{BilledTo}-", $"{BilledTo}.", cancel))
        {
            having.UnionWith(byKey[entry.Row[..entry.Row.IndexOf("~~", StringComparison.Ordinal)]]);
        }

        return having;
    }

    /// <summary>The codes of all accounts that say, or said, that they are billed to another; of those that are, none is missing.</summary>
    public async Task<HashSet<string>> AllBranchesAsync(CancellationToken cancel)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entry in indexes.ReadAcrossAsync(IndexEntry.Directory, $"{BilledTo}-", $"{BilledTo}.", cancel))
        {
            codes.Add(entry.Account);
        }

        return codes;
    }

    /// <summary>The account that is billed for a code; the code as it is printed wins, otherwise the case must not decide between two accounts.</summary>
    public async Task<AccountDocument?> FindByCodeAsync(string code, CancellationToken cancel)
    {
        if (await accounts.FindBillToAsync(code, cancel) is { } exact)
        {
            return exact;
        }

        var found = new List<AccountDocument>();
        var key = Keys.AnyCase(code);
        await foreach (var (entry, _) in indexes.ReadAsync(IndexEntry.Directory, Keys.LookUp(Code, code.ToUpperInvariant()), $"{key}~~", $"{key}~~~~", 10, cancel))
        {
            if (await accounts.FindBillToAsync(entry.Account, cancel) is { } payer)
            {
                found.Add(payer);
            }
        }

        return found is [var only] ? only : null;
    }

    /// <summary>The account that is billed for the one with a payment reference (R41), or null.</summary>
    public async Task<AccountDocument?> FindByReferenceAsync(string reference, CancellationToken cancel) =>
        await indexes.FindAsync(IndexEntry.Directory, Keys.LookUp(Reference, reference), Keys.AnyCase(reference), cancel) is { } entry
            ? await accounts.FindBillToAsync(entry.Account, cancel)
            : null;

    /// <summary>The row of an invoice number, or null; an old one, which is nobody's who is about to commit, with its tag.</summary>
    public async Task<(IndexEntry Entry, ETag? Old)?> FindInvoiceAsync(string number, CancellationToken cancel)
    {
        var row = Keys.AnyCase(number);
        await foreach (var found in indexes.ReadAsync(IndexEntry.Directory, InvoicePartition(number), row, $"{row}!", 1, cancel))
        {
            return found;
        }

        return null;
    }

    /// <summary>Takes an old row of an invoice number away, unless it was written anew.</summary>
    public Task SweepInvoiceAsync(IndexEntry entry, ETag old, CancellationToken cancel) => indexes.SweepAsync(entry, old, cancel);

    /// <summary>The account that is billed for an invoice number, as far as the number's row is true.</summary>
    public async Task<AccountDocument?> FindByInvoiceAsync(string number, CancellationToken cancel) =>
        await FindInvoicedAsync(number, cancel) is { } account ? await accounts.FindBillToAsync(account, cancel) : null;

    /// <summary>The code of the account that got an invoice, as far as the number's row is true.</summary>
    public async Task<string?> FindInvoicedAsync(string number, CancellationToken cancel) =>
        (await indexes.FindAsync(IndexEntry.Directory, InvoicePartition(number), Keys.AnyCase(number), cancel))?.Account;

    /// <summary>Takes an invoice number for an account.</summary>
    /// <returns>False if another row has it.</returns>
    public Task<bool> TryTakeInvoiceAsync(string number, string account, CancellationToken cancel) => indexes.TryAddAsync(InvoiceEntry(number, account), cancel);

    /// <summary>Says to which account an invoice number leads.</summary>
    public Task PutInvoiceAsync(string number, string account, CancellationToken cancel) => indexes.PutAsync(InvoiceEntry(number, account), cancel);

    private static IEnumerable<IndexEntry> EntriesOf(Account account)
    {
        yield return ListEntry(account);
        yield return CodeEntry(account.Code);
        yield return ReferenceEntry(account.Code);
        if (account.BillingAccount is { } billing)
        {
            yield return BranchEntry(billing, account.Code);
        }
    }

    private static IndexEntry ListEntry(Account account) => new(IndexEntry.Directory, IndexEntry.Accounts, Keys.Account(account.Code), account.Code, account.Name);

    private static IndexEntry CodeEntry(string code) =>
        new(IndexEntry.Directory, Keys.LookUp(Code, code.ToUpperInvariant()), $"{Keys.AnyCase(code)}~~{Keys.Account(code)}", code);

    private static IndexEntry ReferenceEntry(string code)
    {
        var reference = PaymentReference.For(code).Value;
        return new IndexEntry(IndexEntry.Directory, Keys.LookUp(Reference, reference), Keys.AnyCase(reference), code);
    }

    private static IndexEntry BranchEntry(string billing, string branch) =>
        new(IndexEntry.Directory, Keys.LookUp(BilledTo, billing), $"{Keys.Account(billing)}~~{Keys.Account(branch)}", branch);

    private static IndexEntry InvoiceEntry(string number, string account) =>
        new(IndexEntry.Directory, InvoicePartition(number), Keys.AnyCase(number), account, number);

    private static string InvoicePartition(string number) => Keys.LookUp(Invoice, number.ToUpperInvariant());
}
