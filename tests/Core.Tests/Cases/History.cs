using System.Globalization;
using System.Text;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Core.Tests.Calendars;
using Collections.Core.Turns;

namespace Collections.Core.Tests.Cases;

/// <summary>
/// Some months in the life of an account, drawn from a seed: invoices, payments and their reversals, letters that go, fail, bounce or get lost,
/// clerks and managers at their tasks, disputes, holds, silent banks, a machine that stands still. Every turn is checked by <see cref="Invariants"/>.
/// </summary>
internal sealed class History
{
    private const int Months = 5;

    private static readonly Actor Clerk = new("Cleo");
    private static readonly Actor Manager = new("Mara", IsManager: true);
    private static readonly Actor Bank = new("bank");
    private static readonly Policy[] Policies = [TestPolicies.ThreeCalls, TestPolicies.AccMonthly, TestPolicies.ThreeCalls, TestPolicies.AccMonthly, TestPolicies.LettersOnly];

    private readonly int _seed;
    private readonly Random _random;
    private readonly Random _suspicions;
    private readonly TimeSpan? _lag;
    private readonly Policy _policy;
    private readonly Books _books = new();
    private readonly Invariants _invariants;
    private readonly PriorityQueue<Action, (DateTimeOffset At, int Order)> _agenda = new();
    private readonly DateTimeOffset _end;
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _outages = [];
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _silences = [];
    private readonly List<(string Id, string Invoice, Money Amount)> _disputes = [];
    private readonly List<(string Invoice, Money Amount)> _payments = [];
    private readonly List<Happening> _past = [];
    private readonly List<(DateTimeOffset At, Happening Happening, Facts Facts, Decision Decision)> _story = [];
    private Case _case = Case.New("A");
    private DateTimeOffset _now;
    private int _order;
    private int _next = 1;

    private History(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _suspicions = new Random(-1 - seed);

        // How far behind the bank is, drawn apart as well; in some histories no feed has ever delivered.
        _lag = new Random(seed ^ 0x5EED).Next(5) is var behind && behind > 0 ? TimeSpan.FromHours((behind - 1) * 11) : null;
        _policy = Policies[seed % Policies.Length];
        _invariants = new Invariants(_policy);
        _now = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(_random.Next(330)).AddMinutes(_random.Next(1440));
        _end = _now.AddMonths(Months);
        if (_policy.Scan == ScanRhythm.Daily)
        {
            _books.Account = _books.Account with { History = new PaymentHistory(10, 5, 100) };
        }

        if (Chance(0.1))
        {
            _books.SetContact(Chance(0.5) ? "ann@able.example" : null, Chance(0.5) ? "02 5550 0001" : null);
        }

        DrawWeather();
        DrawBusiness();
    }

    /// <summary>Turns decided.</summary>
    public int Turns { get; private set; }

    private DateOnly Today => LocalClock.DateAt(_now, Dates.Sydney);

    /// <summary>Lives through the history of a seed.</summary>
    /// <returns>How many turns were decided.</returns>
    /// <exception cref="InvalidOperationException">An invariant was broken; the message tells the seed and the story so far.</exception>
    public static int Live(int seed)
    {
        var history = new History(seed);
        try
        {
            history.Run();
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException($"seed {seed}: {problem.Message}\n{history.Tell()}", problem);
        }

        return history.Turns;
    }

    // Outages of the machine, and times at which the bank says nothing.
    private void DrawWeather()
    {
        for (var n = _random.Next(3); n > 0; n--)
        {
            var from = AnyTime();
            _outages.Add((from, from.AddHours(_random.Next(1, 240))));
        }

        for (var n = _random.Next(3); n > 0; n--)
        {
            var from = AnyTime();
            _silences.Add((from, from.AddHours(_random.Next(1, 400))));
        }
    }

    private void DrawBusiness()
    {
        for (var n = _random.Next(1, 4); n > 0; n--)
        {
            Issue(Today.AddDays(-_random.Next(100)));
        }

        for (var n = _random.Next(3); n > 0; n--)
        {
            At(AnyTime(), () => Issue(Today));
        }

        for (var n = _random.Next(1, 9); n > 0; n--)
        {
            At(AnyTime(), _random.Next(14) switch
            {
                < 4 => Pay,
                4 => Reverse,
                5 => Dispute,
                6 => EndDispute,
                7 => Hold,
                8 => PromiseByMail,
                9 => ChangeContact,
                10 => () => Happen(new SupplySet(Chance(0.8) ? Manager : Clerk, Chance(0.5))),
                11 => Repeat,
                12 => Credit,
                _ => () => Happen(new LedgerChanged()),
            });
        }

        At(_now, Scan);
        DrawLikelyPayments();
    }

    // Drawn apart, so that the histories without them stay what they were.
    private void DrawLikelyPayments()
    {
        for (var n = _seed % 7 is 1 or 5 or 6 ? 0 : _suspicions.Next(4); n > 0; n--)
        {
            var id = $"s{n}";
            var from = _now.AddMinutes(_suspicions.NextDouble() * (_end - _now).TotalMinutes);
            At(from, () => Happen(new PaymentSuspected(Bank, id, Books.Aud(_suspicions.Next(1, 900)), "the amount of an open invoice")));
            if (_suspicions.Next(10) > 0)
            {
                At(from.AddHours(_suspicions.Next(1, 500)), () => LookAt(id));
            }
        }
    }

    // Somebody says whose a payment is: theirs, or not.
    private void LookAt(string payment)
    {
        if (_suspicions.Next(2) > 0)
        {
            Pay();
        }

        Happen(new PaymentLookedAt(_suspicions.Next(2) > 0 ? Clerk : Bank, payment));
    }

    private void Run()
    {
        while (true)
        {
            var due = NextOfMachine();
            if (_agenda.TryPeek(out _, out var planned) && (due is null || planned.At <= due.Value.At))
            {
                if (planned.At > _end)
                {
                    return;
                }

                _now = planned.At > _now ? planned.At : _now;
                _agenda.Dequeue()();
            }
            else if (due is { } machine && machine.At <= _end)
            {
                _now = machine.At > _now ? machine.At : _now;
                Happen(machine.Happening);
            }
            else
            {
                return;
            }
        }
    }

    // What the machine does by itself: it wakes a case that is due, and looks at a letter whose time has come; when it stands still, afterwards.
    private (DateTimeOffset At, Happening Happening)? NextOfMachine()
    {
        (DateTimeOffset At, Happening Happening)? wake = _case.WakeAt is { } at ? (Running(at), new Woke()) : null;
        return _case.Letter is { Attempted: false } letter && Running(letter.NotBefore) is var ready && (wake is null || ready <= wake.Value.At)
            ? (ready, new LetterReady(letter.Id))
            : wake;
    }

    private void Happen(Happening happening)
    {
        if (++Turns > 2000)
        {
            throw new InvalidOperationException("the case never comes to rest");
        }

        var before = _case;
        var facts = Facts();
        var decision = Decider.Decide(before, happening, facts, _policy, _now);
        _story.Add((_now, happening, facts, decision));
        _case = decision.Case;
        _books.Follow(decision.Effects);
        _invariants.Check(before, happening, decision, facts, Facts(), _now);
        if (happening is not Woke)
        {
            _past.Add(happening);
        }

        foreach (var effect in decision.Effects)
        {
            Follow(effect);
        }
    }

    private string Tell()
    {
        var text = new StringBuilder();
        foreach (var (at, happening, facts, decision) in _story)
        {
            var silent = facts.BankSilentSince is null ? "" : ", the bank silent";
            text.Append(
                CultureInfo.InvariantCulture,
                $"{LocalClock.ToLocal(at, Dates.Sydney):ddd yyyy-MM-dd HH:mm} {happening}, {facts.Position.Owing} owing{silent}\n{Told.Of(decision, _policy)}");
        }

        return text.ToString();
    }

    private Facts Facts() => new(_books.Account, _books.On(Today, _policy), 0, _silences.Any(s => s.From <= _now && _now < s.To) ? Today : null, _now - _lag);

    private void Follow(Effect effect)
    {
        switch (effect)
        {
            case LetterAttempted letter:
                At(_now.AddMinutes(Chance(0.9) ? 1 : _random.Next(3000)), () => AnswerOfSender(letter.LetterId));
                break;
            case LetterDelivered letter when Chance(0.06) && _past.OfType<LetterReady>().Any(l => l.LetterId == letter.LetterId):
                var step = _invariants.StepOf(letter.LetterId);
                var email = _books.Account.ContactFor()?.Email ?? "";
                At(_now.AddHours(_random.Next(1, 120)), () => Happen(new LetterBounced(letter.LetterId, step, email)));
                break;
            case TaskOpened task:
                At(WorkedAt(task.DueAt), () => Work(task.TaskId, task.Kind));
                break;
            case TaskMoved task:
                At(WorkedAt(task.DueAt), () => Work(task.TaskId, TaskKind.Call));
                break;
            case DisputeOpened { Dispute: var dispute }:
                _disputes.Add((dispute.Id, dispute.Invoice, dispute.Amount));
                break;
        }
    }

    private void AnswerOfSender(string letter) => Happen(_random.Next(20) switch
    {
        0 => new LetterFailed(letter, Permanent: true, "550"),
        1 or 2 => new LetterFailed(letter, Permanent: false, "busy"),
        3 => new LetterUnknown(letter),
        _ => new LetterSent(letter),
    });

    // A task may be withdrawn, moved or done by the time that somebody comes to it; half of the time they notice.
    private void Work(string taskId, TaskKind kind)
    {
        var open = _case.Tasks.FirstOrDefault(task => task.Id == taskId);
        if (open is null && Chance(0.9))
        {
            return;
        }

        Happen(new TaskCompleted(Chance(0.3) ? Manager : Clerk, taskId, OutcomeOf(open?.Kind ?? kind)));
        if (_case.Tasks.Any(task => task.Id == taskId))
        {
            At(_now.AddHours(_random.Next(1, 60)), () => Work(taskId, kind));
        }
    }

    private Outcome OutcomeOf(TaskKind kind)
    {
        switch (kind)
        {
            case TaskKind.Call or TaskKind.ManagementCall or TaskKind.BossCall:
                return OutcomeOfCall();
            case TaskKind.CheckLetter:
                return new Outcome(Chance(0.5) ? OutcomeKind.Sent : OutcomeKind.NotSent);
            case TaskKind.FindContact when Chance(0.8):
                _books.SetContact($"ann{_next++}@able.example", _books.Account.ContactFor()?.Phone);
                break;
            case TaskKind.FindNumber when Chance(0.8):
                _books.SetContact(_books.Account.ContactFor()?.Email, $"02 5550 {_next++:D4}");
                break;
        }

        return new Outcome(OutcomeKind.Done);
    }

    private Outcome OutcomeOfCall() => _random.Next(24) switch
    {
        < 6 => new Outcome(OutcomeKind.ReachedPromise, PromiseDate: Today.AddDays(_random.Next(-1, 18))),
        6 => new Outcome(OutcomeKind.ReachedPromise, PromiseDate: Today.AddDays(_random.Next(6)), PromiseAmount: Books.Aud(_random.Next(1, 400))),
        7 or 8 => new Outcome(OutcomeKind.ReachedPaidClaim),
        9 when _books.Invoices.Count > 0 => new Outcome(OutcomeKind.ReachedDispute, Dispute: DrawDispute()),
        10 => new Outcome(OutcomeKind.ReachedPlanWanted),
        11 or 12 => new Outcome(OutcomeKind.ReachedRefused),
        13 or 14 => new Outcome(OutcomeKind.Gatekeeper, CallbackAt: Chance(0.5) ? _now.AddHours(_random.Next(-2, 90)) : null),
        15 => new Outcome(OutcomeKind.WrongNumber),
        16 => new Outcome(OutcomeKind.Abusive),
        17 => new Outcome(OutcomeKind.Done),
        18 => new Outcome(OutcomeKind.Disconnected),
        _ => new Outcome(OutcomeKind.NoAnswer),
    };

    private void Scan()
    {
        Happen(new Scanned(Today));
        var next = Today.AddDays(1);
        if (_policy.Scan == ScanRhythm.Monthly)
        {
            var month = new DateOnly(Today.Year, Today.Month, 1).AddMonths(1);
            next = _policy.CollectionDays.FirstOfMonth(month.Year, month.Month, Books.Sydney.Region.Office);
        }
        else if (_case.IsOpen)
        {
            next = next.AddDays(6);
        }

        At(Running(LocalClock.ToInstant(next, new TimeOnly(6, 0), Dates.Sydney, GapRule.EndOfGap, OverlapRule.Earlier)), Scan);
    }

    private void Issue(DateOnly issued)
    {
        _books.Add($"I{_next++}", issued, Terms.EndOfMonth30.DueDate(issued.AddDays(-25)), _random.Next(3, 2000));
        if (Turns > 0)
        {
            Happen(new LedgerChanged());
        }
    }

    private void Pay()
    {
        if (_books.Invoices.Where(i => i.Open.IsPositive).OrderBy(i => i.Due).FirstOrDefault() is { } invoice)
        {
            var isAll = Chance(0.6);
            foreach (var paid in isAll ? _books.Invoices.Where(i => i.Open.IsPositive).ToList() : [invoice])
            {
                var amount = isAll ? paid.Open : paid.Open.Times(_random.Next(1, 101) / 100m);
                _books.Allocate(paid.Number, amount);
                _payments.Add((paid.Number, amount));
                Happen(new PaymentReceived(Bank, $"b{_next++}", amount));
            }
        }
    }

    private void Reverse()
    {
        if (_payments.Count > 0)
        {
            var (invoice, amount) = _payments[^1];
            _payments.RemoveAt(_payments.Count - 1);
            _books.Allocate(invoice, -amount);
            Happen(new PaymentReversed(Bank, $"b{_next++}", amount));
        }
    }

    private void Credit()
    {
        _books.Unapplied = Chance(0.5) ? Books.Aud(_random.Next(1500)) : Books.Aud(0);
        Happen(new LedgerChanged());
    }

    private void Dispute() => Happen(new DisputeRaised(Clerk, DrawDispute()));

    private DisputeDetails DrawDispute()
    {
        var invoice = _books.Invoices[_random.Next(_books.Invoices.Count)];
        return new DisputeDetails(invoice.Number, Chance(0.5) ? null : Books.Aud(_random.Next(1, 500)), DisputeKind.Pricing);
    }

    private void EndDispute()
    {
        if (_disputes.Count > 0)
        {
            var (id, invoice, amount) = _disputes[_random.Next(_disputes.Count)];
            Happen(new DisputeResolved(Clerk, id, invoice, amount, Credited: Chance(0.3)));
        }
    }

    private void Hold()
    {
        Happen(new HoldPlaced(Clerk, "waits", null, Today.AddDays(_random.Next(20))));
        if (Chance(0.3) && _case.Hold is { } hold)
        {
            At(_now.AddDays(_random.Next(1, 10)), () => Happen(new HoldLifted(Clerk, hold.Id)));
        }
    }

    private void PromiseByMail() => Happen(new PromiseGiven(Chance(0.3) ? Manager : Clerk, Today.AddDays(_random.Next(20)), null));

    private void ChangeContact()
    {
        _books.SetContact(Chance(0.8) ? $"ann{_next++}@able.example" : null, Chance(0.8) ? $"02 5550 {_next++:D4}" : null);
        Happen(new LedgerChanged());
    }

    private void Repeat()
    {
        if (_past.Count > 0 && _past[_random.Next(_past.Count)] is not (PaymentReceived or PaymentReversed) and var happening)
        {
            Happen(happening);
        }
    }

    private bool Chance(double share) => _random.NextDouble() < share;

    private DateTimeOffset AnyTime() => _now.AddMinutes(_random.NextDouble() * (_end - _now).TotalMinutes);

    // Most tasks are done within a day, in no order; some days late; a few never.
    private DateTimeOffset WorkedAt(DateTimeOffset due) =>
        (due > _now ? due : _now).AddMinutes(Chance(0.8) ? _random.Next(1, 500) : Chance(0.9) ? _random.Next(1, 9000) : 1_000_000);

    private DateTimeOffset Running(DateTimeOffset at)
    {
        foreach (var (from, to) in _outages)
        {
            at = from <= at && at < to ? to : at;
        }

        return at;
    }

    private void At(DateTimeOffset at, Action action) => _agenda.Enqueue(action, (at, _order++));
}
