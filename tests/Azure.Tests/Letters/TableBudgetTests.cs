using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Functions.Letters;
using Microsoft.Extensions.Logging.Abstractions;

namespace Collections.Functions.Tests.Letters;

/// <summary>The budget as machines share it, on the storage emulator.</summary>
public sealed class TableBudgetTests
{
    private static readonly DateTimeOffset Start = new(2021, 8, 3, 8, 30, 0, TimeSpan.FromHours(10));

    private readonly Azurite _storage = Azurite.Next();
    private readonly string _table = Azurite.NewName();

    [AzuriteFact]
    public async Task Machines_ThatStartAndStop_KeepToTheRatesTogether()
    {
        var rates = new LetterRates(10, 40);
        var sent = new List<(Wanting Letter, DateTimeOffset At)>();
        var asking = SlotRun.Shuffled(100, seed: 11).ToDictionary(letter => letter, _ => Start);
        await NewTableAsync();
        while (asking.Count > 0)
        {
            // All that are told the same moment ask at once, of machines that have just started.
            var now = asking.Values.Min();
            using var one = NewBudget(rates);
            using var other = NewBudget(rates);
            var asked = asking.Where(entry => entry.Value == now).Select((entry, i) => AskAsync(i % 2 == 0 ? one : other, entry.Key, now)).ToList();
            foreach (var (letter, later) in await Task.WhenAll(asked))
            {
                if (later is { } moment)
                {
                    asking[letter] = moment;
                }
                else
                {
                    asking.Remove(letter);
                    sent.Add((letter, now));
                }
            }
        }

        SlotRun.AssertRates([.. sent.Select(letter => letter.At)], rates);
        Assert.Equal(100, sent.Count);
        SlotRun.AssertOldestFirst(sent);
    }

    [AzuriteFact]
    public async Task Pause_IsKeptForAllMachines()
    {
        await NewTableAsync();
        using var one = NewBudget(LetterRates.Default);
        using var other = NewBudget(LetterRates.Default);

        await one.PauseAsync(Start.AddMinutes(15), default);

        Assert.Equal(Start.AddMinutes(15), await other.ReserveAsync(new LetterRef("l1-A1", "A1"), new DateOnly(2021, 7, 31), Start, default));
    }

    [AzuriteFact]
    public async Task Queue_OfTenThousand_IsKept()
    {
        await NewTableAsync();
        using var budget = NewBudget(new LetterRates(1000, 10_000));
        var slots = new LetterSlots([], SlotRun.Shuffled(10_000, seed: 3).Select(letter => new WaitingLetter(letter.OldestDue, WaitingLetter.IdOf(letter.Id), Start)), Start);
        await Table().AddEntityAsync(EntityOf(slots));

        var told = await budget.ReserveAsync(new LetterRef("l-last", "A1"), new DateOnly(2099, 1, 1), Start, default);

        Assert.True(told > Start.AddMinutes(9), $"told {told:O}");
    }

    private static async Task<(Wanting Letter, DateTimeOffset? Later)> AskAsync(TableBudget budget, Wanting letter, DateTimeOffset now) =>
        (letter, await budget.ReserveAsync(new LetterRef(letter.Id, "A1"), letter.OldestDue, now, default));

    private static TableEntity EntityOf(LetterSlots slots)
    {
        var entity = new TableEntity("letter-budget", "slots");
        foreach (var (part, i) in SlotFormat.Write(slots).Chunk(60_000).Select((part, i) => (part, i)))
        {
            entity[$"part{i}"] = part;
        }

        return entity;
    }

    private Task NewTableAsync() => _storage.Tables().CreateTableIfNotExistsAsync(_table);

    private TableClient Table() => _storage.Tables().GetTableClient(_table);

    private TableBudget NewBudget(LetterRates rates) => new(Table(), rates, NullLogger<TableBudget>.Instance);
}
