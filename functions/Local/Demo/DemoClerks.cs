using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Simulation;

namespace Collections.Local.Demo;

/// <summary>A dispute of the demo.</summary>
/// <param name="Account">The account.</param>
/// <param name="Invoice">The invoice.</param>
/// <param name="EndsOn">The day on which it ends; null if it is still open when the demo ends.</param>
/// <param name="Credited">How it ends.</param>
internal sealed record DemoDispute(string Account, string Invoice, DateOnly? EndsOn, bool Credited);

/// <summary>What the demo's clerks hear when they call. It follows from how the customer will pay, and otherwise from the task's own number.</summary>
internal sealed class DemoClerks(IReadOnlyList<DemoCustomer> customers, DemoBooks books)
{
    private const int DaysOfADispute = 9;

    private static readonly string[] Names = ["Maria Santos", "Josh Fielding"];

    private readonly List<DemoDispute> _disputes = [];
    private readonly HashSet<string> _heardOnce = new(StringComparer.Ordinal);

    /// <summary>The manager.</summary>
    public static Actor Manager { get; } = new("Dana Reyes", IsManager: true);

    /// <summary>The disputes that end on a day.</summary>
    public IEnumerable<DemoDispute> DisputesEndingOn(DateOnly day) => _disputes.Where(dispute => dispute.EndsOn == day);

    /// <summary>What comes of a task.</summary>
    public TaskAnswer? Answer(TaskRow task, DateOnly day)
    {
        var by = task.Role == Role.Manager ? Manager : new Actor(Names[Roll(task.Id, day) % Names.Length]);
        return task.Kind switch
        {
            TaskKind.Call => new TaskAnswer(by, Call(task, day), IfRefused: new Outcome(OutcomeKind.ReachedRefused, "could give no date")),
            TaskKind.ManagementCall => new TaskAnswer(Manager, new Outcome(OutcomeKind.Done, "reviewed every step; gave the last date again")),
            TaskKind.BossCall => new TaskAnswer(Manager, new Outcome(OutcomeKind.Done, "an old quarrel about a delivery; settled, they will pay")),
            TaskKind.Plan => new TaskAnswer(Manager, new Outcome(OutcomeKind.Done, "a quarter a month, by phone; confirmed by email")),

            // Whether to give a customer away is for the people who look at the demo.
            TaskKind.Agency => null,

            // Such a task ends when somebody has said whose the payment is, and not before.
            TaskKind.MatchPayment => null,
            TaskKind.CheckLetter => new TaskAnswer(by, new Outcome(OutcomeKind.Sent)),
            TaskKind.FindNumber => new TaskAnswer(by, new Outcome(OutcomeKind.Done, "the salesperson has no other number; nothing on the web")),
            _ => new TaskAnswer(by, new Outcome(OutcomeKind.Done)),
        };
    }

    private Outcome Call(TaskRow task, DateOnly day)
    {
        var customer = customers.First(one => one.Code == task.Account);
        var roll = Roll(task.Id, day);
        return customer.Habit == Habit.Silent ? Nobody(roll)
            : Peculiar(customer, day) is { } outcome ? outcome
            : roll switch
            {
                < 12 => new Outcome(OutcomeKind.Voicemail),
                < 20 => new Outcome(OutcomeKind.NoAnswer),
                < 27 => new Outcome(OutcomeKind.Gatekeeper, "accounts is at lunch"),
                _ => Reached(customer, day, roll),
            };
    }

    private static Outcome Nobody(int roll) => roll switch
    {
        < 55 => new Outcome(OutcomeKind.NoAnswer),
        < 92 => new Outcome(OutcomeKind.Voicemail),
        _ => new Outcome(OutcomeKind.Disconnected),
    };

    private Outcome Reached(DemoCustomer customer, DateOnly day, int roll) => books.NextPayment(customer.Code, day) switch
    {
        null => new Outcome(OutcomeKind.ReachedRefused, "no money before they are paid themselves"),
        var (on, _) when on <= day.AddDays(1) && roll < 65 => new Outcome(OutcomeKind.ReachedPaidClaim, "says that it went off this morning"),
        var (on, amount) when on <= day.AddDays(12) => new Outcome(
            OutcomeKind.ReachedPromise, "will be in the next payment run", on, Money.Of(amount, Currency.Aud)),
        _ => new Outcome(OutcomeKind.ReachedRefused, "waits for a payment of their own"),
    };

    // What a customer is here to show, each thing once.
    private Outcome? Peculiar(DemoCustomer customer, DateOnly day) => customer.Habit switch
    {
        Habit.Angry when _heardOnce.Add(customer.Code) => new Outcome(OutcomeKind.Abusive, "shouted, and hung up"),
        Habit.Struggling when day.Month > 6 && _heardOnce.Add(customer.Code) => new Outcome(OutcomeKind.ReachedPlanWanted, "asks for instalments"),
        Habit.Promising when _heardOnce.Add(customer.Code) => new Outcome(OutcomeKind.ReachedPromise, "promised by Friday week", Region.NewSouthWales.Office.Add(day, 5)),
        Habit.Disputing when day.Month > 5 && !_disputes.Exists(dispute => dispute.Account == customer.Code) => Dispute(customer.Code, day),
        _ => null,
    };

    private Outcome? Dispute(string account, DateOnly day)
    {
        if (books.FindUnpaid(account, day) is not { } invoice)
        {
            return null;
        }

        // The first is credited, the second is rejected, the third waits for the salesperson.
        var amount = Math.Round(invoice.Amount / 4, 2);
        var ends = day.AddDays(DaysOfADispute);
        var rest = (On: day.AddDays(4), Amount: invoice.Amount - amount);
        var dispute = _disputes.Count switch
        {
            0 => new DemoDispute(account, invoice.Invoice, ends, Credited: true),
            1 => new DemoDispute(account, invoice.Invoice, ends, Credited: false),
            _ => new DemoDispute(account, invoice.Invoice, EndsOn: null, Credited: false),
        };
        _disputes.Add(dispute);
        books.PayInstead(account, invoice.Invoice, dispute is { EndsOn: not null, Credited: false } ? [rest, (ends.AddDays(20), amount)] : [rest]);
        var kind = dispute.Credited ? DisputeKind.ReturnedWithoutCredit : DisputeKind.Pricing;
        var note = dispute.Credited ? "two boxes went back with the driver, no credit came" : "says that another price was agreed";
        return new Outcome(OutcomeKind.ReachedDispute, note, Dispute: new DisputeDetails(invoice.Invoice, Money.Of(amount, Currency.Aud), kind, note));
    }

    // 0 to 99, the same for the same task on the same day on every machine.
    private static int Roll(string taskId, DateOnly day)
    {
        var hash = 2_166_136_261u;
        foreach (var c in string.Create(CultureInfo.InvariantCulture, $"{taskId}/{day:yyyyMMdd}"))
        {
            hash = unchecked((hash ^ c) * 16_777_619u);
        }

        return (int)((hash ^ (hash >> 15)) % 100);
    }
}
