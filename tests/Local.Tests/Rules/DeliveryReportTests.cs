using Collections.App.Clocks;
using Collections.App.Letters;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.Core.Cases;
using Microsoft.Extensions.Logging.Abstractions;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>R35 by what the mail service reports after it took the letter.</summary>
public sealed class DeliveryReportTests
{
    [Theory]
    [InlineData("Bounced")]
    [InlineData("suppressed")]
    [InlineData("Quarantined")]
    public async Task R35_Report_ThePhoneTaskNextDay_AndTheLetterAgainOnThursday_HoweverOftenItComes(string status)
    {
        await using var house = await OwingJune();
        await house.ToAsync("2021-08-03 09:00");
        var letter = Assert.Single(house.Sender.Sent);
        await house.Get<DeliveryBook>().RememberAsync(letter.Id, default);

        await ReportAsync(house, letter, "Delivered");
        await ReportAsync(house, letter, status);
        await ReportAsync(house, letter, status);
        await house.Get<Collector>().RunDueAsync(default);
        await ReportAsync(house, letter, status);
        await house.ToAsync("2021-08-04 10:00");
        var task = await house.TaskAsync(TaskKind.FindContact);
        await house.ContactsAsync("account,name,role,email,phone\nA1,Jane O'Neill,accounts,jane@smith.example,02 5550 0001");
        await ReportAsync(house, letter, status);
        await house.ToAsync("2021-08-05 09:00");

        Assert.Equal("Wed 4 Aug 08:30", InSydney(task.DueAt));
        Assert.Equal(["Tue 3 Aug 08:30 accounts@smith.example", "Thu 5 Aug 08:30 jane@smith.example"], house.Sender.Sent.Select(l => $"{InSydney(l.Date)} {l.To}"));
        Assert.Equal(["letter-sent", "letter-bounced", "letter-sent"], await LettersOf(house));
    }

    [Fact]
    public async Task R35_ReportBeforeTheSendersOwnAnswer_EndsAsInTheRightOrder()
    {
        await using var house = await OwingJune();
        house.Sender.Meanwhile = async letter =>
        {
            await house.Get<DeliveryBook>().RememberAsync(letter.Id, default);
            await ReportAsync(house, letter, "Bounced");
        };
        await house.ToAsync("2021-08-03 09:00");

        Assert.Equal(["letter-sent", "letter-bounced"], await LettersOf(house));
        Assert.Equal(LetterState.Bounced, (await house.Store.LetterAsync(house.Sender.Sent[0].Id, default))!.State);
        Assert.Equal("Wed 4 Aug 08:30", InSydney((await house.TaskAsync(TaskKind.FindContact)).DueAt));
    }

    private static async Task<House> OwingJune()
    {
        var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000");
        return house;
    }

    private static Task<string?> ReportAsync(House house, OutgoingLetter letter, string status) =>
        new DeliveryDesk(house.Get<DeliveryBook>(), house.Store, house.Clock, NullLogger<DeliveryDesk>.Instance)
            .TakeAsync(new DeliveryReport($"{OperationIds.Of(letter.Id):D}", letter.To, status, Detail: null), default);

    private static async Task<IEnumerable<string>> LettersOf(House house) =>
        (await house.Store.RecordAsync("A1", default))
            .Where(line => line.Kind is RecordKind.LetterSent or RecordKind.LetterBounced).Select(line => Words.Of(line.Kind));
}
