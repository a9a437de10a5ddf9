using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite;

// The ledger as it is imported.
public sealed partial class SqliteStore
{
    private static readonly Query Head = new("SELECT code, currency, terms, name FROM accounts WHERE code = ?");
    private static readonly Query TotalOpen = new("SELECT sum(max(open, 0)) FROM invoices WHERE open <> 0");

    /// <inheritdoc/>
    public Task<IReadOnlyList<RowResult>> SaveAccountsAsync(IReadOnlyList<AccountEntry> accounts, DateTimeOffset now, CancellationToken cancel) =>
        _writer.RunAsync(db => _accounts.Save(db, accounts, now), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RowResult>> SaveContactsAsync(IReadOnlyList<ContactEntry> contacts, DateTimeOffset now, CancellationToken cancel) =>
        SaveAsync(contacts, _accounts.Save, now, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RowResult>> SaveInvoicesAsync(IReadOnlyList<InvoiceEntry> invoices, DateTimeOffset now, CancellationToken cancel) =>
        SaveAsync(invoices, (db, entry, changed) => _invoices.Save(db, entry, now, changed), now, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, AccountHead>> HeadsAsync(IReadOnlyCollection<string> codes, CancellationToken cancel) =>
        _readers.ReadAsync<IReadOnlyDictionary<string, AccountHead>>(
            db =>
            {
                var heads = new Dictionary<string, AccountHead>(codes.Count, StringComparer.Ordinal);
                foreach (var code in codes)
                {
                    if (db[Head].Add(code).ReadFirst(ReadHead) is { } head)
                    {
                        heads[code] = head;
                    }
                }

                return heads;
            },
            cancel);

    /// <inheritdoc/>
    public Task<long> TotalOpenAsync(CancellationToken cancel) => _readers.ReadWholeAsync(db => db[TotalOpen].RunForLong() ?? 0, cancel);

    private Task<IReadOnlyList<RowResult>> SaveAsync<T>(
        IReadOnlyList<T> rows, Func<Connection, T, HashSet<long>, RowResult> save, DateTimeOffset now, CancellationToken cancel) =>
        _writer.RunAsync<IReadOnlyList<RowResult>>(
            db =>
            {
                var changed = new HashSet<long>();
                var results = new RowResult[rows.Count];
                for (var i = 0; i < results.Length; i++)
                {
                    results[i] = save(db, rows[i], changed);
                }

                // Once an account, however many of its rows changed.
                foreach (var account in changed)
                {
                    Inbox.BooksChanged(db, account, now);
                }

                return results;
            },
            cancel);

    private static AccountHead ReadHead(Statement row) =>
        new(row.Text(0), row.Currency(1), Terms.TryParse(row.Text(2), out var terms) ? terms : default, row.Text(3));
}
