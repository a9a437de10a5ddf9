using Collections.App.Calendars;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Local.Sqlite;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Payments;
using Collections.Local.Sqlite.Rows;
using Collections.StoreContract;

namespace Collections.Local.Tests.Sqlite;

/// <summary>What SQLite itself promises for the store: flushed commits, shared flushes, a record that is only ever added to, files of every release.</summary>
public sealed class SqliteStoreTests : StoreFacts<SqliteHost>
{
    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("journal_mode", "wal", true)]
    [InlineData("synchronous", "1", true)]
    public void Writer_Opened_FlushesEveryCommitUnlessItIsASimulations(string pragma, string expected, bool isSimulation = false)
    {
        using var connection = Connection.OpenWriter(Host.File, isSimulation);
        using var statement = connection.Prepare($"PRAGMA {pragma}");

        Assert.Equal(expected, statement.RunForText());
    }

    [Fact]
    public async Task Commits_ThatWaitTogether_ShareAFlush()
    {
        await AddAccountsAsync("A100");
        var before = Host.Store.Commits;

        // The first delivery holds the writer until all the others wait.
        using var gate = new ManualResetEventSlim();
        var first = Payments.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p0", 1)]), new Gate(gate), None);
        var posts = Enumerable.Range(0, 200).Select(i => Accounts.PostAsync("A100", $"k{i}", new Woke(), Now, None)).ToList();
        gate.Set();
        await Task.WhenAll(posts);
        await first;

        Assert.Equal(1, Host.Store.Commits - before);
        Assert.Equal(200, (await FileAsync("A100")).Inbox.Count);
    }

    [Fact]
    public async Task Command_ThatFails_TakesNothingOfTheOthersWithIt()
    {
        await AddAccountsAsync("A100", "A200");
        using var gate = new ManualResetEventSlim();
        var first = Payments.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p0", 1)]), new Gate(gate), None);
        var good = Accounts.PostAsync("A100", "k1", new Woke(), Now, None);
        var bad = Accounts.PostAsync("nobody", "k1", new Woke(), Now, None);
        var alsoGood = Accounts.PostAsync("A200", "k1", new Woke(), Now, None);
        gate.Set();

        Assert.Contains("nobody", (await Assert.ThrowsAsync<ArgumentException>(() => bad)).Message, StringComparison.Ordinal);
        Assert.True(await good);
        Assert.True(await alsoGood);
        Assert.Equal(PaymentState.Unmatched, Assert.Single(await first).State);
        Assert.Single((await FileAsync("A100")).Inbox);
        Assert.Single((await FileAsync("A200")).Inbox);
    }

    [Fact]
    public async Task Command_CancelledWhileItWaits_IsNotRun()
    {
        await AddAccountsAsync("A100");
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var first = Payments.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p0", 1)]), new Gate(gate), None);
        var second = Accounts.PostAsync("A100", "k1", new Woke(), Now, cancel.Token);
        await cancel.CancelAsync();
        gate.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await first;
        Assert.Empty((await FileAsync("A100")).Inbox);
    }

    [Fact]
    public async Task Suspicion_OfAnAccountThatIsBilledToAnotherSince_IsLiftedThere_WhenItIsBilledItselfAgain()
    {
        await AddAccountsAsync("A100", "HEAD");
        await ReceiveSuspectedAsync("p1", "A100");
        await Ledger.SaveAccountsAsync([NewAccount("A100", "HEAD")], Now, None);
        Assert.Empty(await Due.DueAsync(Now, 10, None));

        Assert.Null(await Payments.DecideAsync("anz:p1", new PaymentDecision.SetAside("a loan"), Actor.Clock, Now, None));
        Assert.Empty(await Due.DueAsync(Now, 10, None));
        Assert.Empty((await FileAsync("HEAD")).Inbox);
        await Ledger.SaveAccountsAsync([NewAccount("A100")], Now, None);

        Assert.Equal(["A100"], await Due.DueAsync(Now, 10, None));
        Assert.Equal([typeof(PaymentSuspected), typeof(PaymentLookedAt)], (await FileAsync("A100")).Inbox.Select(item => item.Happening.GetType()));
    }

    [Fact]
    public async Task Turn_ThatBreaksTheSchema_ThrowsAndWritesNothing()
    {
        await AddAccountsAsync("A100", "A200");
        var task = new TaskOpened("t1", TaskKind.Call, Role.Clerk, "s", "s", Now, new Why(Because.StepDue), Aud(1), 0);
        var turns = new[] { Turn(await FileAsync("A100"), OpenCase(), Now, [task]), Turn(await FileAsync("A200"), OpenCase(), Now, [task]) };

        var failure = await Assert.ThrowsAsync<SqliteFailure>(() => Accounts.CommitAsync(turns, None));

        Assert.True(failure.IsConstraint);
        Assert.Null(await Desk.TaskAsync("t1", None));
        Assert.Equal(CaseStatus.None, (await FileAsync("A100")).Case.Status);
    }

    [Theory]
    [InlineData("UPDATE record SET why = 'another'")]
    [InlineData("DELETE FROM record")]
    public async Task Record_ChangedOrDeleted_IsRefused_R40(string sql)
    {
        await AddAccountsAsync("A100");
        await OpenCaseAsync("A100");
        using var connection = Connection.OpenWriter(Host.File);

        var failure = Assert.Throws<SqliteFailure>(() => connection.Execute(sql));

        Assert.Contains("append-only", failure.Message, StringComparison.Ordinal);
        Assert.Single(await Desk.RecordAsync("A100", None));
    }

    [Fact]
    public async Task Codes_ThatDifferInCaseOnly_AreTwoAccounts_AndNoPaymentIsGuessed()
    {
        await AddAccountsAsync("a1", "A1");

        var results = await ReceiveAsync(Payment("p1", 5, account: "A1"), Payment("p2", 7, account: "a1"));
        using var connection = Connection.OpenReader(Host.File);

        Assert.Equal(["A1", "a1"], results.Select(result => result.Account));
        Assert.Null(new LedgerLookup(connection, new KnownLedger()).FindAccount("Á1"));
        await AddAccountsAsync("xY", "Xy");
        Assert.Equal(PaymentState.Unmatched, Assert.Single(await ReceiveAsync(Payment("p3", 5, account: "xy"))).State);
    }

    [Fact]
    public async Task Invoice_ThatDiffersInCaseOnly_IsRejected()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "INV-1", 5));

        var result = await AddAsync(NewInvoice("A100", "inv-1", 5));

        Assert.Equal((RowState.Rejected, "invoice"), (result.State, result.Field));
    }

    [Fact]
    public async Task Account_WithAnOpenCase_CannotBecomeABranch()
    {
        await AddAccountsAsync("A100", "HEAD");
        await OpenCaseAsync("A100");

        var result = Assert.Single(await Ledger.SaveAccountsAsync([NewAccount("A100", "HEAD")], Now, None));

        Assert.Equal((RowState.Rejected, "billing_account"), (result.State, result.Field));
    }

    [Fact]
    public async Task Account_ThatBecomesABranch_TakesItsInvoicesAndCreditsAlong_R6()
    {
        await AddAccountsAsync("A100", "HEAD");
        await AddAsync(NewInvoice("A100", "1", 100));
        await AddAsync(NewInvoice("A100", "2", 50));
        await ReceiveAsync(Payment("p1", 50, "2"), Payment("p2", 7, "what?"));
        await Payments.DecideAsync("anz:p2", new PaymentDecision.Allocate([new Allocation("1", Aud(5))], null, []), new Actor("ann"), Now, None);

        await Ledger.SaveAccountsAsync([NewAccount("A100", "HEAD")], Now, None);
        var head = await FileAsync("A100");
        Assert.Equal(("HEAD", Aud(95), Aud(2)), (head.Account.Code, Assert.Single(head.Invoices).Open, head.UnappliedPayments));
        await AssertSumsAsync();

        await Ledger.SaveAccountsAsync([NewAccount("A100")], Now, None);
        Assert.Equal("A100", (await FileAsync("A100")).Account.Code);
        Assert.Single((await FileAsync("A100")).Invoices);
        await AssertSumsAsync();
    }

    [Fact]
    public async Task Payments_OfAnAccount_AreAlsoThoseThatOnlySettleInvoicesOfIt()
    {
        await AddAccountsAsync("A100", "A200", "A300");
        await AddAsync(NewInvoice("A100", "1", 100));
        await AddAsync(NewInvoice("A200", "2", 100));
        await ReceiveAsync(Payment("p1", 1, account: "A200"), Payment("p2", 200, "what?"), Payment("p3", 1, account: "A200"), Payment("p4", 5, account: "A100"));
        await Payments.DecideAsync(
            "anz:p2", new PaymentDecision.Allocate([new Allocation("1", Aud(50)), new Allocation("2", Aud(90))], "A300", []), new Actor("ann"), Now, None);

        Assert.Equal(["anz:p3", "anz:p2", "anz:p1"], await OfAsync("A200"));
        Assert.Equal(["anz:p4", "anz:p2"], await OfAsync("A100"));
        Assert.Equal(["anz:p2"], await OfAsync("A300"));
        var first = await Desk.PaymentsAsync(PaymentState.Matched, "A200", null, 2, None);
        Assert.Equal(["anz:p1"], (await Desk.PaymentsAsync(PaymentState.Matched, "A200", first.Next, 2, None)).Items.Select(row => row.Id));

        // What came back is still told where it was missed.
        await ReceiveAsync(Reversal("r2", "p2", 200));
        Assert.Equal(["anz:p3", "anz:p2", "anz:p1"], await OfAsync("A200"));

        async Task<IEnumerable<string>> OfAsync(string account) => (await Desk.PaymentsAsync(null, account, null, 10, None)).Items.Select(row => row.Id);
    }

    [Fact]
    public async Task Open_OfAFileOfANewerRelease_SaysSo()
    {
        using (var connection = Connection.OpenWriter(Host.File))
        {
            connection.Execute("PRAGMA user_version = 99");
        }

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SqliteStore.OpenAsync(Host.File, Regions.BuiltIn));

        Assert.Contains("99", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfWhatIsNoDatabase_SaysSo()
    {
        var path = Host.File + ".txt";
        await File.WriteAllTextAsync(path, new string('x', 8192));

        await Assert.ThrowsAsync<SqliteFailure>(() => SqliteStore.OpenAsync(path, Regions.BuiltIn));
    }

    [Fact]
    public void Open_WhereNothingCanBe_NamesThePath()
    {
        var failure = Assert.Throws<SqliteFailure>(() => Connection.OpenWriter(Path.Combine(Host.File, "nowhere", "x.db")));

        Assert.Contains("nowhere", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_ClosedTwice_IsClosedOnce_AndTakesNothingMore()
    {
        await Host.Store.DisposeAsync();
        await Host.Store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Desk.SetAsync("a", "b", None));
    }

    [Fact]
    public async Task Store_NotClosed_KeepsWhatWasAnswered()
    {
        await AddAccountsAsync("A100");
        await Accounts.PostAsync("A100", "k1", new NoteAdded(new Actor("ann"), "x"), Now, None);

        // As after a crash: the first store is neither closed nor asked, and its log lies beside a copy of its file.
        var copy = Host.File + ".copy";
        File.Copy(Host.File, copy);
        File.Copy(Host.File + "-wal", copy + "-wal");
        await using var store = await SqliteStore.OpenAsync(copy, Regions.BuiltIn);

        Assert.Single((await store.ReadAsync("A100", None))!.Inbox);
    }

    [Fact]
    public async Task Store_BesideAnotherOnTheSameFile_SeesWhatThatOneWrote()
    {
        await AddAccountsAsync("A100", "HEAD");
        await AddAsync(NewInvoice("A100", "1", 100));
        await using var other = await SqliteStore.OpenAsync(Host.File, Regions.BuiltIn);

        await other.SaveAccountsAsync([NewAccount("A100", "HEAD")], Now, None);
        await AddAsync(NewInvoice("A100", "2", 100));

        Assert.Equal(["1", "2"], (await FileAsync("HEAD")).Invoices.Select(invoice => invoice.Number));
        await AssertSumsAsync();
    }

    private Task ReceiveSuspectedAsync(string id, string account) => Payments.ReceiveAsync(
        new BankDelivery("anz", Now, null, [Payment(id, 600)]), new Suspecting(account), None);

    private sealed class Suspecting(string account) : IPaymentMatcher
    {
        public Match Find(BankEntry entry, ILedgerLookup ledger) => new(null, [], "not certain") { Suggestions = [new Suggestion(account, [], 70, "it may be theirs", Holds: true)] };
    }

    private sealed class Gate(ManualResetEventSlim gate) : IPaymentMatcher
    {
        public Match Find(BankEntry entry, ILedgerLookup ledger)
        {
            gate.Wait();
            return Match.None("held");
        }
    }
}
