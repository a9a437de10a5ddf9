using Collections.App;
using Collections.App.Payments;
using Collections.App.Scans;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>A payment that is probably theirs, and that nobody has matched: paid customers are not chased (R20).</summary>
public sealed class LikelyPaymentTests
{
    private static readonly Actor Kim = new("Kim");

    [Fact]
    public async Task R20_LetterQueued_ALikelyPaymentCame_NothingGoes_AndOneTaskAsks()
    {
        await using var house = await LetterQueuedAndLikelyPaidAsync();

        await house.ToAsync("2021-08-19 12:00");

        Assert.Empty(house.Sender.Sent);
        Assert.Equal((CaseStatus.Waiting, PauseKind.LikelyPayment), ((await house.CaseAsync()).Status, (await house.CaseAsync()).Pause.Kind));
        var task = Assert.Single(await house.TasksAsync());
        Assert.Equal((TaskKind.MatchPayment, Role.Clerk), (task.Kind, task.Role));
        Assert.Contains("a payment of AUD 1,100.00 is probably theirs", task.Why, StringComparison.Ordinal);
        Assert.Equal("bank:r1", Assert.Single((await house.CaseAsync()).Suspected).PaymentId);
    }

    [Fact]
    public async Task R20_NotTheirs_TheLetterGoesOnTheNextCollectionDay()
    {
        await using var house = await LetterQueuedAndLikelyPaidAsync();

        await house.ToAsync("2021-08-06 10:00");
        await house.Get<PaymentDesk>().RejectAsync("bank:r1", account: null, Kim, default);
        await house.ToAsync("2021-08-10 08:00");
        Assert.Empty(await house.TasksAsync());
        Assert.Empty(house.Sender.Sent);
        await house.ToAsync("2021-08-10 12:00");

        var letter = Assert.Single(house.Sender.Sent);
        Assert.Contains("AUD 1,000.00", letter.Text, StringComparison.Ordinal);
        Assert.Equal(["A1"], (await PaymentAsync(house, "bank:r1")).Refused);
    }

    [Fact]
    public async Task R20_Theirs_TheCaseClosesAsPaid_AndThePayerIsKnown()
    {
        await using var house = await LetterQueuedAndLikelyPaidAsync();

        await house.Get<PaymentDesk>().AcceptAsync("bank:r1", account: null, Kim, default);
        await house.ToAsync("2021-08-19 12:00");

        Assert.Empty(house.Sender.Sent);
        Assert.Empty(await house.TasksAsync());
        Assert.Equal((CaseStatus.Closed, CloseReason.Paid), ((await house.CaseAsync()).Status, (await house.CaseAsync()).CloseReason));
        var payment = await PaymentAsync(house, "bank:r1");
        Assert.Equal((PaymentState.Matched, "A1", Aud(100), true), (payment.State, payment.Account, payment.Unapplied, payment.IsByHand));

        // The same again, by the same account: it needs nobody any more.
        await house.InvoicesAsync("invoice,account,issued,amount\nJ7,A1,2021-07-15,500");
        var again = await house.ReceiveAsync(Paid("r2", 500) with { Payer = "S Trading", PayerAccount = "AU12-34567890" });
        Assert.Equal((PaymentState.Matched, "A1"), (again.State, again.Account));
    }

    [Fact]
    public async Task R20_TaskByHand_IsRefusedUntilSomebodyHasSaidWhoseItIs()
    {
        await using var house = await LetterQueuedAndLikelyPaidAsync();
        await house.ToAsync("2021-08-05 11:00");

        var report = await house.CompleteAsync(await house.TaskAsync(TaskKind.MatchPayment), OutcomeKind.Done);

        Assert.Contains("payment bank:r1 still waits: allocate it, or say that it is not theirs", report.Refusal.ToString(), StringComparison.Ordinal);
        await house.Get<PaymentDesk>().SetAsideAsync("bank:r1", "the owner's own money", Kim, default);
        await house.ToAsync("2021-08-05 11:01");
        Assert.Empty(await house.TasksAsync(TaskKind.MatchPayment));
        Assert.Equal(PauseKind.None, (await house.CaseAsync()).Pause.Kind);
    }

    [Fact]
    public async Task R20_LikelyPaidBeforeTheScan_TheCaseOpensAndWaits()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000");
        await house.ReceiveAsync(Paid("r1", 1100));

        await house.ToAsync("2021-08-05 12:00");

        Assert.Empty(house.Sender.Sent);
        Assert.Equal((CaseStatus.Waiting, PauseKind.LikelyPayment), ((await house.CaseAsync()).Status, (await house.CaseAsync()).Pause.Kind));
        Assert.Single(await house.TasksAsync());
    }

    [Fact]
    public async Task R20_AllocatedToAnother_TheirsGoesOn_AndTheOtherIsPaid()
    {
        await using var house = await LetterQueuedAndLikelyPaidAsync();
        await house.AccountsAsync("account,name,terms,policy\nA2,Smythe,eom+30,acc-monthly");
        await house.InvoicesAsync("invoice,account,issued,amount\nK1,A2,2021-06-15,1100");

        await house.Get<PaymentDesk>().AllocateAsync("bank:r1", [new Allocation("K1", Aud(1100))], account: null, Kim, default);
        await house.ToAsync("2021-08-10 12:00");

        Assert.Single(house.Sender.Sent);
        Assert.Equal("A2", (await PaymentAsync(house, "bank:r1")).Account);
        Assert.Empty((await house.CaseAsync()).Suspected);
    }

    [Fact]
    public async Task R37_Undone_ItsDebtIsBack_AndNobodySuspectsThemAgain()
    {
        await using var house = await LetterQueuedAndLikelyPaidAsync();
        await house.Get<PaymentDesk>().AcceptAsync("bank:r1", "A1", Kim, default);
        await house.ToAsync("2021-08-06 10:00");

        await house.Get<PaymentDesk>().UndoAsync("bank:r1", Kim, default);
        await house.ToAsync("2021-08-10 12:00");

        Assert.Equal(CaseStatus.Open, (await house.CaseAsync()).Status);
        Assert.Single(house.Sender.Sent);
        var payment = await PaymentAsync(house, "bank:r1");
        Assert.Equal((PaymentState.Unmatched, 0), (payment.State, payment.Suggestions.Count));
        await Assert.ThrowsAsync<RefusalException>(() => house.Get<PaymentDesk>().AcceptAsync("bank:r1", account: null, Kim, default));
    }

    [Fact]
    public async Task Import_BringsTheInvoiceThatAPaymentNamed_ItIsAppliedAtOnce()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nINV-1001,A1,2021-07-15,300");
        var early = await house.ReceiveAsync(Paid("r1", 450) with { Payer = "Somebody else", Reference = "INV-1002" });
        Assert.Equal(PaymentState.Unmatched, early.State);

        await house.InvoicesAsync("invoice,account,issued,amount\nINV-1002,A1,2021-07-20,450");

        var payment = await PaymentAsync(house, "bank:r1");
        Assert.Equal((PaymentState.Matched, "A1", false), (payment.State, payment.Account, payment.IsByHand));
        Assert.Equal([new Allocation("INV-1002", Aud(450))], payment.Allocations);
    }

    private static BankEntry Paid(string id, decimal amount) => new(id, Day("2021-08-04"), Aud(amount), true, Reference: null, "Smith & Sons", null, null);

    private static async Task<PaymentRow> PaymentAsync(House house, string id) => (await house.Store.PaymentAsync(id, default))!;

    // A letter is queued; before its moment a payment comes of which the name tells whose it probably is, and the amount does not.
    private static async Task<House> LetterQueuedAndLikelyPaidAsync()
    {
        var house = await OpenAsync("2021-08-05 05:00", "acc-monthly", "eom+30");
        house.Clock.MoveTo(At("2021-08-05 09:00"));
        await using var file = new MemoryStream("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000"u8.ToArray());
        await house.Get<Collections.App.Ledger.Importer>().InvoicesAsync(file, Collections.Files.ImportOptions.Canonical, null, default);
        await house.Get<Scanner>().RunAsync(house.Get<Collections.App.Policies.PolicyBook>().Find("acc-monthly")!, house.Today, false, true, default, default);
        house.Clock.MoveTo(At("2021-08-05 09:10"));
        var result = await house.ReceiveAsync(Paid("r1", 1100) with { PayerAccount = "AU12 3456 7890" });
        Assert.Equal((PaymentState.Unmatched, "A1"), (result.State, Assert.Single(result.Touched)));
        house.Clock.MoveTo(At("2021-08-05 09:30"));
        await house.Get<Dispatcher>().SendDueAsync(default);
        Assert.Empty(house.Sender.Sent);
        return house;
    }
}
