using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Functions.Tables.Rows;
using Collections.StoreContract;

namespace Collections.Functions.Tests.Tables;

/// <summary>Entries of lists are written before a commit: where that failed, or somebody's work was cut off, they lead to nothing.</summary>
[NeedsAzurite]
public sealed class OutdatedEntriesTests : StoreFacts<TableHost>
{
    [StoreFact]
    public async Task Worklist_WithEntriesThatLeadToNothing_ShowsAndCountsWhatIsThere()
    {
        await AddAccountsAsync("A");
        await StepAsync("A", Call("t1-A", 0), Call("t2-A", 2));
        await PutAsync(EntryOf(Call("t9-A", -1), "A"), EntryOf(Call("t1-A", 1), "A"), EntryOf(Call("t1-NOBODY", -2), "NOBODY"), EntryOf(Call("stale-bank", -3), ""));

        var first = await Desk.TasksAsync(new TaskFilter(Limit: 1), None);
        var second = await Desk.TasksAsync(new TaskFilter(Limit: 1, Cursor: first.Next), None);

        Assert.Equal("t1-A", Assert.Single(first.Items).Id);
        Assert.Equal("t2-A", Assert.Single(second.Items).Id);
        Assert.Null(second.Next);
        Assert.Equal((2, 2), ((await Desk.TotalsAsync(None)).Calls, (await Desk.TotalsAsync(None)).CallsOpen));
    }

    [StoreFact]
    public async Task Worklist_OldEntryThatLeadsToNothing_IsSweptAway_AYoungOneStays()
    {
        await AddAccountsAsync("A");
        await StepAsync("A", Call("t1-A", 0));
        await PutAsync(EntryOf(Call("t9-A", -1), "A"));

        await Desk.TasksAsync(new TaskFilter(), None);
        Assert.Equal(2, await CountAsync(IndexEntry.Worklist));

        var later = await Host.OpenAtAsync(DateTimeOffset.UtcNow.AddMinutes(11));
        Assert.Equal("t1-A", Assert.Single((await later.TasksAsync(new TaskFilter(), None)).Items).Id);
        Assert.Equal(1, await CountAsync(IndexEntry.Worklist));
    }

    [StoreFact]
    public async Task Worklist_WhileTasksAreClosedAndOpened_GoesOnWhereThePageEnded()
    {
        await AddAccountsAsync("A");
        await StepAsync("A", [.. Enumerable.Range(1, 6).Select(i => Call($"t{i}-A", i))]);
        var first = await Desk.TasksAsync(new TaskFilter(Limit: 3), None);

        await StepAsync("A", new TaskClosed("t3-A", Done: true, null), new TaskClosed("t4-A", Done: false, null), Call("t7-A", -1), Call("t8-A", 7));
        var second = await Desk.TasksAsync(new TaskFilter(Limit: 3, Cursor: first.Next), None);

        Assert.Equal(["t1-A", "t2-A", "t3-A"], first.Items.Select(task => task.Id));
        Assert.Equal(["t5-A", "t6-A", "t8-A"], second.Items.Select(task => task.Id));
        Assert.Null(second.Next);
    }

    [StoreFact]
    public async Task EndedTasks_WithEntriesThatLeadToNothing_ShowWhatHasEnded()
    {
        await AddAccountsAsync("A");
        await StepAsync("A", Call("t1-A", 0), Call("t2-A", 1));
        await StepAsync("A", new TaskClosed("t1-A", Done: true, null));
        await PutAsync(
            new IndexEntry(IndexEntry.Worklist, TaskLists.Ended, Keys.Newest(Now, "t2-A"), "A", "t2-A"),
            new IndexEntry(IndexEntry.Worklist, TaskLists.Ended, Keys.Newest(Now, "t9-A"), "A", "t9-A"),
            new IndexEntry(IndexEntry.Worklist, TaskLists.Ended, Keys.Newest(Later(1), "t1-A"), "A", "t1-A"));

        Assert.Equal("t1-A", Assert.Single((await Desk.TasksAsync(new TaskFilter(Open: false), None)).Items).Id);
    }

    [StoreFact]
    public async Task Letters_WithEntriesThatLeadToNothing_ShowWhatIsThere()
    {
        await AddAccountsAsync("A");
        await StepAsync("A", new LetterIntended("l1-A", "first-letter", "first", Now));
        await PutAsync(
            new IndexEntry(IndexEntry.Directory, LetterRows.List, LetterRows.ListRow(Later(1), "l1-A"), "A", "l1-A"),
            new IndexEntry(IndexEntry.Directory, LetterRows.List, LetterRows.ListRow(Now, "l2-A"), "A", "l2-A"));

        var page = await Desk.LettersAsync(null, null, null, 1, None);

        Assert.Equal(("l1-A", null), (Assert.Single(page.Items).Id, page.Next));
    }

    [StoreFact]
    public async Task OpenAccounts_WhileAPolicyChanges_AreFoundUnderBoth_AndCountOnce()
    {
        await AddAccountsAsync("A");
        await AddAsync(NewInvoice("A", "1001", 900));
        var entry = Assert.Single(await AllAsync(IndexEntry.Directory), row => row.PartitionKey.StartsWith(IndexEntry.Open, StringComparison.Ordinal));
        await PutAsync(new IndexEntry(IndexEntry.Directory, entry.PartitionKey, "A~~gentle", "A", $"{entry.GetString("Data")}gentle"));

        Assert.Equal("A", Assert.Single(await OpenAsync("gentle")));
        Assert.Equal("A", Assert.Single(await OpenAsync("acc-monthly")));
        Assert.Equal("A", Assert.Single(await OpenAsync(null)));
        Assert.Equal(Aud(900).Minor, await Ledger.TotalOpenAsync(None));
    }

    [StoreFact]
    public async Task Verify_WithoutAnEntryThatLeadsToATask_SaysSo()
    {
        await AddAccountsAsync("A");
        await CommitAsync(Turn(await FileAsync("A"), OpenCase(""","tasks":[{"id":"t1-A"}]"""), Now, [Call("t1-A", 0)]));
        await AssertSumsAsync();
        var entry = EntryOf(Call("t1-A", 0), "A");

        await Host.Table(entry.Table).DeleteEntityAsync(entry.Partition, entry.Row);

        Assert.Contains(entry.Row, Assert.Single(await Desk.VerifyAsync(None)), StringComparison.Ordinal);
    }

    private static TaskOpened Call(string id, double hours) =>
        new(id, TaskKind.Call, Role.Clerk, "call-1", "call-1", Later(hours * 24), new Why(Because.StepDue), Aud(900), 0);

    // The entry that a task in Sydney has on the worklist.
    private static IndexEntry EntryOf(TaskOpened task, string account) => new RankedTask(
        new TaskRow(
            task.TaskId, task.Kind, task.Role, account, null, task.Step, task.Script, "", Now, task.DueAt, task.Owing, 0, TaskState.Open, null, null, null, null),
        DateOnly.FromDateTime(task.DueAt.AddHours(10).DateTime), TaskRank.Of(task.Kind, task.Step)).Entry(account);

    private async Task StepAsync(string account, params Effect[] effects) =>
        await CommitAsync(Turn(await FileAsync(account), OpenCase(), Now, effects));

    private Task PutAsync(params IndexEntry[] entries) => Task.WhenAll(entries.Select(entry => Host.Table(entry.Table).UpsertEntityAsync(
        new TableEntity(entry.Partition, entry.Row) { ["Account"] = entry.Account, ["Data"] = entry.Data })));

    private async Task<List<string>> OpenAsync(string? policy)
    {
        var codes = new List<string>();
        await foreach (var batch in Host.Store.OpenAccountsAsync(policy, "acc-monthly", None))
        {
            codes.AddRange(batch.Select(account => account.Code));
        }

        return codes;
    }

    private async Task<int> CountAsync(string table) => (await AllAsync(table)).Count;

    private async Task<List<TableEntity>> AllAsync(string table)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in Host.Table(table).QueryAsync<TableEntity>())
        {
            rows.Add(row);
        }

        return rows;
    }
}
