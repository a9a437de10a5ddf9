using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.StoreContract;

/// <summary>Figures: counted from what happened, not from what the decider thinks of it; and the sums that must agree.</summary>
public abstract class FiguresContract<THost> : StoreFacts<THost>
    where THost : IStoreHost, new()
{
    [StoreFact]
    public async Task Totals_OfNothing_AreNothing() =>
        Assert.Equal(new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), await Desk.TotalsAsync(None));

    [StoreFact]
    public async Task Totals_CountWhatHappened()
    {
        await AddAccountsAsync("A", "B");
        await AddAsync(NewInvoice("A", "1", 900));
        await AddAsync(NewInvoice("B", "2", 900));
        await OpenCaseAsync("A");
        await OpenCaseAsync("B");
        await StepAsync("A", Now, [Line(RecordKind.LetterAttempted, Because.LetterAttempted, Now), Line(RecordKind.Suspended, Because.PromiseWithdraws, Now)],
            Call("t1-A"), new LetterIntended("l1", "s", "t", Now), new LetterAttempted("l1", null), new LetterDelivered("l1", Now),
            Promise("p1", PromiseState.Kept), Promise("p2", PromiseState.Broken), Promise("p3", PromiseState.Live));
        await StepAsync("B", Now, [], Call("t1-B"), new TaskClosed("t1-B", Done: true, new Outcome(OutcomeKind.Voicemail)),
            new LetterIntended("l2", "s", "t", Now), new LetterAttempted("l2", null), new LetterCameBack("l2", "x@example.com"),
            new DisputeOpened(new Dispute("d1", "2", Aud(1), DisputeKind.Other, null, Today, Today)));
        await ReceiveAsync(Later(1), Payment("p1", 900, "1"), Payment("p2", 5, "what?"));
        await StepAsync("A", Later(1), [Line(RecordKind.Closed, Because.PaidInFull, Later(1))], [], closed: true);

        Assert.Equal(
            new Totals(
                Accounts: 2, Invoices: 2, Cases: 2, CasesOpen: 1, CasesClosedPaid: 1, Letters: 1, Calls: 2, CallsOpen: 1, Payments: 2, PaymentsApplied: 1,
                Promises: 3, PromisesKept: 1, PromisesBroken: 1, Disputes: 1, Bounced: 1, Suspended: 1, PaidBeforeContact: 0, RemindersAfterPayment: 0,
                LettersPerDayMax: 1),
            await Desk.TotalsAsync(None));
    }

    [StoreFact]
    public async Task PaidBeforeContact_CountsEffortsThatNobodyWasContactedIn()
    {
        await AddAccountsAsync("QUIET", "CALLED", "CREDITED", "REOPENED");
        await RecordAsync("QUIET", (RecordKind.Opened, Because.Opened), (RecordKind.Closed, Because.PaidInFull));
        await RecordAsync("CALLED", (RecordKind.Opened, Because.Opened), (RecordKind.CallMade, Because.CallMade), (RecordKind.Closed, Because.PaidButSmall));
        await RecordAsync("CREDITED", (RecordKind.Opened, Because.Opened), (RecordKind.Closed, Because.CoveredAtClose));
        await RecordAsync("REOPENED", (RecordKind.Opened, Because.Opened), (RecordKind.Closed, Because.PaidInFull), (RecordKind.Reopened, Because.Reversed));

        var totals = await Desk.TotalsAsync(None);

        Assert.Equal((2, 1), (totals.CasesClosedPaid, totals.PaidBeforeContact));
    }

    [StoreFact]
    public async Task LettersPerDayMax_CountsByTheAccountsOwnDays_R21()
    {
        // 13:00 and 15:00 UTC are two days in Sydney; a letter that never went does not count.
        await AddAccountsAsync("A");
        await SendAsync("A", "l1", new DateTimeOffset(2021, 8, 3, 13, 0, 0, TimeSpan.Zero));
        await SendAsync("A", "l2", new DateTimeOffset(2021, 8, 3, 15, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, (await Desk.TotalsAsync(None)).LettersPerDayMax);

        await SendAsync("A", "l3", new DateTimeOffset(2021, 8, 3, 16, 0, 0, TimeSpan.Zero));
        Assert.Equal(2, (await Desk.TotalsAsync(None)).LettersPerDayMax);
    }

    [StoreTheory]
    [InlineData(900, 0, 0, 0)]
    [InlineData(900, 900, -1, 1)]
    [InlineData(900, 900, 1, 0)]
    [InlineData(900, 899, -1, 0)]
    public async Task RemindersAfterPayment_CountContactsOfThoseWhoHadPaid_R20(int owing, int paid, int hours, int wrong)
    {
        await AddAccountsAsync("A");
        await AddAsync(NewInvoice("A", "1", owing));
        if (paid > 0)
        {
            await ReceiveAsync(Later(hours), Payment("p1", paid, "1"));
        }

        await SendAsync("A", "l1", Now);

        Assert.Equal(wrong, (await Desk.TotalsAsync(None)).RemindersAfterPayment);
    }

    [StoreFact]
    public async Task RemindersAfterPayment_CountCallsToo_AndAMomentLaterAgain()
    {
        await AddAccountsAsync("A");
        await AddAsync(NewInvoice("A", "1", 900));
        await ReceiveAsync(Later(-1), Payment("p1", 900, "1"));

        await StepAsync("A", Now, [], Call("t1-A"), Call("t2-A"));

        Assert.Equal(2, (await Desk.TotalsAsync(None)).RemindersAfterPayment);
    }

    [StoreFact]
    public async Task RemindersAfterPayment_MoneyThatNobodyAllocated_CountsAsPaid()
    {
        await AddAccountsAsync("A");
        await ReceiveAsync(Later(-1), Payment("p1", 900, account: "A"));
        await AddAsync(NewInvoice("A", "1", 900));

        await SendAsync("A", "l1", Now);

        Assert.Equal(1, (await Desk.TotalsAsync(None)).RemindersAfterPayment);
    }

    [StoreFact]
    public async Task RemindersAfterPayment_WhatIsNotDueOrDisputed_IsNotOwing()
    {
        await AddAccountsAsync("NOTDUE", "DISPUTED", "CREDITED", "BOOKS");
        await AddAsync(NewInvoice("NOTDUE", "1", 900, due: Today));
        await AddAsync(NewInvoice("DISPUTED", "2", 900) with { Disputed = Aud(900) });
        await AddAsync(NewInvoice("CREDITED", "3", 900));
        await AddAsync(NewInvoice("CREDITED", "4", -900, -900));
        await AddAsync(NewInvoice("BOOKS", "5", 900, 0) with { SettledOn = Day(8, 2) });

        foreach (var account in new[] { "NOTDUE", "DISPUTED", "CREDITED", "BOOKS" })
        {
            await SendAsync(account, $"l-{account}", Now);
        }

        Assert.Equal(4, (await Desk.TotalsAsync(None)).RemindersAfterPayment);
    }

    [StoreFact]
    public async Task RemindersAfterPayment_AReminderAheadOfTheDueDate_IsRightWhileTheInvoiceIsUnpaid_R10()
    {
        await AddAccountsAsync("A");
        await AddAsync(NewInvoice("A", "1", 900, due: Day(8, 20)));
        var file = await FileAsync("A");
        await CommitAsync(Turn(file, OpenCase(), Now, record: Line(RecordKind.Opened, Because.OpenedAhead, Now)));
        await SendAsync("A", "l1", Later(1));
        Assert.Equal(0, (await Desk.TotalsAsync(None)).RemindersAfterPayment);

        await ReceiveAsync(Later(2), Payment("p1", 900, "1"));
        await SendAsync("A", "l2", Later(30));

        Assert.Equal(1, (await Desk.TotalsAsync(None)).RemindersAfterPayment);
    }

    [StoreFact]
    public async Task RemindersAfterPayment_AContactWhileThePaymentStood_WasWrong_ThoughItCameBackLater_R37()
    {
        await AddAccountsAsync("A");
        await AddAsync(NewInvoice("A", "1", 900));
        await ReceiveAsync(Later(-2), Payment("p1", 900, "1"));
        await SendAsync("A", "l1", Now);
        await ReceiveAsync(Later(1), Reversal("r1", "p1", 900));
        await SendAsync("A", "l2", Later(30));

        Assert.Equal(1, (await Desk.TotalsAsync(None)).RemindersAfterPayment);
    }

    [StoreFact]
    public async Task Aging_PutsEachDebtIntoItsBucket()
    {
        await AddAccountsAsync("A", "PAID", "CREDIT");
        var dues = new[] { (0, 1m), (1, 2m), (30, 4m), (31, 8m), (60, 16m), (61, 32m), (90, 64m), (91, 128m) };
        foreach (var (days, amount) in dues)
        {
            await AddAsync(NewInvoice("A", $"{days}", amount, due: Today.AddDays(-days)));
        }

        await AddAsync(NewInvoice("A", "disputed", 300, due: Day(8, 31)) with { Disputed = Aud(100) });
        await AddAsync(NewInvoice("A", "credit", -7, -7));
        await AddAsync(NewInvoice("PAID", "paid", 5, 0));
        await ReceiveAsync(Payment("p1", 11, account: "CREDIT"));

        var rows = await Desk.AgingAsync(Today, None);

        Assert.Equal(
            [
                new AgingRow("A", "A Pty Ltd", Aud(301), Aud(6), Aud(24), Aud(96), Aud(128), Disputed: Aud(100), Unapplied: Aud(7)),
                new AgingRow("CREDIT", "CREDIT Pty Ltd", Aud(0), Aud(0), Aud(0), Aud(0), Aud(0), Disputed: Aud(0), Unapplied: Aud(11)),
            ],
            rows);
        Assert.Equal(Aud(548), rows[0].Balance);
    }

    [StoreFact]
    public async Task Activity_CountsLinesByDayAndKind()
    {
        await AddAccountsAsync("A");
        var midnight = new DateTimeOffset(2021, 8, 4, 0, 0, 0, TimeSpan.Zero);
        await StepAsync("A", Now,
        [
            Line(RecordKind.Opened, Because.Opened, midnight.AddTicks(-1)), Line(RecordKind.CallMade, Because.CallMade, midnight),
            Line(RecordKind.CallMade, Because.CallMade, midnight.AddHours(23)), Line(RecordKind.CallMade, Because.CallMade, midnight.AddHours(24)),
        ]);

        Assert.Equal(
            [new ActivityRow(Day(8, 3), RecordKind.Opened, 1), new ActivityRow(Day(8, 4), RecordKind.CallMade, 2)],
            await Desk.ActivityAsync(Day(8, 3), Day(8, 4), None));
    }

    [StoreFact]
    public async Task Verify_FindsATamperedSum()
    {
        await AddAccountsAsync("A");
        await AddAsync(NewInvoice("A", "1001", 900));
        await ReceiveAsync(Payment("p1", 100, "1001"));
        await AssertSumsAsync();

        await Host.TamperWithAllocatedAsync("1001");

        Assert.Contains("1001", Assert.Single(await Desk.VerifyAsync(None)), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Verify_FindsATamperedRecord_R40()
    {
        await AddAccountsAsync("A", "B");
        await RecordAsync("A", (RecordKind.Opened, Because.Opened), (RecordKind.CallMade, Because.CallMade), (RecordKind.Closed, Because.PaidInFull));
        await RecordAsync("B", (RecordKind.Opened, Because.Opened));
        await AssertSumsAsync();

        await Host.TamperWithRecordAsync("A", 2);

        var finding = Assert.Single(await Desk.VerifyAsync(None));
        Assert.Contains("account A: line 2", finding, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Verify_FindsATaskThatTheCaseDoesNotKnow()
    {
        await AddAccountsAsync("A");

        await CommitAsync(Turn(await FileAsync("A"), OpenCase(), Now, [Call("t1-A")]));

        Assert.Contains("t1-A", Assert.Single(await Desk.VerifyAsync(None)), StringComparison.Ordinal);
    }

    private static TaskOpened Call(string id) => new(id, TaskKind.Call, Role.Clerk, "call-1", "call-1", Now, new Why(Because.StepDue), Aud(900), 0);

    private static PromiseChanged Promise(string id, PromiseState state) => new(new Promise(id, Today, Today, Aud(1), state, Aud(0)));

    private Task StepAsync(string account, DateTimeOffset at, RecordLine[] record, params Effect[] effects) =>
        StepAsync(account, at, record, effects, closed: false);

    private async Task StepAsync(string account, DateTimeOffset at, RecordLine[] record, Effect[] effects, bool closed) => await CommitAsync(Turn(
        await FileAsync(account), closed ? OpenCase().Replace("\"isOpen\":true", "\"isOpen\":false", StringComparison.Ordinal) : OpenCase(), at, effects, record));

    private Task SendAsync(string account, string letter, DateTimeOffset at) => StepAsync(
        account, at, [], new LetterIntended(letter, "s", "t", at), new LetterAttempted(letter, null), new LetterDelivered(letter, at));

    private Task RecordAsync(string account, params (RecordKind Kind, Because Code)[] lines) =>
        StepAsync(account, Now, [.. lines.Select(line => Line(line.Kind, line.Code, Now))]);
}
