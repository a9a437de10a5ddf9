using Collections.App.Calendars;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Local.Sqlite;
using Collections.Local.Sqlite.Engine;
using Collections.StoreContract;

namespace Collections.Local.Tests.Sqlite;

/// <summary>A real file in a directory of its own.</summary>
public sealed class SqliteHost : IStoreHost
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("collections-");

    public string File => Path.Combine(_directory.FullName, "company.db");

    public SqliteStore Store { get; private set; } = null!;

    public IAccountStore Accounts => Store;

    public ILedgerStore Ledger => Store;

    public IPaymentStore Payments => Store;

    public IStore Desk => Store;

    public async Task OpenAsync() => Store = await SqliteStore.OpenAsync(File, Regions.BuiltIn);

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        await OpenAsync();
    }

    public Task TamperWithAllocatedAsync(string invoice) => TamperAsync($"UPDATE invoices SET allocated = allocated + 1 WHERE number = '{invoice}'");

    public Task TamperWithRecordAsync(string account, int seq) => TamperAsync($"""
        DROP TRIGGER record_is_not_changed;
        UPDATE record SET why = 'another' WHERE seq = {seq} AND account_id = (SELECT id FROM accounts WHERE code = '{account}')
        """);

    public Task TamperWithEventsAsync(string account, int seq) => TamperAsync($"""
        DROP TRIGGER events_are_not_changed;
        UPDATE events SET events = '[]' WHERE seq = {seq} AND account_id = (SELECT id FROM accounts WHERE code = '{account}')
        """);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private Task TamperAsync(string sql)
    {
        using var connection = Connection.OpenWriter(File);
        connection.Execute(sql);
        return Task.CompletedTask;
    }
}
