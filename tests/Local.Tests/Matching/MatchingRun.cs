using System.Diagnostics;
using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Local.Tests.Rules;

namespace Collections.Local.Tests.Matching;

/// <summary>What became of a payment.</summary>
internal enum Verdict
{
    /// <summary>Applied by itself, to what the payer meant.</summary>
    Automatic,

    /// <summary>Left for a person, with the truth as the best suggestion.</summary>
    Suggested,

    /// <summary>Left for a person.</summary>
    Unmatched,

    /// <summary>Applied by itself, to what the payer did not mean, or where a person should have been asked.</summary>
    Wrong,
}

/// <summary>A payment, and what became of it.</summary>
internal sealed record Judged(string Id, Kind Kind, Remittance Remittance)
{
    public PaymentRow Row { get; set; } = null!;

    /// <summary>True if it was applied before its invoice came.</summary>
    public bool IsTooEarly { get; set; }

    public Verdict Verdict => IsTooEarly ? Verdict.Wrong : Row.State == PaymentState.Matched
        ? Remittance.Truth.Allows(Row.Account!, Row.Allocations) ? Verdict.Automatic : Verdict.Wrong
        : Row.Suggestions is [var best, ..] && Remittance.Truth.Allows(best.Account, best.Allocations) ? Verdict.Suggested : Verdict.Unmatched;

    /// <summary>What was found, without the times.</summary>
    public string Outcome => $"{Id} {Row.State} {Row.Account} {Row.Confidence} {Row.Why} {Parts(Row.Allocations)} | " +
        string.Join(" | ", Row.Suggestions.Select(each => $"{each.Account} {each.Confidence} {each.Holds} {each.Why} {Parts(each.Allocations)}"));

    public override string ToString() =>
        $"{Kind.Name}: {Remittance.Amount} \"{Remittance.Text}\" {Remittance.Structured} from \"{Remittance.PayerName}\" {Remittance.PayerAccount}" +
        $" meant {string.Join(',', Remittance.Truth.Accounts)} {string.Join(", ", Remittance.Truth.Settles.Select(part => $"{part.Key} {part.Value / 100m}"))}; {Outcome}";

    private static string Parts(IReadOnlyList<Allocation> parts) => string.Join(", ", parts.Select(part => $"{part.Invoice} {part.Amount.ToText()}"));
}

/// <summary>Months of payments, through the real store and the real matcher, in deliveries as banks make them.</summary>
internal sealed class MatchingRun : IAsyncDisposable
{
    private const string Feed = "bank";

    private static readonly Actor Clerk = new("Kim", IsManager: false);

    private readonly House _house;
    private readonly Dice _dice;
    private readonly Books _books;
    private readonly Func<int> _deliverySize;
    private readonly List<Judged> _judged = [];
    private List<Bill> _late = [];
    private DateOnly _first = new(2021, 2, 1);
    private int _payments;

    private MatchingRun(House house, int seed, Func<int> deliverySize)
    {
        (_house, _dice, _deliverySize) = (house, new Dice(seed), deliverySize);
        _books = new Books(_dice);
    }

    /// <summary>All payments so far, those of the history left out.</summary>
    public IReadOnlyList<Judged> Judged => _judged;

    private IPaymentMatcher Matcher => _house.Get<IPaymentMatcher>();

    private IPaymentStore Payments => _house.Store;

    private DateTimeOffset Now => new(_first.AddDays(27), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>Opens the books, with the customers in the ledger and a month behind them in which many have paid.</summary>
    public static async Task<MatchingRun> OpenAsync(int seed, Func<int> deliverySize)
    {
        var run = new MatchingRun(await House.OpenAsync("2021-02-01 09:00"), seed, deliverySize);
        await run.SaveCustomersAsync();
        await run.LearnAsync();
        return run;
    }

    /// <summary>All that is in ten thousand payments, a thousand a month.</summary>
    public async Task RunAsync()
    {
        var kinds = _dice.Shuffled(Kinds.All.SelectMany(kind => Enumerable.Repeat(kind, kind.Payments)));
        foreach (var month in kinds.Chunk(1000))
        {
            await RunMonthAsync(month);
        }

        await NextMonthAsync([]);
    }

    /// <summary>A month: invoices, what waited for them, payments; and at its end a clerk does what was left to do.</summary>
    public async Task RunMonthAsync(IReadOnlyList<Kind> kinds)
    {
        var month = new Month(_dice, _books, _first, kinds);
        await NextMonthAsync(month.Invoices);
        _late = [.. month.Late];
        var paid = month.Payments().Select(each => (new Judged($"{Feed}:p{++_payments:00000}", each.Kind, each.Remittance), each.Day)).ToList();
        await DeliverAsync(paid);
        _judged.AddRange(paid.Select(each => each.Item1));
        await ClerkAsync(paid.Select(each => each.Item1));
        _first = _first.AddMonths(1);
    }

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    // Those who paid before did it in a way that nobody could mistake.
    private async Task LearnAsync()
    {
        var month = new Month(_dice, _books, _first, [.. Enumerable.Repeat(Kinds.Clean, Kinds.Clean.Payments)]);
        await NextMonthAsync(month.Invoices);
        foreach (var (kind, customer, remittance, day) in month.Payments())
        {
            var paid = new Judged($"{Feed}:h{++_payments:00000}", kind, remittance);
            await DeliverAsync([(paid, day)]);
            Assert.True(paid.Verdict == Verdict.Automatic, paid.ToString());
            customer.HasPaid = true;
        }

        _first = _first.AddMonths(1);
    }

    private async Task SaveCustomersAsync() => Accepted(await _house.Store.SaveAccountsAsync(
        [.. _books.Customers.OrderBy(customer => customer.HeadOffice is not null).Select(customer => new Account
        {
            Code = customer.Code,
            Name = customer.Name,
            Currency = customer.Currency,
            Terms = Terms.EndOfMonth30,
            Place = House.Settings.Place,
            BillingAccount = customer.HeadOffice?.Code,
        })],
        Now,
        default));

    // The invoices of last month's early payments come, and what waited is looked at again.
    private async Task NextMonthAsync(IEnumerable<Bill> invoices)
    {
        Accepted(await _house.Store.SaveInvoicesAsync([.. _late.Concat(invoices).Select(Entry)], Now, default));
        var waiting = await Payments.WaitingAsync(1000, default);
        var changed = (await Payments.RematchAsync(waiting, Matcher, Now, default)).Select(result => result.PaymentId).ToHashSet(StringComparer.Ordinal);
        foreach (var judged in _judged.Where(judged => changed.Contains(judged.Id)))
        {
            await ReadAsync(judged);
        }

        await ClerkAsync(_judged.Where(judged => judged.Remittance.Truth.IsEarly && judged.Verdict != Verdict.Automatic && judged.Row.State != PaymentState.Matched), isEarly: true);
    }

    private static InvoiceEntry Entry(Bill bill) => new(bill.Customer.Code, new Invoice
    {
        Number = bill.Number,
        Issued = bill.Issued,
        Due = bill.Due,
        Amount = bill.Amount,
        LedgerBalance = bill.Amount,
        Order = bill.Order,
        Reference = bill.Reference,
    });

    private async Task DeliverAsync(IReadOnlyList<(Judged Judged, DateOnly Day)> paid)
    {
        for (var at = 0; at < paid.Count;)
        {
            var delivered = paid.Skip(at).Take(_deliverySize()).ToList();
            at += delivered.Count;
            var entries = delivered.ConvertAll(each => each.Judged.Remittance.Entry(each.Judged.Id[(Feed.Length + 1)..], each.Day));
            await Payments.ReceiveAsync(new BankDelivery(Feed, Now, null, entries), Matcher, default);
        }

        foreach (var (judged, _) in paid)
        {
            await ReadAsync(judged);
            judged.IsTooEarly = judged.Remittance.Truth.IsEarly && judged.Row.Allocations.Count > 0;
        }
    }

    private async Task ReadAsync(Judged judged) => judged.Row = (await _house.Store.PaymentAsync(judged.Id, default))!;

    // What is left is done by hand, as the payer meant, so that the ledger goes on as the books do; what must be asked first stays. Nobody is taught by it.
    private async Task ClerkAsync(IEnumerable<Judged> judged, bool isEarly = false)
    {
        foreach (var (id, _, (_, _, _, _, truth)) in judged.Where(each => each.Row.State == PaymentState.Unmatched && each.Remittance.Truth.MayApply && each.Remittance.Truth.IsEarly == isEarly))
        {
            var allocations = truth.Settles.Select(part => new Allocation(part.Key, new Money(part.Value, _books.Find(part.Key)!.Customer.Currency)));
            Assert.Null(await Payments.DecideAsync(id, new PaymentDecision.Allocate([.. allocations], truth.Accounts[0], []), Clerk, Now, default));
        }
    }

    private static void Accepted(IReadOnlyList<RowResult> results) => Assert.All(results, result => Assert.Equal(RowState.Accepted, result.State));
}
