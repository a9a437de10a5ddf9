using Collections.Functions.Letters;

namespace Collections.Functions.Tests.Letters;

/// <summary>Who may send, and when: never more than the service takes, and older debts first.</summary>
public sealed class LetterSlotsTests
{
    private static readonly DateTimeOffset Start = new(2021, 8, 3, 8, 30, 0, TimeSpan.FromHours(10));

    [Fact]
    public void Letter_Alone_GoesAfterTheGathering()
    {
        var slots = new LetterSlots();

        Assert.Equal(Start + LetterSlots.Gathering, slots.Reserve("l1", new DateOnly(2021, 7, 31), Start, LetterRates.Default));
        Assert.Null(slots.Reserve("l1", new DateOnly(2021, 7, 31), Start + LetterSlots.Gathering, LetterRates.Default));
        Assert.Empty(slots.Waiting);
    }

    [Theory]
    [InlineData(30, 100)]
    [InlineData(5, 10)]
    [InlineData(7, 1000)]
    public void Letters_OfOneScan_GoByTheAgeOfTheirDebtsAndNeverTooFast(int perMinute, int perHour)
    {
        var rates = new LetterRates(perMinute, perHour);
        var slots = new LetterSlots();
        var letters = SlotRun.Shuffled(500, seed: 20210803);

        var (sent, asked) = SlotRun.Run(letters, Start, (letter, now) => slots.Reserve(letter.Id, letter.OldestDue, now, rates));

        Assert.Equal(500, sent.Count);
        SlotRun.AssertOldestFirst(sent);
        SlotRun.AssertRates([.. sent.Select(one => one.At)], rates);
        Assert.InRange(asked, 1000, 5_000);
    }

    [Fact]
    public void Pause_OfTheService_IsKept()
    {
        var slots = new LetterSlots();
        slots.Reserve("l1", new DateOnly(2021, 7, 31), Start, LetterRates.Default);
        slots.Pause(Start.AddMinutes(20));
        slots.Pause(Start.AddMinutes(10));

        var again = SlotFormat.Read(SlotFormat.Write(slots));
        var next = again.Reserve("l1", new DateOnly(2021, 7, 31), Start.AddSeconds(30), LetterRates.Default);

        Assert.Equal(Start.AddMinutes(20), next);
        Assert.Null(again.Reserve("l1", new DateOnly(2021, 7, 31), Start.AddMinutes(20), LetterRates.Default));
    }

    [Fact]
    public void Letter_ThatDoesNotComeBack_HoldsNobodyUp()
    {
        var rates = new LetterRates(1, 100);
        var slots = new LetterSlots();
        slots.Reserve("paid", new DateOnly(2021, 5, 31), Start, rates);
        var told = slots.Reserve("late", new DateOnly(2021, 7, 31), Start, rates);

        for (var asked = 0; told is { } moment; asked++)
        {
            Assert.InRange(asked, 0, 100);
            told = slots.Reserve("late", new DateOnly(2021, 7, 31), moment, rates);
        }

        Assert.InRange(Assert.Single(slots.Sent), Start, Start + LetterSlots.Patience + TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Slots_KeptAndRead_AreTheSame()
    {
        var slots = new LetterSlots();
        foreach (var letter in SlotRun.Shuffled(40, seed: 7))
        {
            slots.Reserve(letter.Id, letter.OldestDue, Start, LetterRates.Default);
        }

        var again = SlotFormat.Read(SlotFormat.Write(slots));

        Assert.Equal(slots.Waiting, again.Waiting);
        Assert.Equal(slots.Sent, again.Sent);
        Assert.Throws<InvalidDataException>(() => SlotFormat.Read([9]));
    }
}
