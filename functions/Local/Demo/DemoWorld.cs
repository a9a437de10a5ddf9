using System.Globalization;
using System.Text;
using Collections.App.Ledger;
using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Files;
using Collections.Local.Simulation;

namespace Collections.Local.Demo;

/// <summary>The world of the demo: customers who buy, pay, dispute, move and don't answer; and the clerks who call them.</summary>
internal sealed class DemoWorld(IServiceProvider services, IReadOnlyList<DemoCustomer> customers, DemoBooks books) : IWorld
{
    /// <summary>The bank feed's name.</summary>
    public const string Feed = "harbour-bank";

    // A payment that came back, by the bank's word, and was made again.
    private static readonly DateOnly Reversed = new(2021, 8, 18);

    // A payment from which nobody can tell whose it is.
    private static readonly DateOnly Unknown = new(2021, 10, 1);

    // What somebody pays on account, who owes far more and pays that a week later.
    private const decimal LikelySum = 250;

    private readonly IAccountStore _accounts = services.GetRequiredService<IAccountStore>();
    private readonly IAccountHistory _history = services.GetRequiredService<IAccountHistory>();
    private readonly ILetterList _letterList = services.GetRequiredService<ILetterList>();
    private readonly Importer _importer = services.GetRequiredService<Importer>();
    private readonly BankDesk _bank = services.GetRequiredService<BankDesk>();
    private readonly TimeProvider _clock = services.GetRequiredService<TimeProvider>();
    private readonly DemoClerks _clerks = new(customers, books);
    private readonly Dictionary<string, DateOnly> _bounced = new(StringComparer.Ordinal);
    private (string Entry, DemoPayment Payment)? _reversible;

    /// <summary>Enters the customers into the books.</summary>
    public async Task OpenAsync(CancellationToken cancel)
    {
        await LoadAsync(text => LedgerWriter.Write(text, customers.Select(customer => customer.Account)), _importer.AccountsAsync, cancel);
        await LoadAsync(text => LedgerWriter.Write(text, customers.Select(customer => customer.Contact)), _importer.ContactsAsync, cancel);
    }

    /// <inheritdoc/>
    public TaskAnswer? Answer(TaskRow task, DateOnly day) => _clerks.Answer(task, day);

    /// <inheritdoc/>
    public async Task MorningAsync(DateOnly day, CancellationToken cancel)
    {
        await ImportAsync(books.IssuedOn(day), cancel);
        await DeliverAsync(day, cancel);
        await EndDisputesAsync(day, cancel);
        await ReturnLettersAsync(day, cancel);
    }

    private async Task DeliverAsync(DateOnly day, CancellationToken cancel)
    {
        if (!Region.NewSouthWales.Banking.IsOpen(day))
        {
            return;
        }

        var entries = new List<BankEntry>();
        foreach (var payment in books.PaidOn(day))
        {
            var amount = payment.Amount + (Overpays(payment) ? 450 : 0);
            var entry = new BankEntry(
                string.Create(CultureInfo.InvariantCulture, $"{day:yyyyMMdd}-{entries.Count + 1}"), day, Aud(amount), IsCredit: true, payment.Reference,
                customers.First(customer => customer.Code == payment.Account).Account.Name, Account: null, ReversalOf: null);
            entries.Add(entry);
            _reversible ??= day >= Reversed.AddDays(-5) ? (entry.Id, payment) : null;
        }

        AddOddities(day, entries);
        await _bank.ReceiveAsync(Feed, _clock.GetUtcNow(), entries, cancel);
    }

    private void AddOddities(DateOnly day, List<BankEntry> entries)
    {
        if (day == Reversed && _reversible is var (returned, payment))
        {
            entries.Add(new BankEntry($"{returned}-returned", day, Aud(payment.Amount), IsCredit: false, "direct debit returned", null, null, returned));
            books.PayInstead(payment.Account, payment.Invoice, (day.AddDays(9), payment.Amount));
        }

        if (day == Unknown)
        {
            entries.Add(new BankEntry("20211001-unknown", day, Aud(318.40m), IsCredit: true, "INVOICE SEPT THANKS", "P AND M HOLDINGS", null, null));
            AddLikely(day, entries);
        }
    }

    // A payment that says nothing but whose it may be: a round sum, by somebody who is called as a customer is. Until a clerk has looked that one is not chased (R20).
    private void AddLikely(DateOnly day, List<BankEntry> entries)
    {
        if (customers.FirstOrDefault(customer => books.NextPayment(customer.Code, day) is { Amount: > 2 * LikelySum } next && next.On > day.AddDays(7)) is { } customer)
        {
            entries.Add(new BankEntry("20211001-likely", day, Aud(LikelySum), IsCredit: true, "ON ACCOUNT", customer.Account.Name.ToUpperInvariant(), null, null));
        }
    }

    private bool Overpays(DemoPayment payment) =>
        payment.On.Month == 9 && customers.First(customer => customer.Code == payment.Account).Habit == Habit.Overpaying
        && books.PaidOn(payment.On).First(other => other.Account == payment.Account) == payment;

    private async Task EndDisputesAsync(DateOnly day, CancellationToken cancel)
    {
        foreach (var dispute in _clerks.DisputesEndingOn(day))
        {
            var open = (await _history.DisputesAsync(dispute.Account, cancel)).FirstOrDefault(known => known.Invoice == dispute.Invoice && known.State == DisputeState.Open);
            if (open is not null)
            {
                var ended = new DisputeResolved(DemoClerks.Manager, open.Id, open.Invoice, open.Amount, dispute.Credited);
                await _accounts.PostAsync(dispute.Account, $"dispute-{open.Id}", ended, _clock.GetUtcNow(), cancel);
            }

            // The rest has been paid by then: with the credit, the books have the invoice as settled.
            if (dispute.Credited)
            {
                await ImportAsync([books.Invoice(dispute.Invoice) with { Balance = 0, Settled = day }], cancel);
            }
        }
    }

    // The first letter to a customer who has moved comes back on the next day; on the day after that somebody has found the new address.
    private async Task ReturnLettersAsync(DateOnly day, CancellationToken cancel)
    {
        foreach (var customer in customers.Where(customer => customer.Habit == Habit.Moved))
        {
            if (_bounced.TryGetValue(customer.Code, out var on))
            {
                if (day == on.AddDays(1))
                {
                    var moved = customer.Contact with { Email = $"payables@{customer.Contact.Email!.Split('@')[1]}" };
                    await LoadAsync(text => LedgerWriter.Write(text, [moved]), _importer.ContactsAsync, cancel);
                }
            }
            else if ((await _letterList.LettersAsync(customer.Code, LetterState.Sent, null, 1, cancel)).Items is [var letter, ..])
            {
                _bounced.Add(customer.Code, day);
                var bounce = new LetterBounced(letter.Id, letter.Step, customer.Contact.Email!);
                await _accounts.PostAsync(customer.Code, $"bounce-{letter.Id}", bounce, _clock.GetUtcNow(), cancel);
            }
        }
    }

    private static Money Aud(decimal amount) => Money.Of(amount, Currency.Aud);

    private Task ImportAsync(IEnumerable<InvoiceRow> rows, CancellationToken cancel) =>
        rows.ToList() is { Count: > 0 } some ? LoadAsync(text => LedgerWriter.Write(text, some), _importer.InvoicesAsync, cancel) : Task.CompletedTask;

    private static async Task LoadAsync(
        Action<TextWriter> write, Func<Stream, ImportOptions, IProgress<long>?, CancellationToken, Task<ImportReport>> loadAsync, CancellationToken cancel)
    {
        var text = new StringWriter();
        write(text);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        var report = await loadAsync(file, ImportOptions.Canonical, null, cancel);
        if (report.RejectedCount > 0)
        {
            throw new InvalidOperationException($"the sample company's books are wrong: {report.Rejected[0]}");
        }
    }
}
