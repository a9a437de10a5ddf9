using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables;
using Collections.Functions.Tables.Rows;
using Collections.StoreContract;

namespace Collections.Functions.Tests.Tables;

/// <summary>
/// What touches several partitions, ended between any two of its writes: the same call again, or the sweep and then the same call, ends as if nothing
/// had happened (promise 4).
/// </summary>
[NeedsAzurite]
public sealed class CrashTests : MatchingFacts<TableHost>
{
    private const string Payer = "a:AU123456";

    private static readonly string[] Codes = ["A100", "A200", "HEAD"];

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Delivery_EndedBetweenAnyTwoWrites_EndsTheSame(bool sweep) => CrashAsync(
        sweep,
        PrepareAsync,
        store => store.ReceiveAsync(
            new BankDelivery("anz", Now, null, [
                Payment("p1", 950, "1001"), Reversal("r2", "p2", 200), Payment("p2", 300, account: "A100"), Payment("p3", 5, "what?"),
                Reversal("r1", "p1", 100), Payment("p4", 5) with { IsCredit = false }, Reversal("r3", "p3", 5),
            ]),
            new PlainMatcher(), None));

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Allocation_EndedBetweenAnyTwoWrites_EndsTheSame(bool sweep) => CrashAsync(
        sweep,
        async store =>
        {
            await PrepareAsync(store);
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 950, "1001"), Payment("p2", 80, "what?")]), new PlainMatcher(), None);
        },
        async store =>
        {
            Assert.Null(await store.DecideAsync("anz:p1", new PaymentDecision.Allocate([new Allocation("2001", Aud(500))], null, []), new Actor("ann"), Later(1), None));
            Assert.Null(await store.DecideAsync("anz:p2", new PaymentDecision.Allocate([new Allocation("1001", Aud(70))], null, []), new Actor("ann"), Later(1), None));
            Assert.Null(await store.DecideAsync("anz:p2", new PaymentDecision.Allocate([new Allocation("1002", Aud(60))], null, []), new Actor("ann"), Later(1), None));
        });

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Branch_EndedBetweenAnyTwoWrites_EndsTheSame_R6(bool sweep) => CrashAsync(
        sweep,
        async store =>
        {
            await PrepareAsync(store);
            await store.SaveInvoicesAsync([NewInvoice("A200", "2002", 50), NewInvoice("A200", "2003", 70) with { Disputed = Aud(20) }], Now, None);
            await store.ReceiveAsync(
                new BankDelivery("anz", Now, null, [Payment("p1", 200, "2001"), Payment("p2", 60, "2002"), Reversal("r1", "p1", 50)]), new PlainMatcher(), None);
        },
        store => store.SaveAccountsAsync([NewAccount("HEAD"), NewAccount("A200", "HEAD")], Now, None));

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Branch_ThatLeaves_EndedBetweenAnyTwoWrites_EndsTheSame_R6(bool sweep) => CrashAsync(
        sweep,
        async store =>
        {
            await store.SaveAccountsAsync([NewAccount("A100"), NewAccount("HEAD"), NewAccount("A200", "HEAD")], Now, None);
            await store.SaveInvoicesAsync(
                [NewInvoice("A200", "2001", 500), NewInvoice("A200", "2002", 50), NewInvoice("HEAD", "3001", 70, due: Day(6, 30))], Now, None);
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 150, account: "HEAD"), Payment("p2", 50, "2002")]), new PlainMatcher(), None);
        },
        store => store.SaveAccountsAsync([NewAccount("A200")], Now, None));

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Import_EndedBetweenAnyTwoWrites_EndsTheSame(bool sweep) => CrashAsync(
        sweep,
        async store =>
        {
            await PrepareAsync(store);
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 900, "1001")]), new PlainMatcher(), None);
        },
        store => store.SaveInvoicesAsync(
            [NewInvoice("A100", "1001", 700), NewInvoice("A100", "1002", 100, 0) with { SettledOn = Day(8, 2) }, NewInvoice("A100", "1003", 7, due: Day(8, 2)),
                NewInvoice("A200", "2001", 500) with { Disputed = Aud(20) }, NewInvoice("A200", "2002", 50, 0) with { SettledOn = Day(7, 2) }],
            Later(1), None));

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Suggestion_EndedBetweenAnyTwoWrites_EndsTheSame(bool sweep) => CrashAsync(
        sweep,
        PrepareAsync,
        store => store.ReceiveAsync(
            new BankDelivery("anz", Now, null, [Payment("p1", 900), Payment("p2", 40), Reversal("r2", "p2", 40)]),
            Suggests(MayBe("A100"), MayBe("A200"), MayBe("A200", holds: false)), None));

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Split_EndedBetweenAnyTwoWrites_EndsTheSame(bool sweep) => CrashAsync(
        sweep,
        async store =>
        {
            await PrepareAsync(store);
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p2", 80)]), Suggests(MayBe("A200")), None);
        },
        async store =>
        {
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 1000)]), Splits(), None);
            var split = Allocate("A200", Of("1001", 30), Of("2001", 40)) with { Learn = [Payer] };
            Assert.Null(await store.DecideAsync("anz:p2", split, Ann, Later(1), None));
        });

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task ReversalOfASplit_EndedBetweenAnyTwoWrites_EndsTheSame_R37(bool sweep) => CrashAsync(
        sweep,
        async store =>
        {
            await PrepareAsync(store);
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 1000)]), Splits(), None);
        },
        store => store.ReceiveAsync(new BankDelivery("anz", Later(1), null, [Reversal("r1", "p1", 150), Reversal("r2", "p1", 800)]), new PlainMatcher(), None));

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Undo_EndedBetweenAnyTwoWrites_EndsTheSame(bool sweep) => CrashAsync(
        sweep,
        async store =>
        {
            await PrepareAsync(store);
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 1000)]), Splits(), None);
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p2", 80), Payment("p3", 70)]), Suggests(MayBe("A200"), MayBe("A100")), None);
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Reversal("r4", "unheard-of", 4), Payment("p4", 4, account: "A100")]), new PlainMatcher(), None);
        },
        async store =>
        {
            await DecideOnceAsync(store, "anz:p1", new PaymentDecision.Undo(), "nobody's");
            await DecideOnceAsync(store, "anz:p2", new PaymentDecision.Reject("A200"), "never refused");
            await DecideOnceAsync(store, "anz:p3", new PaymentDecision.SetAside("a loan"), "already");
            await DecideOnceAsync(store, "anz:r4", new PaymentDecision.Undoes("anz:p4"), "already");
        });

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Rematch_EndedBetweenAnyTwoWrites_EndsTheSame(bool sweep) => CrashAsync(
        sweep,
        async store =>
        {
            await PrepareAsync(store);
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 50, "1003")]), Suggests(MayBe("A200")), None);
            var awaiting = Says((_, _) => new Match("A100", [Of("1002", 100)], "it names 1002 and 1004") with { Awaits = true });
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p2", 160, "1004")]), awaiting, None);
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p3", 70)]), Suggests(MayBe("A200")), None);
            await store.SaveInvoicesAsync([NewInvoice("A100", "1003", 50), NewInvoice("A100", "1004", 40)], Now, None);
        },
        async store =>
        {
            await store.RematchAsync(["anz:p1", "anz:p2"], new PlainMatcher(), Later(1), None);
            await store.RematchAsync(["anz:p3"], Suggests(MayBe("A100")), Later(1), None);
        });

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public Task OtherReport_EndedBetweenAnyTwoWrites_EndsTheSame(bool sweep) => CrashAsync(
        sweep,
        async store =>
        {
            await PrepareAsync(store);
            await store.ReceiveAsync(
                new BankDelivery("anz", Now, null, [Payment("p1", 300) with { Source = "camt.053" }, Reversal("r1", "q1", 100), Payment("p2", 7) with { Source = "camt.053" }]),
                new PlainMatcher(), None);
        },
        store => store.ReceiveAsync(
            new BankDelivery("anz", Later(1), null, [
                Payment("q1", 300, "1001") with { Source = "webhook" }, Payment("p2", 7) with { Source = "webhook" }, Payment("q2", 7) with { Source = "webhook" }]),
            new PlainMatcher(), None));

    // The same invoices again are no news: what was left halfway is the sweep's.
    [StoreFact]
    public Task LoweredInvoiceOfASplit_EndedBetweenAnyTwoWrites_EndsTheSame() => CrashAsync(
        sweep: true,
        async store =>
        {
            await PrepareAsync(store);
            await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 1000)]), Splits(), None);
        },
        store => store.SaveInvoicesAsync([NewInvoice("A200", "2001", 100)], Later(1), None));

    [StoreFact]
    public async Task Delivery_CutOffBeforeItsClaimWent_ThenShared_IsUndoneInBothAccounts_R6()
    {
        await Host.Store.SaveAccountsAsync([NewAccount("A100"), NewAccount("HEAD"), NewAccount("A200", "HEAD")], Now, None);
        await Host.Store.SaveInvoicesAsync([NewInvoice("HEAD", "1001", 100), NewInvoice("A200", "2001", 50)], Now, None);
        await Host.Store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 150, account: "HEAD")]), new PlainMatcher(), None);
        var allocations = new[] { new Allocation("1001", Aud(100)), new Allocation("2001", Aud(50)) };
        Assert.Null(await Host.Store.DecideAsync("anz:p1", new PaymentDecision.Allocate(allocations, null, []), new Actor("ann"), Now, None));
        var rows = new PaymentRows(Host.Table(PaymentRows.Table), new App.Stores.StoredJson(App.Calendars.Regions.BuiltIn));
        var pointer = (await rows.FindAsync("anz:p1", None))!;
        pointer.Operation = new PendingOperation("HEAD", allocations, "the number on it", null, Now);
        Assert.True(await rows.TryWriteAsync(pointer, None));

        await Host.Store.SaveAccountsAsync([NewAccount("A200")], Later(1), None);
        await Host.Store.FinishPendingAsync(DateTimeOffset.UtcNow.AddMinutes(2), None);
        await Host.Store.ReceiveAsync(new BankDelivery("anz", Later(2), null, [Reversal("r1", "p1", 150)]), new PlainMatcher(), None);

        Assert.Equal(["A200", "HEAD"], (await rows.FindAsync("anz:p1", None))!.Accounts.Order(StringComparer.Ordinal));
        Assert.Equal(Aud(50), Assert.Single((await Host.Store.ReadAsync("A200", None))!.Invoices).Open);
        Assert.Equal(Aud(100), Assert.Single((await Host.Store.ReadAsync("HEAD", None))!.Invoices).Open);
        Assert.Empty(await Host.Store.VerifyAsync(None));
    }

    // 600 for an invoice of A100's, 300 for one of A200's, and 100 unapplied.
    private static IPaymentMatcher Splits() =>
        Says((_, _) => new Match("A100", [Of("1001", 600), Of("2001", 300)], "it names both") with { Learn = [Payer], Confidence = 95 });

    // Whoever does not know whether it was done says it again; then it may be too late.
    private static async Task DecideOnceAsync(TableStore store, string payment, PaymentDecision decision, string tooLate)
    {
        if (await store.DecideAsync(payment, decision, Ann, Later(1), None) is { } why)
        {
            Assert.Contains(tooLate, why.Why, StringComparison.Ordinal);
        }
    }

    private async Task CrashAsync(bool sweep, Func<TableStore, Task> prepare, Func<TableStore, Task> act)
    {
        await prepare(Host.Store);
        await act(Host.Store);
        var expected = await PictureAsync(Host);
        // At a desk every fifth moment, others with a sweep than without; all of them where nobody waits.
        for (var lives = Thoroughness.Of(full: 0, atADesk: sweep ? 2 : 0); ; lives += Thoroughness.Of(full: 1, atADesk: 5))
        {
            await using var host = new TableHost();
            await host.OpenAsync();
            await prepare(host.Store);
            var mortal = new MortalClient(host.Storage);
            var store = await host.OpenThroughAsync(mortal.Service);
            mortal.Lives = lives;
            if (await Record.ExceptionAsync(() => act(store)) is { } end)
            {
                Assert.True(mortal.IsOver, $"after {lives} writes: {end}");
            }
            else
            {
                Assert.True(lives > 3, "it was to write more than that");
                Assert.Equal(expected, await PictureAsync(host));
                return;
            }

            if (sweep)
            {
                await host.Store.FinishPendingAsync(DateTimeOffset.UtcNow.AddMinutes(2), None);
                Assert.Empty(await host.Store.VerifyAsync(None));
            }

            await act(host.Store);
            Assert.Equal($"{lives}: {expected}", $"{lives}: {await PictureAsync(host)}");
        }
    }

    private static async Task PrepareAsync(TableStore store)
    {
        await store.SaveAccountsAsync([NewAccount("A100"), NewAccount("A200")], Now, None);
        await store.SaveInvoicesAsync(
            [NewInvoice("A100", "1001", 900), NewInvoice("A100", "1002", 100, due: Day(8, 1)), NewInvoice("A200", "2001", 500)], Now, None);
        var file = (await store.ReadAsync("A100", None))!;
        Assert.True(Assert.Single(await store.CommitAsync([Turn(file, OpenCase(), Now, record: Line(RecordKind.Opened, Because.Opened, Now))], None)));
    }

    // All that money does, and who hears of it; how often the books told a case of themselves is no matter.
    private static async Task<string> PictureAsync(TableHost host)
    {
        var store = await host.OpenAtAsync(DateTimeOffset.UtcNow.AddMinutes(11));
        await store.RefreshOpenAsync(None);
        Assert.Empty(await store.VerifyAsync(None));
        var picture = new List<string>();
        foreach (var code in Codes)
        {
            if (await store.ReadAsync(code, None) is { } file)
            {
                picture.Add(string.Create(CultureInfo.InvariantCulture, $"{code} billed to {file.Account.Code}, {file.Account.History}, {file.UnappliedPayments} unapplied"));
                picture.AddRange(file.Invoices.Select(invoice => invoice.ToString()));
                picture.AddRange(file.Disputes.Select(dispute => dispute.ToString()));
                picture.AddRange((await store.DisputesAsync(code, None)).Select(dispute => dispute.ToString()));
                picture.AddRange(file.Inbox.Select(item => item.Happening).Where(happening => happening is not LedgerChanged).Select(happening => happening.ToString()));
            }
        }

        var payments = (await store.PaymentsAsync(null, null, null, 100, None)).Items;
        picture.AddRange(payments.Select(payment => $"{payment with { Allocations = [], Suggestions = [], Refused = [] }}: {string.Join(", ", payment.Allocations)}"));
        picture.AddRange((await store.PaymentsAsync(PaymentState.Unmatched, null, null, 100, None)).Items.Select(payment => $"nobody's: {payment.Id}"));
        picture.AddRange(payments.Select(payment =>
            $"{payment.Id}: maybe {string.Join(", ", payment.Suggestions.Select(one => one.Account))}; not {string.Join(", ", payment.Refused)}"));
        picture.AddRange((await store.WaitingAsync(100, None)).Select(payment => $"waits: {payment}"));
        if (payments.FirstOrDefault(payment => !payment.IsReversal) is { } any)
        {
            var asking = Says((_, ledger) => Match.None(string.Join(", ", ledger.FindRemitters(Payer, false))));
            picture.Add($"payers: {(await store.LookAsync(any.Id, asking, None))?.Why}");
        }

        picture.AddRange((await store.FeedsAsync(None)).Select(feed => feed.ToString()));
        picture.Add((await store.TotalOpenAsync(None)).ToString(CultureInfo.InvariantCulture));
        return string.Join("\n", picture);
    }
}
