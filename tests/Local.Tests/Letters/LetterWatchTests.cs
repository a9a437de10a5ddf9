using Collections.App.Sending;
using Collections.App.Sending.Eml;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Local.Tests.Rules;
using Microsoft.Extensions.Logging;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Letters;

/// <summary>An outbox that takes no letter is one task, one line of the log, and not ready; and it is over when it is mended.</summary>
public sealed class LetterWatchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("collections-watch-");
    private readonly Lines _log = new();

    private string Outbox => Path.Combine(_folder.FullName, "outbox");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Outbox_ThatCannotBeWritten_IsATaskALineAndTrouble_UntilItIsMended()
    {
        await using var house = await OpenAsync("2021-08-03 08:00");
        await File.WriteAllTextAsync(Outbox, "somebody's file");
        var watch = new LetterWatch(new EmlFolderSender(Outbox), house.Store, house.Clock, _log);

        await watch.LookAsync(default);
        await watch.LookAsync(default);

        var task = Assert.Single(await house.TasksAsync());
        Assert.Equal((LetterWatch.LettersWaitTask, TaskKind.Attention, Role.Manager), (task.Id, task.Kind, task.Role));
        Assert.Contains(Outbox, task.Why, StringComparison.Ordinal);
        Assert.Contains(Outbox, await watch.TroubleAsync(default), StringComparison.Ordinal);
        Assert.StartsWith("Error no letter can leave: ", Assert.Single(_log.All), StringComparison.Ordinal);

        File.Delete(Outbox);
        await watch.LookAsync(default);

        Assert.Empty(await house.TasksAsync());
        Assert.Null(await watch.TroubleAsync(default));
        Assert.Equal("Information letters leave again", _log.All[^1]);
    }

    [Fact]
    public async Task Server_ThatRefusesUs_IsKnownAfterARestart_AndOverWithTheNextLetter()
    {
        await using var house = await OpenAsync("2021-08-03 08:00");
        await new LetterWatch(house.Sender, house.Store, house.Clock, _log).NoteAsync(new SendResult.Failed(false, "wrong password", IsOurs: true), default);

        var restarted = new LetterWatch(house.Sender, house.Store, house.Clock, _log);
        Assert.Contains("wrong password", await restarted.TroubleAsync(default), StringComparison.Ordinal);
        await restarted.NoteAsync(new SendResult.Failed(true, "no such mailbox"), default);
        Assert.Single(await house.TasksAsync());
        await restarted.NoteAsync(new SendResult.Sent(), default);

        Assert.Empty(await house.TasksAsync());
        Assert.Equal(TaskState.Withdrawn, (await house.Store.TaskAsync(LetterWatch.LettersWaitTask, default))!.State);
    }

    [SmallDiskFact]
    public async Task Outbox_OnAFullDisk_IsTrouble_KeepsNoHalfLetter_AndGoesOnWhenThereIsRoom()
    {
        using var disk = SmallDisk.TryMake()!;
        await using var house = await OpenAsync("2021-08-03 08:00");
        var sender = new EmlFolderSender(Path.Combine(disk.Path, "outbox"));
        var letter = TestLetter.Plain with { Text = new string('x', 100_000) };

        var failed = Assert.IsType<SendResult.Failed>(await sender.SendAsync(letter, default));

        Assert.Equal((false, true), (failed.Permanent, failed.IsOurs));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(disk.Path, "outbox")));
        Assert.NotNull((await ((ILetterSender)sender).LookAsync(default)).Trouble);
        Assert.IsType<SendResult.Sent>(await sender.SendAsync(TestLetter.Plain, default));
    }

    private sealed class Lines : ILogger<LetterWatch>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add($"{logLevel} {formatter(state, exception)}");
    }
}
