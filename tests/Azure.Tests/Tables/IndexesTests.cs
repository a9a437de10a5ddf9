using Azure.Data.Tables;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tests.Tables;

/// <summary>What leads to accounts is written beside their commits; two that come close together must not take each other's entries away.</summary>
public sealed class IndexesTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly IndexEntry Monday = new(IndexEntry.Agenda, "due-1", "monday", "A");
    private static readonly IndexEntry Tuesday = new(IndexEntry.Agenda, "due-1", "tuesday", "A");

    private static readonly Dictionary<string, string> NoTags = new(StringComparer.Ordinal);

    private readonly TableClient? _table = Azurite.Absence is null ? Azurite.Next().Tables().GetTableClient(Azurite.NewName()) : null;

    private Indexes Indexes => new(_ => _table!, TimeProvider.System);

    public async Task InitializeAsync() => await (_table?.CreateIfNotExistsAsync() ?? Task.CompletedTask);

    public async Task DisposeAsync() => await (_table?.DeleteAsync() ?? Task.CompletedTask);

    [AzuriteFact]
    public async Task Tidy_OfACommit_RemovesWhatIsOutOfDate()
    {
        await Indexes.PrepareAsync(Set(), Set(Monday), [], 1, None);
        await Indexes.PrepareAsync(Set(Monday), Set(Tuesday), [], 2, None);

        await Indexes.TidyAsync(Set(Monday), Set(Tuesday), NoTags, 2, None);

        Assert.Equal(Tuesday, Assert.Single(await AllAsync()));
    }

    [AzuriteFact]
    public async Task Tidy_AfterALaterCommitWantedTheEntryAgain_LeavesIt()
    {
        await Indexes.PrepareAsync(Set(), Set(Monday), [], 1, None);
        await Indexes.PrepareAsync(Set(Monday), Set(Tuesday), [], 2, None);
        await Indexes.PrepareAsync(Set(Tuesday), Set(Monday), [], 3, None);

        await Indexes.TidyAsync(Set(Monday), Set(Tuesday), NoTags, 2, None);

        Assert.Contains(Monday, await AllAsync());
    }

    [AzuriteFact]
    public async Task Prepare_OfACommitThatIsTooLate_DoesNotGiveALaterEntryAway()
    {
        await Indexes.PrepareAsync(Set(), Set(Monday), [], 1, None);
        await Indexes.PrepareAsync(Set(Monday), Set(Tuesday), [], 3, None);
        await Indexes.PrepareAsync(Set(Tuesday), Set(Monday), [], 4, None);

        await Indexes.PrepareAsync(Set(), Set(Monday), [], 2, None);
        await Indexes.TidyAsync(Set(Monday), Set(Tuesday), NoTags, 3, None);

        Assert.Contains(Monday, await AllAsync());
    }

    [AzuriteFact]
    public async Task Tidy_ThatComesLate_DoesNotTellWhatWasSoBefore()
    {
        var (first, second, third) = (Monday with { Data = "1" }, Monday with { Data = "2" }, Monday with { Data = "3" });
        await Indexes.PrepareAsync(Set(), Set(first), [], 1, None);

        await Indexes.TidyAsync(Set(second), Set(third), NoTags, 3, None);
        await Indexes.TidyAsync(Set(first), Set(second), NoTags, 2, None);

        Assert.Equal(third, Assert.Single(await AllAsync()));
    }

    [AzuriteFact]
    public async Task Tidy_OfAnEntryThatALaterCommitRemoved_DoesNotBringItBack()
    {
        await Indexes.TidyAsync(Set(Monday with { Data = "1" }), Set(Monday with { Data = "2" }), NoTags, 2, None);

        Assert.Empty(await AllAsync());
    }

    [AzuriteFact]
    public async Task Sweep_OfAnEntryThatSomebodyWroteAnew_LeavesIt()
    {
        await Indexes.PutAsync(Monday, None);
        var old = (await _table!.GetEntityAsync<TableEntity>(Monday.Partition, Monday.Row)).Value.ETag;
        await Indexes.PrepareAsync(Set(), Set(Monday), [], 1, None);

        await Indexes.SweepAsync(Monday, old, None);

        Assert.Single(await AllAsync());
    }

    [AzuriteFact]
    public async Task Tidy_WithTheTagOfTheEntry_RemovesIt_UnlessALaterCommitWroteIt()
    {
        var first = await Indexes.PrepareAsync(Set(), Set(Monday, Tuesday), [], 1, None);
        var tags = first.ToDictionary(one => one.Entry.Place, one => one.Tag.ToString(), StringComparer.Ordinal);
        await Indexes.PrepareAsync(Set(), Set(Tuesday), [], 3, None);

        await Indexes.TidyAsync(Set(Monday, Tuesday), Set(), tags, 2, None);

        Assert.Equal([Tuesday], await AllAsync());
    }

    private static HashSet<IndexEntry> Set(params IndexEntry[] entries) => [.. entries];

    private async Task<List<IndexEntry>> AllAsync()
    {
        var all = new List<IndexEntry>();
        await foreach (var (entry, _) in Indexes.ReadAsync(IndexEntry.Agenda, "due-1", "", null, 10, None))
        {
            all.Add(entry);
        }

        return all;
    }
}
