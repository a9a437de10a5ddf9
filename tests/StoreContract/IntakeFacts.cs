using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Intake;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.StoreContract;

/// <summary>A folder into which a test puts files, as people and programs do: a real one.</summary>
public interface IIntakeHost : IAsyncDisposable
{
    /// <summary>The folder as the product sees it.</summary>
    IIntakeFolder Folder { get; }

    /// <summary>Makes it, empty.</summary>
    Task OpenAsync();

    /// <summary>Writes a file.</summary>
    Task PutAsync(string path, string text);

    /// <summary>All files, those that are over among them.</summary>
    Task<IReadOnlyList<string>> AllAsync();

    /// <summary>What a file says.</summary>
    Task<string> ReadAsync(string path);
}

/// <summary>A desk that takes files, over a real store and a real folder.</summary>
public abstract class IntakeFacts<THost, TFiles> : StoreFacts<THost>
    where THost : IStoreHost, new()
    where TFiles : IIntakeHost, new()
{
    protected const string Accounts100 = "account,name\nA100,Smith & Sons\n";
    protected const string Contacts100 = "account,name,role,email\nA100,Jane,accounts,jane@smith.example\n";
    protected const string Invoices100 = "invoice,account,issued,due,amount\nINV-1001,A100,2021-06-15,2021-07-31,900.00\n";
    protected const string Statement100 = "booked,amount,currency,reference\n2021-08-02,900.00,AUD,INV-1001\n";

    private static readonly CompanySettings Company = new()
    {
        Seller = new Seller
        {
            Name = "Harbour Supplies Pty Ltd", ReplyTo = "accounts@harbour.example", BankAccountName = "Harbour Supplies Pty Ltd", BankLines = ["BSB 062-000"],
        },
        FromAddress = "accounts@harbour.example",
        Place = new Place(Region.NewSouthWales, TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney")),
    };

    private ServiceProvider? _services;

    protected TFiles Files { get; } = new();

    /// <summary>The machine's clock, which files are written by; a test turns it.</summary>
    protected VirtualClock Machine { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>The company's clock.</summary>
    protected VirtualClock Clock { get; } = new(Now);

    protected IntakeDesk Intake => _services!.GetRequiredService<IntakeDesk>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Files.OpenAsync();
        Start(Files.Folder);
    }

    public override async Task DisposeAsync()
    {
        await _services!.DisposeAsync();
        await Files.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Starts the program, with a folder that may fail.</summary>
    protected void Start(IIntakeFolder folder) => _services = new ServiceCollection()
        .AddStore(Desk)
        .AddSingleton<TimeProvider>(Clock)
        .AddCollections(Company, Regions.BuiltIn, PolicyBook.Load(null, Regions.BuiltIn), new LetterTemplates())
        .AddIntake(folder, Machine)
        .BuildServiceProvider();

    /// <summary>The program ends as in a crash, and starts again on what is stored.</summary>
    protected async Task RestartAsync()
    {
        await Host.ReopenAsync();
        Start(Files.Folder);
    }

    /// <summary>Looks, waits until what is there has stood still, and looks again.</summary>
    /// <returns>How many files were loaded.</returns>
    protected async Task<int> SettleAsync()
    {
        var loaded = await Intake.TakeAsync(None);
        Wait(Stillness.Rest);
        return loaded + await Intake.TakeAsync(None);
    }

    protected void Wait(TimeSpan time) => Machine.MoveTo(Machine.GetUtcNow() + time);

    protected async Task<JObject> AnswerAsync(string path)
    {
        using var reader = new JsonTextReader(new StringReader(await Files.ReadAsync(path + IntakeDesk.ResultEnd))) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }

    protected async Task<IReadOnlyList<TaskRow>> TasksAsync() => (await Desk.TasksAsync(new TaskFilter(Limit: 500), None)).Items;

    protected async Task<int> InvoicesAsync() => (await Desk.TotalsAsync(None)).Invoices;
}

/// <summary>A folder in which files can't be moved: what a crash after the loading leaves behind.</summary>
public sealed class StuckFolder(IIntakeFolder folder) : IIntakeFolder
{
    public bool TellsWhenWritten => folder.TellsWhenWritten;

    public Task<IReadOnlyList<IntakeFile>> ListAsync(CancellationToken cancel) => folder.ListAsync(cancel);

    public Task<IntakeFile?> FindAsync(string path, CancellationToken cancel) => folder.FindAsync(path, cancel);

    public Task<Stream> OpenAsync(IntakeFile file, CancellationToken cancel) => folder.OpenAsync(file, cancel);

    public Task PutAsync(string path, string text, CancellationToken cancel) => folder.PutAsync(path, text, cancel);

    public Task MoveAsync(IntakeFile file, string to, CancellationToken cancel) => throw new IOException("the power is gone");
}
