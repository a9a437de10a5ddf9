using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Payments;

/// <summary>What a matcher sees: the ledger inside the commit that is under way.</summary>
/// <param name="db">The connection.</param>
/// <param name="known">What the connection's thread remembers of the ledger.</param>
internal sealed class LedgerLookup(Connection db, KnownLedger known) : ILedgerLookup
{
    private static readonly Query ByNumber = new("""
        SELECT number, part, issued, due, amount, ledger_balance, allocated, reference, order_no, payer_id, open
        FROM invoices WHERE number = ? ORDER BY part
        """);

    // The code as it is printed wins; otherwise the case must not decide between two accounts.
    private static readonly Query Payer = new("""
        SELECT p.code FROM accounts a JOIN accounts p ON p.id = a.payer_id WHERE a.code = ?1
        UNION ALL
        SELECT min(p.code) FROM accounts a JOIN accounts p ON p.id = a.payer_id WHERE a.code = ?1 COLLATE NOCASE HAVING count(*) = 1
        """);

    private static readonly Query ByReference = new(
        "SELECT p.code FROM accounts a JOIN accounts p ON p.id = a.payer_id WHERE a.reference = ?");

    /// <inheritdoc/>
    public OpenInvoice? FindInvoice(string number)
    {
        AccountKey? payer = null;
        var items = new List<Invoice>();
        var rows = db[ByNumber].Add(number);
        while (rows.Step())
        {
            payer ??= known.Accounts.Get(db, rows.Long(9));
            if (rows.Long(10) != 0)
            {
                items.Add(AccountFiles.ReadInvoice(rows, payer.Currency));
            }
        }

        return payer is null ? null : new OpenInvoice(payer.Code, items);
    }

    /// <inheritdoc/>
    public string? FindAccount(string code) => db[Payer].Add(code).RunForText();

    /// <inheritdoc/>
    public string? FindReference(string creditorReference) => db[ByReference].Add(creditorReference).RunForText();

    /// <inheritdoc/>
    public IReadOnlyList<Invoice> OpenItems(string account) =>
        known.Accounts.FindBillTo(db, account) is { } payer ? AccountFiles.ReadOpenInvoices(db, payer.Id, payer.Currency) : [];

    /// <inheritdoc/>
    public Currency? CurrencyOf(string account) => known.Accounts.FindBillTo(db, account)?.Currency;

    /// <inheritdoc/>
    public IReadOnlyList<KnownRemitter> FindRemitters(string key, bool isBeginning) => RemitterBook.Find(db, key, isBeginning);

    /// <inheritdoc/>
    public IReadOnlyList<string> InvoiceShapes => known.InvoiceShapes.All(db);

    /// <inheritdoc/>
    public IReadOnlyList<string> AccountShapes => known.AccountShapes.All(db);
}
