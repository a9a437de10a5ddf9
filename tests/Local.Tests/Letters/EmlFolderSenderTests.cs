using Collections.App.Sending;
using Collections.App.Sending.Eml;
using Collections.Local.Letters;

namespace Collections.Local.Tests.Letters;

/// <summary>Letters as files: design promise 2, no letter twice and none lost.</summary>
public sealed class EmlFolderSenderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("outbox").FullName;
    private readonly EmlFolderSender sender;

    public EmlFolderSenderTests() => sender = new EmlFolderSender(folder);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Send_WritesOneFile_NamedByItsId()
    {
        var result = await sender.SendAsync(TestLetter.Plain, default);

        Assert.IsType<SendResult.Sent>(result);
        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.Equal("l3-SMITH.eml", Path.GetFileName(file));
        Assert.Equal(MimeMessage.Write(TestLetter.Plain), await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task Send_TheSameIdAgain_LeavesTheFirstFile()
    {
        await sender.SendAsync(TestLetter.Plain, default);

        var again = await sender.SendAsync(TestLetter.Plain with { Text = "another" }, default);

        Assert.IsType<SendResult.Sent>(again);
        Assert.Equal(MimeMessage.Write(TestLetter.Plain), await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder))));
    }

    [Fact]
    public async Task LookUp_TellsWhetherAndWhen()
    {
        Assert.IsType<Lookup.NotSent>(await sender.LookUpAsync("l3-SMITH", default));

        await sender.SendAsync(TestLetter.Plain, default);

        Assert.Equal(new Lookup.Sent(TestLetter.Plain.Date.ToUniversalTime()), await sender.LookUpAsync("l3-SMITH", default));
    }

    [Fact]
    public async Task LookUp_AfterACrashWhileWriting_SaysNotSentAndTheNextAttemptMendsIt()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "l3-SMITH.eml.tmp"), "From: half a lett");

        Assert.IsType<Lookup.NotSent>(await sender.LookUpAsync("l3-SMITH", default));
        await sender.SendAsync(TestLetter.Plain, default);

        Assert.Equal(MimeMessage.Write(TestLetter.Plain), await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder))));
    }

    [Fact]
    public async Task Send_ADiskThatRefuses_IsWorthAnotherTry()
    {
        Directory.CreateDirectory(Path.Combine(folder, "l3-SMITH.eml.tmp"));

        var result = Assert.IsType<SendResult.Failed>(await sender.SendAsync(TestLetter.Plain, default));

        Assert.False(result.Permanent);
        Assert.Contains(folder, result.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_ThatIsGone_IsMadeAnew()
    {
        Directory.Delete(folder, recursive: true);

        Assert.IsType<SendResult.Sent>(await sender.SendAsync(TestLetter.Plain, default));
        Assert.Single(Directory.GetFiles(folder));

        Directory.Delete(folder, recursive: true);
        Assert.Equal(SenderState.Fine, await Look(sender));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task Folder_ThatCannotBeWritten_IsTold_AndNoLetterIsAtFault()
    {
        // Somebody has put a file where the folder should be.
        var path = Path.Combine(folder, "outbox");
        await File.WriteAllTextAsync(path, "");
        var broken = new EmlFolderSender(path);

        var failed = Assert.IsType<SendResult.Failed>(await broken.SendAsync(TestLetter.Plain, default));
        Assert.Equal((false, true), (failed.Permanent, failed.IsOurs));
        Assert.Contains(path, (await Look(broken)).Trouble, StringComparison.Ordinal);

        File.Delete(path);
        Assert.Equal(SenderState.Fine, await Look(broken));
        Assert.IsType<SendResult.Sent>(await broken.SendAsync(TestLetter.Plain, default));
    }

    [Fact]
    public async Task R19_KeptBackInTheLastMoment_LeavesNoFile()
    {
        var result = await sender.SendAsync(TestLetter.Plain, _ => Task.FromResult(false), default);

        Assert.IsType<SendResult.HeldBack>(result);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    private static Task<SenderState> Look(ILetterSender sender) => sender.LookAsync(default);

    [Theory]
    [InlineData("")]
    [InlineData("jane")]
    [InlineData("jane@")]
    [InlineData("@smith.example")]
    [InlineData("jane@smith.example, everyone@example.com")]
    [InlineData("jane@smith.example>\r\nBcc: <everyone@example.com")]
    [InlineData("Jane <jane@smith.example>")]
    [InlineData("jäne@smith.example")]
    public async Task R35_AddressThatCannotBeRight_IsRefusedForGood(string to)
    {
        var result = Assert.IsType<SendResult.Failed>(await sender.SendAsync(TestLetter.Plain with { To = to }, default));

        Assert.True(result.Permanent);
        Assert.Contains($"'{to}'", result.Why, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("accounts", null)]
    [InlineData("accounts@harbour.example", "x\r\nBcc: y@z.example")]
    public async Task Send_OurOwnAddressIsWrong_IsNotTheCustomersFault(string from, string? replyTo)
    {
        var result = Assert.IsType<SendResult.Failed>(await sender.SendAsync(TestLetter.Plain with { FromAddress = from, ReplyTo = replyTo }, default));

        Assert.False(result.Permanent);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void For_NoMailServer_IsTheOutboxOfTheDataFolder()
    {
        Assert.IsType<EmlFolderSender>(LetterSenders.For(" ", folder));
        Assert.True(Directory.Exists(Path.Combine(folder, "outbox")));
        Assert.IsType<SmtpSender>(LetterSenders.For("smtp://mail.example", folder));
    }
}
