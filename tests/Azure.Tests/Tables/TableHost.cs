using Azure.Core;
using Azure.Data.Tables;
using Collections.App.Calendars;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Functions.Tables;
using Collections.Functions.Tables.Rows;
using Collections.StoreContract;

namespace Collections.Functions.Tests.Tables;

/// <summary>Real tables of the storage emulator, under a prefix of their own.</summary>
public sealed class TableHost : IStoreHost
{
    private readonly string _prefix = Azurite.NewName();

    /// <summary>The store.</summary>
    internal TableStore Store { get; private set; } = null!;

    /// <summary>The requests so far.</summary>
    internal History.RequestCount Requests { get; } = new();

    /// <summary>The emulator on which the tables are.</summary>
    internal Azurite Storage => field ??= Azurite.Next();

    internal TableServiceClient Service => field ??= Storage.Tables(Requests, HttpPipelinePosition.PerRetry);

    public IAccountStore Accounts => Store;

    public ILedgerStore Ledger => Store;

    public IPaymentStore Payments => Store;

    public IStore Desk => Store;

    public async Task OpenAsync() => Store = await OpenAsync(TimeProvider.System);

    public Task ReopenAsync() => OpenAsync();

    /// <summary>The same store on a machine whose clock stands still at a moment.</summary>
    internal Task<TableStore> OpenAtAsync(DateTimeOffset moment) => OpenAsync(new StandingClock(moment));

    /// <summary>The same store through another client.</summary>
    internal Task<TableStore> OpenThroughAsync(TableServiceClient service) =>
        TableStore.OpenAsync(service, Regions.BuiltIn, TimeProvider.System, CancellationToken.None, _prefix);

    public async Task TamperWithAllocatedAsync(string invoice)
    {
        await foreach (var row in Table(AccountRows.Table).QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey eq {Keys.File}")))
        {
            var json = new StoredJson(Regions.BuiltIn);
            var document = json.Read<AccountDocument>(Packed.Read(row));
            var at = document.Items.FindIndex(item => item.Invoice.Number == invoice);
            if (at >= 0)
            {
                var item = document.Items[at];
                document.Items[at] = item with { Invoice = item.Invoice with { Allocated = item.Invoice.Allocated + new Core.Ledger.Money(1, document.Currency) } };
                await Table(AccountRows.Table).UpsertEntityAsync(Packed.Of(row.PartitionKey, row.RowKey, json.Write(document)), TableUpdateMode.Replace);
            }
        }
    }

    public async Task TamperWithRecordAsync(string account, int seq)
    {
        var (from, to) = Keys.Prefix('r');
        await foreach (var row in Table(AccountRows.Table).QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Account(account)} and RowKey ge {from} and RowKey lt {to}")))
        {
            var json = new StoredJson(Regions.BuiltIn);
            var page = json.Read<RecordPage>(Packed.Read(row));
            if (page.Lines.Any(line => line.Seq == seq))
            {
                var changed = new RecordPage([.. page.Lines.Select(line => line.Seq == seq ? line with { Why = "another" } : line)]);
                await Table(AccountRows.Table).UpsertEntityAsync(Packed.Of(row.PartitionKey, row.RowKey, json.Write(changed)), TableUpdateMode.Replace);
            }
        }
    }

    public async Task TamperWithEventsAsync(string account, int seq)
    {
        var json = new StoredJson(Regions.BuiltIn);
        var row = (await Table(AccountRows.Table).GetEntityAsync<TableEntity>(Keys.Account(account), Keys.Events(seq))).Value;
        var changed = json.Read<EventPage>(Packed.Read(row)) with { Events = "[]" };
        await Table(AccountRows.Table).UpsertEntityAsync(Packed.Of(row.PartitionKey, row.RowKey, json.Write(changed)), TableUpdateMode.Replace);
    }

    /// <summary>One of the store's tables, as it is in storage.</summary>
    internal TableClient Table(string name) => Service.GetTableClient(_prefix + name);

    public async ValueTask DisposeAsync()
    {
        foreach (var table in TableStore.Tables)
        {
            await Service.DeleteTableAsync(_prefix + table);
        }
    }

    private Task<TableStore> OpenAsync(TimeProvider clock) => TableStore.OpenAsync(Service, Regions.BuiltIn, clock, CancellationToken.None, _prefix);

    private sealed class StandingClock(DateTimeOffset moment) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => moment;
    }
}
