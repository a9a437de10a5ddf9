using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Tests.Calendars;

namespace Collections.Core.Tests.Cases;

/// <summary>A day is judged when the bank has spoken of it (R26, R33), and as long as R20 lets it, it waits.</summary>
public sealed class DayOfBankTests
{
    private const string Waits = "waiting for promise; call-2 planned Mon 15 May; wakes ";

    [Fact]
    public void R26_PromiseForTuesday_BankKnownToTuesdayMorning_WaitsOnWednesday_AndSaysUpToWhenItLooked() => PromisedForTuesday()
        .BankIsKnownTo("Tue 2023-05-16 06:00")
        .WakesByItself()
        .Then("""
            task t3 withdrawn
            - R26 task-withdrawn t3: the bank is known to Tue 16 May 2023 06:00 only: nothing is judged before it has spoken of all Tue 16 May 2023
            - R26 note p2: the bank is known to Tue 16 May 2023 06:00 only: nothing is judged before it has spoken of all Tue 16 May 2023
            = waiting for promise; call-2 planned Mon 15 May; wakes Thu 18 May 08:30
            """)
        .At("Wed 2023-05-17 10:00").Wakes()
        .Then("= " + Waits + "Thu 18 May 08:30")
        .WakesByItself()
        .Then("= " + Waits + "Fri 19 May 08:30");

    [Fact]
    public void R26_MoneyInTheNextDelivery_KeepsThePromise() => PromisedForTuesday()
        .BankIsKnownTo("Tue 2023-05-16 06:00").WakesByItself()
        .BankIsKnownTo("Wed 2023-05-17 09:00").At("Wed 2023-05-17 09:00").Pays(1000, "I1")
        .Then("""
            promise p2 of 1,000.00 for Tue 16 May kept, 1,000.00 received
            - R31 payment b1: AUD 1,000.00 received, of AUD 1,000.00 owing
            - R33 promise-kept p2: the AUD 1,000.00 promised for Tue 16 May 2023 came
            - R31 closed: everything owing is paid
            = closed paid
            """);

    [Fact]
    public void R26_DeliveryCompleteToTuesdaysEnd_WithoutMoney_BrokenAtTheFirstOpeningAfter() => PromisedForTuesday()
        .BankIsKnownTo("Tue 2023-05-16 06:00").WakesByItself()
        .BankIsKnownTo("Wed 2023-05-17 00:00").At("Wed 2023-05-17 10:00").Wakes()
        .Then("= " + Waits + "Thu 18 May 08:30")
        .WakesByItself()
        .Then("""
            promise p2 of 1,000.00 for Tue 16 May broken, 0.00 received
            task t4 call clerk call-2 by call-2, due Thu 18 May 08:30, 1,000.00 owing, 0 failed
            - R33 promise-broken p2: the AUD 1,000.00 promised for Tue 16 May 2023 did not come with the bank's entries up to Wed 17 May 2023 00:00; 1 broken so far
            - R9 task-opened t4: call-2 was due Mon 15 May 2023
            = open; call-2 task-open
            """);

    [Theory]
    [InlineData("Wed 2023-05-17 00:00", true)]
    [InlineData("Tue 2023-05-16 23:59", false)]
    [InlineData("Wed 2023-05-17 08:29", true)]
    public void R26_KnownToTheDaysEnd_IsJudgedOnTheNextMorning(string known, bool isJudged) =>
        Assert.Equal(isJudged ? PromiseState.Broken : PromiseState.Live, PromisedForTuesday().BankIsKnownTo(known).WakesByItself().Case.Promise!.State);

    [Fact]
    public void R26_StatementThatEndsInTheDaysLastSecond_IsComplete()
    {
        var story = PromisedForTuesday();
        story.KnownTo = Story.Moment("Wed 2023-05-17 00:00").AddSeconds(-1);

        Assert.Equal(PromiseState.Broken, story.WakesByItself().Case.Promise!.State);
    }

    [Theory]
    [InlineData("Sat 2021-10-02", "2021-10-01", "2021-10-01T14:00")] // Friday's end, before the clocks go on
    [InlineData("Wed 2021-10-06", "2021-10-05", "2021-10-05T13:00")] // and after
    [InlineData("Thu 2022-04-07", "2022-04-06", "2022-04-06T14:00")] // and once they went back
    public void R26_EndOfTheDay_IsTheAccountsOwn_WhateverTheClocksDid(string next, string promised, string end)
    {
        _ = Story.Moment(next + " 00:00");
        Assert.Equal((PromiseState.Broken, PromiseState.Live), (Judged(Dates.Moment(end + "Z")), Judged(Dates.Moment(end + "Z").AddSeconds(-2))));

        PromiseState Judged(DateTimeOffset known)
        {
            var story = new Story(TestPolicies.ThreeCalls).Owes("I1", "2021-07-01", "2021-07-31", 1000);
            var day = Dates.Day(promised);
            story.At($"{day.AddDays(-1):ddd yyyy-MM-dd} 06:00").Scans().At($"{day.AddDays(-1):ddd yyyy-MM-dd} 10:00").PromisesByMail(promised);
            story.WakesByItself();
            story.KnownTo = known;
            return story.WakesByItself().Case.Promise!.State;
        }
    }

    [Fact]
    public void R26_PromiseForADayOnWhichNoBankPosts_IsJudgedByTheNextDaysEntries() => Story.OfThreeCalls()
        .PromisesByMail("2021-08-02")
        .ThenIs("waiting for promise; call-1 planned Mon 2 Aug; wakes Mon 2 Aug 08:30")
        .WakesByItself()
        .ThenIs("waiting for promise; call-1 planned Mon 2 Aug; wakes Wed 4 Aug 08:30");

    [Fact]
    public void R26_ClaimOfWednesday_WaitsUntilTheBankHasSpokenOfIt_AndIsCalledAgainThatDay() => PromisedForTuesday()
        .BankIsKnownTo("Tue 2023-05-16 06:00")
        .At("Tue 2023-05-16 10:00").Answers("t3", OutcomeKind.ReachedPaidClaim)
        .ThenIs("waiting for paid-claim; call-2 planned Mon 15 May; wakes Wed 17 May 08:30")
        .WakesByItself()
        .Then("= waiting for paid-claim; call-2 planned Mon 15 May; wakes Thu 18 May 08:30")
        .BankIsKnownTo("Wed 2023-05-17 09:00").At("Wed 2023-05-17 10:00").Wakes()
        .Then("""
            promise p2 of 1,000.00 for Tue 16 May broken, 0.00 received
            task t4 call clerk claim by claim-check, due Wed 17 May 10:00, 1,000.00 owing, 0 failed
            - R26 resumed: they said it was paid, and after the bank's entries up to Wed 17 May 2023 09:00 AUD 1,000.00 is still owing: call again
            - R33 promise-broken p2: the AUD 1,000.00 promised for Tue 16 May 2023 did not come with the bank's entries up to Wed 17 May 2023 09:00; 1 broken so far
            - R26 task-opened t4: they said it was paid, and after the bank's entries up to Wed 17 May 2023 09:00 AUD 1,000.00 is still owing: call again
            = open; call-2 planned Mon 15 May
            """);

    [Fact]
    public void R26_NoFeed_TheBooksAreQuotedWithTheirDate_AndNothingIsSaidOfTheBank() => PromisedForTuesday()
        .HasNoFeed("Mon 2023-05-15 18:00")
        .At("Tue 2023-05-16 10:00").Answers("t3", OutcomeKind.ReachedPaidClaim)
        .Then("""
            task t3 done: reached-paid-claim
            call t3 reached-paid-claim
            promise p2 of 1,000.00 for Tue 16 May claimed, 0.00 received
            - R25 call-made t3: reached-paid-claim
            - R26 claimed p2: they say it is paid: what the books show on Wed 17 May 2023 will tell
            = waiting for paid-claim; call-2 planned Mon 15 May; wakes Wed 17 May 08:30
            """)
        .WakesByItself()
        .Then("""
            promise p2 of 1,000.00 for Tue 16 May broken, 0.00 received
            task t4 call clerk claim by claim-check, due Wed 17 May 08:30, 1,000.00 owing, 0 failed
            - R26 resumed: they said it was paid, and by the books of Mon 15 May 2023 AUD 1,000.00 is still owing: call again
            - R33 promise-broken p2: the AUD 1,000.00 promised for Tue 16 May 2023 did not come by the books of Mon 15 May 2023; 1 broken so far
            - R26 task-opened t4: they said it was paid, and by the books of Mon 15 May 2023 AUD 1,000.00 is still owing: call again
            = open; call-2 planned Mon 15 May
            """);

    [Fact]
    public void R26_NoFeedAndNobodyKnowsOfWhenTheBooksAre_NoDateIsMadeUp() => PromisedForTuesday()
        .HasNoFeed(null)
        .WakesByItself()
        .Then("""
            promise p2 of 1,000.00 for Tue 16 May broken, 0.00 received
            task t3 withdrawn
            task t4 call clerk call-2 by call-2, due Wed 17 May 08:30, 1,000.00 owing, 0 failed
            - R33 promise-broken p2: the AUD 1,000.00 promised for Tue 16 May 2023 did not come; 1 broken so far
            - R33 task-withdrawn t3: the AUD 1,000.00 promised for Tue 16 May 2023 did not come; 1 broken so far
            - R9 task-opened t4: call-2 was due Mon 15 May 2023
            = open; call-2 task-open
            """);

    [Fact]
    public void R20_SilentForTooLong_ThePromiseWaitsOn_AndIsJudgedAtTheFirstOpeningAfterTheBankSpeaks() => PromisedForTuesday()
        .BankIsKnownTo("Tue 2023-05-16 06:00").WakesByItself().WakesByItself()
        .BankIsSilentSince("2023-05-16").WakesByItself()
        .Then("= " + Waits + "Mon 22 May 08:30")
        .BankIsSilentSince(null).BankIsKnownTo("Fri 2023-05-19 15:00").At("Fri 2023-05-19 15:00").Wakes()
        .Then("= " + Waits + "Mon 22 May 08:30")
        .WakesByItself()
        .ThenIs("open; call-2 task-open");

    [Fact]
    public void R11_WhileThePromiseWaitsForTheBank_SupplyStaysAsItIs()
    {
        var story = new Story(TestPolicies.AccMonthly).Owes("J1", "2023-03-10", "2023-04-30", 1200)
            .At("Tue 2023-05-02 06:00").Scans().At("Fri 2023-05-12 10:00").PromisesByMail("2023-05-16");
        story.WakesByItself().BankIsKnownTo("Tue 2023-05-16 06:00").WakesByItself().At("Wed 2023-05-17 17:30").Wakes();
        Assert.False(story.Case.OnStop);
        Assert.Equal(PromiseState.Live, story.Case.Promise!.State);
    }

    [Fact]
    public void R26_ClaimOnABankHoliday_IsLookedAtOnTheNextBankingDay_OnceTheHolidayIsKnownToItsEnd() => Story.OfThreeCalls()
        .WakesByItself().At("Mon 2021-08-02 10:00").BankIsKnownTo("Sat 2021-07-31 00:00").Answers("t1", OutcomeKind.ReachedPaidClaim)
        .WakesByItself()
        .Then("= waiting for paid-claim; call-2 planned Mon 9 Aug; wakes Wed 4 Aug 08:30")
        .BankIsKnownTo("Tue 2021-08-03 00:00").Wakes()
        .ThenIs("open; call-2 planned Mon 9 Aug");

    [Fact]
    public void R33_ClaimOnAHolidayThatWasPromised_IsDoubted_AndThePromiseWaitsForTheDayThatTells() => Story.OfThreeCalls()
        .PromisesByMail("2021-08-02").WakesByItself().At("Mon 2021-08-02 10:00").Answers("t2", OutcomeKind.ReachedPaidClaim)
        .BankIsKnownTo("Tue 2021-08-03 07:00").WakesByItself()
        .Then("""
            promise p1 of 1,000.00 for Mon 2 Aug live, 0.00 received
            task t3 call clerk claim by claim-check, due Tue 3 Aug 08:30, 1,000.00 owing, 0 failed
            - R26 resumed: they said it was paid, and after the bank's entries up to Tue 3 Aug 2021 07:00 AUD 1,000.00 is still owing: call again
            - R26 task-opened t3: they said it was paid, and after the bank's entries up to Tue 3 Aug 2021 07:00 AUD 1,000.00 is still owing: call again
            = waiting for promise; call-1 planned Mon 2 Aug; wakes Wed 4 Aug 08:30
            """)
        .BankIsKnownTo("Wed 2021-08-04 07:00").WakesByItself()
        .ThenIs("open; call-1 task-open");

    [Fact]
    public void R25_WhoRefusesOnThePromisedDay_HasSaidSoHimself_AndNobodyWaitsForTheBank() => PromisedForTuesday()
        .BankIsKnownTo("Tue 2023-05-16 06:00")
        .At("Tue 2023-05-16 10:00").Answers("t3", OutcomeKind.ReachedRefused)
        .Then("""
            task t3 done: reached-refused
            call t3 reached-refused
            promise p2 of 1,000.00 for Tue 16 May broken, 0.00 received
            - R25 call-made t3: reached-refused
            - R33 promise-broken p2: the AUD 1,000.00 promised for Tue 16 May 2023 did not come; 1 broken so far
            = open; call-2 planned Wed 17 May; wakes Wed 17 May 08:30
            """);

    // Called on Mon 8 May, and on the promised day the call whether it is on its way.
    private static Story PromisedForTuesday() =>
        new Story(TestPolicies.ThreeCalls).Owes("I1", "2023-04-01", "2023-05-06", 1000).At("Sun 2023-05-07 06:00").Scans()
            .WakesByItself().At("Mon 2023-05-08 10:00").Promises("t1", "2023-05-16")
            .WakesByItself();
}
