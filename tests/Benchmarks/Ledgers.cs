using System.Globalization;
using System.Text;
using Collections.App;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Files;
using Collections.App.Ledger;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Local.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Collections.Benchmarks;

/// <summary>A company of a given size over a real SQLite file, at 08:30 on Tuesday 3 August 2021 in Sydney.</summary>
internal sealed class Ledgers : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private bool _keep;

    private Ledgers(string folder, ServiceProvider services) => (Folder, _services) = (folder, services);

    public string Folder { get; }

    public string Database => Path.Combine(Folder, "collections.db");

    public SqliteStore Store => Get<SqliteStore>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The folder outlives this object; the caller deletes it.</summary>
    public string KeepFolder()
    {
        _keep = true;
        return Folder;
    }

    public static async Task<Ledgers> OpenAsync(string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("collections-bench-").FullName;
        var regions = Regions.BuiltIn;
        var store = await SqliteStore.OpenAsync(Path.Combine(folder, "collections.db"), regions);
        var services = new ServiceCollection()
            .AddSingleton(store)
            .AddSingleton<IAccountStore>(store)
            .AddSingleton<ILedgerStore>(store)
            .AddSingleton<IPaymentStore>(store)
            .AddSingleton<IDeskStore>(store)
            .AddSingleton<IEventStore>(store)
            .AddSingleton<ILetterSender>(new NoSender())
            .AddSingleton<TimeProvider>(new VirtualClock(new DateTimeOffset(2021, 8, 2, 22, 30, 0, TimeSpan.Zero)))
            .AddCollections(Settings, regions, PolicyBook.Load(null, regions), new LetterTemplates())
            .BuildServiceProvider();
        var ledgers = new Ledgers(folder, services);
        foreach (var policy in ledgers.Get<PolicyBook>().All)
        {
            await ledgers.Get<SignOff>().SignAsync(policy, "The Manager", default);
        }

        return ledgers;
    }

    /// <summary>Accounts A0000000 and so on; every other one under acc-monthly, the rest under three-calls; each with a contact.</summary>
    public async Task AddAccountsAsync(int count)
    {
        var accounts = new StringBuilder("account,name,terms,policy\n");
        var contacts = new StringBuilder("account,name,role,email,phone\n");
        for (var i = 0; i < count; i++)
        {
            var code = Code(i);
            accounts.Append(CultureInfo.InvariantCulture, $"{code},Customer {i},eom+30,{(i % 2 == 0 ? "acc-monthly" : "three-calls")}\n");
            contacts.Append(CultureInfo.InvariantCulture, $"{code},Accounts payable,accounts,accounts@c{i}.example,02 5550 {i % 10_000:D4}\n");
        }

        await LoadAsync(accounts, Get<Importer>().AccountsAsync);
        await LoadAsync(contacts, Get<Importer>().ContactsAsync);
    }

    /// <summary>Invoices of accounts from..to: so many a head, of which so many of May 2021 are open and owing; the others are settled.</summary>
    public async Task AddInvoicesAsync(int from, int to, int each, int owing)
    {
        const int AccountsAtOnce = 20_000;
        for (var start = from; start < to; start += AccountsAtOnce)
        {
            var csv = new StringBuilder("invoice,account,issued,amount,due,settled\n");
            for (var i = start; i < Math.Min(to, start + AccountsAtOnce); i++)
            {
                for (var n = 0; n < each; n++)
                {
                    _ = n < owing
                        ? csv.Append(CultureInfo.InvariantCulture, $"I{i}-{n},{Code(i)},2021-05-{1 + ((i + n) % 28):D2},{100 + (i % 900)}.50,2021-06-30,\n")
                        : csv.Append(CultureInfo.InvariantCulture, $"I{i}-{n},{Code(i)},2020-{1 + (n % 12):D2}-10,{100 + (i % 900)}.50,,2021-02-20\n");
                }
            }

            await LoadAsync(csv, Get<Importer>().InvoicesAsync);
        }
    }

    public static string Code(int i) => string.Create(CultureInfo.InvariantCulture, $"A{i:D7}");

    public async ValueTask DisposeAsync()
    {
        // The container does not dispose of what it was given.
        var store = Store;
        await _services.DisposeAsync();
        await store.DisposeAsync();
        if (!_keep)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static async Task LoadAsync(StringBuilder csv, Func<Stream, ImportOptions, IProgress<long>?, CancellationToken, Task<ImportReport>> load)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString()));
        var report = await load(file, ImportOptions.Canonical, null, default);
        if (report.RejectedCount > 0)
        {
            throw new InvalidOperationException($"the benchmark's own file is bad: {report.Rejected[0]}");
        }
    }

    private static CompanySettings Settings { get; } = new()
    {
        Seller = new Seller
        {
            Name = "Harbour Supplies Pty Ltd",
            ReplyTo = "accounts@harbour.example",
            BankAccountName = "Harbour Supplies Pty Ltd",
            BankLines = ["BSB 062-000", "Account 1234 5678"],
        },
        FromAddress = "accounts@harbour.example",
        Place = new Place(Region.NewSouthWales, TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney")),
    };

    // The scan's figure ends where its commits end; letters leave later, within the debtors' office hours.
    private sealed class NoSender : ILetterSender
    {
        public Task<SendResult> SendAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no letter is sent in a benchmark");

        public Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken) => Task.FromResult<Lookup>(new Lookup.NotSent());
    }
}
