using Collections.App.Intake;
using Collections.Core.Cases;
using Collections.Local.Hosting;
using Collections.Local.Tests.Sqlite;
using Collections.StoreContract;

namespace Collections.Local.Tests.Intake;

/// <summary>Files of a folder of this machine, over a real SQLite file.</summary>
public sealed class IntakeDirectoryTests : IntakeContract<SqliteHost, DirectoryHost>
{
    [Fact]
    public async Task File_ThatGrows_WaitsUntilItHasStoodStill_WhateverItsTimeSays()
    {
        // Whoever copies files may keep their times, so an old file may be half of one.
        var old = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await WriteAsync(Invoices100);
        Assert.Equal(0, await Intake.TakeAsync(None));
        Wait(Stillness.Quiet - TimeSpan.FromSeconds(1));
        await WriteAsync(Invoices100 + "INV-1002,A100,2021-06-15,2021-07-31,100.00\n");
        Assert.Equal(0, await Intake.TakeAsync(None));
        Wait(Stillness.Quiet - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Intake.TakeAsync(None));

        Wait(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Intake.TakeAsync(None));
        Assert.Equal(2, await InvoicesAsync());

        async Task WriteAsync(string text)
        {
            await Files.PutAsync("invoices/a.csv", text);
            File.SetLastWriteTimeUtc(Files.In("invoices/a.csv"), old);
        }
    }

    [Fact]
    public async Task File_ThatOthersNeed_HoldsThemUntilItIsFinished()
    {
        await Files.PutAsync("contacts/c.csv", Contacts100);
        await Intake.TakeAsync(None);
        Wait(Stillness.Quiet);
        await Files.PutAsync("accounts/a.csv", Accounts100);

        Assert.Equal(0, await Intake.TakeAsync(None));
        Wait(Stillness.Quiet);
        Assert.Equal(2, await Intake.TakeAsync(None));

        Assert.Equal(1, (int)(await AnswerAsync("done/contacts/c.csv"))["accepted"]!);
    }

    [Fact]
    public async Task File_ThatCanNotBeOpened_IsTriedAgain_AndIsATaskOnlyWhenItTakesTooLong()
    {
        await Files.PutAsync("accounts/a.csv", Accounts100);
        await Files.PutAsync("contacts/c.csv", Contacts100);
        await using (new FileStream(Files.In("accounts/a.csv"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(0, await SettleAsync());
            Assert.Empty(await TasksAsync());

            // What comes after it waits no longer than that.
            Wait(Stillness.Patience);
            Assert.Equal(0, await Intake.TakeAsync(None));
            var tasks = await TasksAsync();
            var task = Assert.Single(tasks, one => one.Id == IntakeDesk.FilesWaitTask);
            Assert.Equal(TaskKind.Attention, task.Kind);
            Assert.Contains("accounts/a.csv: ", task.Why, StringComparison.Ordinal);
            Assert.Contains("failed/contacts/c.csv", await Files.AllAsync());
        }

        Wait(Stillness.Rest);
        Assert.Equal(1, await Intake.TakeAsync(None));
        Assert.DoesNotContain(await TasksAsync(), one => one.Id == IntakeDesk.FilesWaitTask);
    }

    [Fact]
    public async Task Link_IsNoFile()
    {
        var elsewhere = Files.In("../secret.csv");
        await File.WriteAllTextAsync(elsewhere, Accounts100);
        File.CreateSymbolicLink(Files.In("accounts/a.csv"), elsewhere);

        Assert.Equal(0, await SettleAsync());

        Assert.True(File.Exists(elsewhere));
        Assert.Equal(["accounts/a.csv"], await Files.AllAsync());
    }

    [Fact]
    public async Task Folder_ThatIsSomebodys_OrHasTheDataInIt_IsNoIntake()
    {
        await Files.PutAsync("../home/thesis.txt", "chapter 1");
        var home = Files.In("../home");

        var somebodys = Assert.Throws<CommandException>(() => IntakeDirectory.Open(home, new DataFolder(Files.In("../data"))));
        var above = Assert.Throws<CommandException>(() => IntakeDirectory.Open(Files.In(".."), new DataFolder(Files.In("../data"))));
        IntakeDirectory.Open(Files.In("../data/intake"), new DataFolder(Files.In("../data")));

        Assert.Contains("is no intake yet, and not empty", somebodys.Message, StringComparison.Ordinal);
        Assert.Contains("has the data folder in it", above.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(home, "thesis.txt")));
    }
}
