using Collections.App.Calendars;
using Collections.App.Formats;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;

namespace Collections.StoreContract;

/// <summary>A store under test: made empty, opened again on what it kept, thrown away.</summary>
public interface IStoreHost : IAsyncDisposable
{
    IAccountStore Accounts { get; }

    ILedgerStore Ledger { get; }

    /// <summary>The payments.</summary>
    IPaymentStore Payments { get; }

    /// <summary>The whole store, for what people look at.</summary>
    IStore Desk { get; }

    Task OpenAsync();

    /// <summary>Closes the store and opens what it kept, as a process does that starts again.</summary>
    Task ReopenAsync();

    /// <summary>Falsifies an invoice's allocated amount behind the store's back.</summary>
    Task TamperWithAllocatedAsync(string invoice);

    /// <summary>Falsifies the reason of a line of an account's record behind the store's back.</summary>
    Task TamperWithRecordAsync(string account, int seq);

    /// <summary>Falsifies a page of an account's events behind the store's back.</summary>
    Task TamperWithEventsAsync(string account, int seq);
}

/// <summary>What every store must do, whatever it is made of. A store's own test project runs these facts on a real one.</summary>
/// <remarks>Facts are told in the small ledger that the helpers build: accounts in Sydney, in Australian dollars, on Tuesday 3 August 2021.</remarks>
public abstract class StoreFacts<THost> : IAsyncLifetime
    where THost : IStoreHost, new()
{
    protected static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Tue 3 Aug 2021, 09:00 in Sydney.</summary>
    protected static readonly DateTimeOffset Now = new(2021, 8, 2, 23, 0, 0, TimeSpan.Zero);

    protected static readonly DateOnly Today = new(2021, 8, 3);

    protected static readonly Place Sydney =
        new(Regions.BuiltIn.Find("AU-NSW")!, TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney"));

    protected THost Host { get; } = new();

    protected IAccountStore Accounts => Host.Accounts;

    protected ILedgerStore Ledger => Host.Ledger;

    protected IPaymentStore Payments => Host.Payments;

    protected IDueWork Due => Host.Desk;

    protected IStore Desk => Host.Desk;

    public virtual Task InitializeAsync() => Host.OpenAsync();

    public virtual async Task DisposeAsync() => await Host.DisposeAsync();

    protected static Money Aud(decimal amount) => Money.Of(amount, Currency.Aud);

    protected static DateOnly Day(int month, int day) => new(2021, month, day);

    protected static DateTimeOffset Later(double hours) => Now.AddHours(hours);

    protected static Account NewAccount(string code, string? billing = null) => new()
    {
        Code = code,
        Name = $"{code} Pty Ltd",
        Currency = Currency.Aud,
        Terms = Terms.EndOfMonth30,
        Place = Sydney,
        BillingAccount = billing,
    };

    /// <summary>An invoice due 31 July, open as a whole unless told.</summary>
    protected static InvoiceEntry NewInvoice(string account, string number, decimal amount, decimal? balance = null, DateOnly? due = null, int part = 0) => new(
        account,
        new Invoice
        {
            Number = number,
            Part = part,
            Issued = Day(6, 15),
            Due = due ?? Day(7, 31),
            Amount = Aud(amount),
            LedgerBalance = Aud(balance ?? amount),
        });

    protected static Contact Accountant(string email = "ap@example.com", string phone = "02 5550 1234") =>
        new(ContactRole.Accounts, "Accounts", email, phone);

    protected async Task AddAccountsAsync(params string[] codes)
    {
        var results = await Ledger.SaveAccountsAsync([.. codes.Select(code => NewAccount(code))], Now, None);
        Assert.All(results, result => Assert.Equal(RowState.Accepted, result.State));
    }

    protected async Task<RowResult> AddAsync(InvoiceEntry entry, DateTimeOffset? now = null) =>
        Assert.Single(await Ledger.SaveInvoicesAsync([entry], now ?? Now, None));

    protected async Task<AccountFile> FileAsync(string account) =>
        await Accounts.ReadAsync(account, None) ?? throw new InvalidOperationException($"no account {account}");

    /// <summary>A turn on a file as it stands: the case as it comes out, given as stored text, and what is done.</summary>
    protected static TurnCommit Turn(AccountFile file, string @case, DateTimeOffset at, IReadOnlyList<Effect>? effects = null, params RecordLine[] record) => new(
        file.Account.Code,
        file.Version,
        CaseFormat.Read(@case, file.Account.Code),
        at,
        Actor.Clock,
        file.Inbox.Count > 0 ? file.Inbox[^1].Seq : 0,
        effects ?? [],
        RecordChain.Seal(file.RecordCount, file.RecordHash, record),
        []);

    protected async Task CommitAsync(TurnCommit turn) => Assert.True(Assert.Single(await Accounts.CommitAsync([turn], None)));

    protected static RecordLine Line(RecordKind kind, Because code, DateTimeOffset at, string? reference = null) =>
        new(at, "clock", kind, new Why(code, Day(7, 31), Aud(900), Aud(900), 1, "first-letter"), reference);

    /// <summary>An open case on an account, as a scan leaves it.</summary>
    protected async Task OpenCaseAsync(string account, string more = "", DateTimeOffset? at = null)
    {
        var file = await FileAsync(account);
        await CommitAsync(Turn(file, OpenCase(more), at ?? Now, record: Line(RecordKind.Opened, Because.Opened, at ?? Now)));
    }

    protected static string OpenCase(string more = "") =>
        $$"""{"v":1,"number":1,"isOpen":true,"policy":"acc-monthly","policyVersion":1,"openedOn":"2021-08-03","nextId":9{{more}}}""";

    protected static BankEntry Payment(string id, decimal amount, string? reference = null, string? account = null, DateOnly? on = null) =>
        new(id, on ?? Today, Aud(amount), IsCredit: true, reference, "PAYER", account, null);

    protected static BankEntry Reversal(string id, string of, decimal amount) =>
        new(id, Today.AddDays(1), Aud(amount), IsCredit: false, null, null, null, of);

    protected Task<IReadOnlyList<PaymentResult>> ReceiveAsync(params BankEntry[] entries) => ReceiveAsync(Now, entries);

    protected Task<IReadOnlyList<PaymentResult>> ReceiveAsync(DateTimeOffset now, params BankEntry[] entries) =>
        Payments.ReceiveAsync(new BankDelivery("anz", now, null, entries), new PlainMatcher(), None);

    protected async Task<PaymentRow> PaymentAsync(string id) =>
        Assert.Single((await Desk.PaymentsAsync(null, null, null, 500, None)).Items, payment => payment.Id == id);

    protected async Task AssertSumsAsync() => Assert.Empty(await Desk.VerifyAsync(None));
}

/// <summary>The account that the entry names, oldest first; or the invoice that it names. What cannot be told stays unmatched.</summary>
public sealed class PlainMatcher : IPaymentMatcher
{
    public Match Find(BankEntry entry, ILedgerLookup ledger)
    {
        if (entry.Reference is { } number && ledger.FindInvoice(number) is { Items.Count: > 0 } named)
        {
            return new Match(named.Account, [new Allocation(named.Items[0].Number, entry.Amount)], "by invoice");
        }

        if (entry.Account is not { } code || ledger.FindAccount(code) is not { } account)
        {
            return Match.None("unknown");
        }

        var (rest, allocations) = (entry.Amount, new List<Allocation>());
        foreach (var item in ledger.OpenItems(account).Where(item => !item.IsCredit && rest.IsPositive))
        {
            var part = Money.Min(rest, item.Open);
            allocations.Add(new Allocation(item.Number, part));
            rest -= part;
        }

        return new Match(account, allocations, "by account");
    }
}
