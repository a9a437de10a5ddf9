using System.Reflection;
using Collections.App.Policies;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Core.Turns;

namespace Collections.Benchmarks;

/// <summary>Turns of the decider, pure, on one core: a case's life from the scan to its payment, beside a bare copy of the case.</summary>
internal static class DecideBench
{
    public static void Run(int lives)
    {
        Bench.Title("decide, pure, on one core");
        var turns = 0L;
        var policy = PolicyBook.Load(null).Default;
        var life = Life(policy);
        Play(life, policy, 2_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var time = Bench.Time(() => turns = Play(life, policy, lives));
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / turns;

        var copy = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object, object>>();
        object @case = Case.New("A1");
        var floor = Bench.Time(() =>
        {
            for (var i = 0L; i < turns; i++)
            {
                _ = copy(@case);
            }
        });

        Bench.Row("turns", Bench.Rate(turns, time, "turns"), ">= 1,000,000 turns/s");
        Bench.Row("allocated a turn", Bench.I($"{bytes:N0} B"), "<= 1,024 B");
        Bench.Row("floor: a bare copy of the case", Bench.Rate(turns, floor, "copies"));
        Bench.Row("ratio to the floor", Bench.I($"{time / floor:N1} x"));
    }

    private static (Happening Happening, Facts Facts, DateTimeOffset Now)[] Life(Policy policy)
    {
        var sydney = new Place(Region.NewSouthWales, TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney"));
        var account = new Account
        {
            Code = "A1",
            Name = "Smith & Sons",
            Currency = Currency.Aud,
            Terms = new Terms(TermsKind.Net, 30),
            Place = sydney,
            Contacts = [new Contact(ContactRole.Accounts, "Jane", "accounts@smith.example", "02 5550 0001")],
        };
        var invoice = new Invoice
        {
            Number = "I1",
            Issued = new DateOnly(2021, 7, 1),
            Due = new DateOnly(2021, 7, 31),
            Amount = Money.Of(1000, Currency.Aud),
            LedgerBalance = Money.Of(1000, Currency.Aud),
        };
        var clerk = new Actor("Kim");
        Facts Owing(int day, decimal paid = 0) => new(account, Position.Of(
            new DateOnly(2021, 8, day), Currency.Aud, [invoice with { Allocated = Money.Of(paid, Currency.Aud) }], [], Money.Zero(Currency.Aud), policy.Owing, policy.LeadDays));
        DateTimeOffset At(int day, int hour) => LocalClock.ToInstant(
            new DateOnly(2021, 8, day), new TimeOnly(hour, 0), sydney.TimeZone, GapRule.EndOfGap, OverlapRule.Earlier);
        return
        [
            (new Scanned(new DateOnly(2021, 8, 2)), Owing(2), At(2, 6)),
            (new Woke(), Owing(2), At(2, 9)),
            (new TaskCompleted(clerk, "t1-A1", new Outcome(OutcomeKind.Voicemail, "left a message")), Owing(2), At(2, 11)),
            (new Scanned(new DateOnly(2021, 8, 3)), Owing(3), At(3, 6)),
            (new Woke(), Owing(9), At(9, 9)),
            (new TaskCompleted(clerk, "t2-A1", new Outcome(OutcomeKind.ReachedPromise, PromiseDate: new DateOnly(2021, 8, 13))), Owing(9), At(9, 11)),
            (new Woke(), Owing(13), At(13, 9)),
            (new PaymentReceived(new Actor("bank"), "p1", Money.Of(1000, Currency.Aud)), Owing(13, 1000), At(13, 14)),
        ];
    }

    private static long Play((Happening Happening, Facts Facts, DateTimeOffset Now)[] life, Policy policy, int lives)
    {
        var turns = 0L;
        for (var i = 0; i < lives; i++)
        {
            var @case = Case.New("A1");
            foreach (var (happening, facts, now) in life)
            {
                @case = Decider.Decide(@case, happening, facts, policy, now).Case;
                turns++;
            }

            if (@case.CloseReason != CloseReason.Paid)
            {
                throw new InvalidOperationException($"the life did not end as it should: {@case.Status}");
            }
        }

        return turns;
    }
}
