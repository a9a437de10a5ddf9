using Azure.Data.Tables;
using Collections.App.Calendars;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Functions.Tables.Archive;
using Collections.Functions.Tables.Books;
using Collections.Functions.Tables.Desk;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Payments;
using Collections.Functions.Tables.Rows;
using Collections.Functions.Waking;

namespace Collections.Functions.Tables;

/// <summary>A company's ledger, cases, tasks, payments and letters in Azure Table storage.</summary>
/// <remarks>
/// An account is a partition, so a turn is one transaction; what leads to accounts (what is due, the worklist, look-ups) are index tables beside it.
/// The page on the tables in the docs shows the layout and what it costs.
/// </remarks>
public sealed partial class TableStore : IStore, IOpenAccounts, IUpkeep
{
    // So many requests are under way at once where many accounts are read or written: storage answers in milliseconds, and takes thousands a second.
    private const int AtOnce = 16;

    private readonly RecentDocuments _recent = new();
    private readonly AccountRows _accounts;
    private readonly Indexes _indexes;
    private readonly StoredJson _json;
    private readonly CompanyRows _company;
    private readonly CompanyTasks _companyTasks;
    private readonly TaskReader _tasks;
    private readonly LetterReader _letters;
    private readonly AccountLister _accountLister;
    private readonly AccountBook _accountBook;
    private readonly InvoiceBook _invoiceBook;
    private readonly PaymentBook _payments;
    private readonly PaymentReader _paymentReader;
    private readonly PaymentRows _paymentRows;
    private readonly PaymentRecovery _finisher;
    private readonly PaymentDecisions _decisions;
    private readonly RemitterRows _payers;
    private readonly Inboxes _inboxes;
    private readonly TableMigration _migration;
    private readonly BillingMoves _moves;
    private readonly FamilyReader _familyReader;
    private readonly FamilyWriter _familyWriter;
    private readonly Regions _regions;

    /// <summary>A store whose tables are there, or are made (<see cref="MakeTablesAsync"/>) before it's asked; nothing is sent here.</summary>
    /// <param name="service">The table service.</param>
    /// <param name="regions">The regions that accounts can be in.</param>
    /// <param name="clock">The machine's clock; only the age of index entries is measured with it.</param>
    /// <param name="prefix">What the tables' names begin with, for several stores in one storage account.</param>
    public TableStore(TableServiceClient service, Regions regions, TimeProvider clock, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(service);
        TableClient table(string name) => service.GetTableClient(prefix + name);
        _regions = regions;
        _json = new StoredJson(regions);
        _indexes = new Indexes(table, clock);
        _accounts = new AccountRows(table(AccountRows.Table), _indexes, _json);
        _company = new CompanyRows(table(CompanyRows.Table));
        _companyTasks = new CompanyTasks(table(CompanyRows.Table), _indexes, _json);
        var lists = new ListReader(_indexes);
        _tasks = new TaskReader(_accounts, _companyTasks, _indexes, lists);
        _letters = new LetterReader(_accounts, lists);
        _paymentRows = new PaymentRows(table(PaymentRows.Table), _json);
        var (lookUps, loader) = (new LookUps(_indexes, _accounts), new LedgerLoader(_accounts));
        _accountLister = new AccountLister(_accounts, _indexes, lookUps, lists);
        (_payers, _inboxes) = (new RemitterRows(table(IndexEntry.Directory), _accounts, clock), new Inboxes(_accounts));
        var shapes = new ShapeRows(_indexes);
        _moves = new BillingMoves(_accounts, lookUps, loader, _paymentRows);
        _migration = new TableMigration(_indexes, _payers, shapes, _company);
        var duplicates = new DuplicateRows(table(PaymentRows.Table), _paymentRows, _json);
        var ledgers = new OpenLedgers(_accounts, _moves);
        _finisher = new PaymentRecovery(_paymentRows, new PaymentAllocator(ledgers, loader, lookUps), ledgers, loader, _inboxes, _payers);
        _invoiceBook = new InvoiceBook(_accounts, lookUps, shapes, loader, _moves, _finisher);
        _accountBook = new AccountBook(_accounts, lookUps, _payers, shapes, _moves);
        _paymentReader = new PaymentReader(_paymentRows, _accounts);
        _payments = new PaymentBook(
            _paymentRows, duplicates, _finisher, _paymentReader, new MatcherDesk(lookUps, _payers, _accounts, loader, shapes, ledgers), _company);
        _decisions = new PaymentDecisions(_paymentRows, _paymentReader, lookUps, loader, _finisher);
        _familyReader = new FamilyReader(_accounts, lookUps, _paymentReader, _paymentRows, _payers, _moves, _json, clock);
        _familyWriter = new FamilyWriter(table(AccountRows.Table), _accounts, _indexes, lookUps, _payers, shapes, _paymentRows, duplicates, _json);
    }

    /// <summary>The names of the tables.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        [AccountRows.Table, IndexEntry.Agenda, IndexEntry.Worklist, IndexEntry.Directory, PaymentRows.Table, CompanyRows.Table];

    /// <summary>Opens the store, and makes its tables where they aren't there yet.</summary>
    /// <param name="service">The table service.</param>
    /// <param name="regions">The regions that accounts can be in.</param>
    /// <param name="clock">The machine's clock; only the age of index entries is measured with it.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="prefix">What the tables' names begin with, for several stores in one storage account.</param>
    public static async Task<TableStore> OpenAsync(
        TableServiceClient service, Regions regions, TimeProvider clock, CancellationToken cancel, string prefix = "")
    {
        await MakeTablesAsync(service, cancel, prefix);
        return new TableStore(service, regions, clock, prefix);
    }

    /// <summary>Makes the tables that aren't there yet.</summary>
    public static Task MakeTablesAsync(TableServiceClient service, CancellationToken cancel, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(service);
        return Task.WhenAll(Tables.Select(table => service.CreateTableIfNotExistsAsync(prefix + table, cancel)));
    }
}
