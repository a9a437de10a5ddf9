using Collections.App.Company;
using Collections.App.Intake;
using Collections.Core.Cases;
using Newtonsoft.Json.Linq;

namespace Collections.StoreContract;

/// <summary>What becomes of files that are put into a folder, on every host.</summary>
public abstract class IntakeContract<THost, TFiles> : IntakeFacts<THost, TFiles>
    where THost : IStoreHost, new()
    where TFiles : IIntakeHost, new()
{
    [StoreFact]
    public async Task Files_OfEveryKindAtOnce_AreTakenInTheOrderInWhichTheyNeedEachOther()
    {
        await Files.PutAsync("statements/Main/august.csv", Statement100);
        await Files.PutAsync("invoices/invoices.csv", Invoices100);
        await Files.PutAsync("contacts/contacts.csv", Contacts100);
        await Files.PutAsync("accounts/accounts.csv", Accounts100);

        Assert.Equal(4, await SettleAsync());

        Assert.Equal(
            [
                "done/accounts/accounts.csv", "done/accounts/accounts.csv.result.json", "done/contacts/contacts.csv", "done/contacts/contacts.csv.result.json",
                "done/invoices/invoices.csv", "done/invoices/invoices.csv.result.json", "done/statements/Main/august.csv", "done/statements/Main/august.csv.result.json",
            ],
            await Files.AllAsync());
        Assert.Equal(Statement100, await Files.ReadAsync("done/statements/Main/august.csv"));
        Assert.Equal((1, 0), ((int)(await AnswerAsync("done/contacts/contacts.csv"))["accepted"]!, (int)(await AnswerAsync("done/contacts/contacts.csv"))["rejectedCount"]!));
        var statement = await AnswerAsync("done/statements/Main/august.csv");
        Assert.Equal((1, 1, "csv"), ((int)statement["entries"]!, (int)statement["matched"]!, (string?)statement["format"]));
        Assert.StartsWith("main:", Assert.Single((await Desk.PaymentsAsync(null, "A100", null, 500, None)).Items).Id, StringComparison.Ordinal);
        Assert.Empty(await TasksAsync());
    }

    [StoreFact]
    public async Task File_OfAContentThatWasTaken_IsNotLoadedAgainUnderAnyName()
    {
        await Files.PutAsync("invoices/monday.csv", Invoices100);
        Assert.Equal(1, await SettleAsync());

        await Files.PutAsync("invoices/tuesday.csv", Invoices100);
        Assert.Equal(0, await SettleAsync());

        var answer = await AnswerAsync("done/invoices/tuesday.csv");
        Assert.Equal((true, "invoices/monday.csv", "done/invoices/monday.csv"), ((bool)answer["alreadyTaken"]!, (string?)answer["file"], (string?)answer["place"]));
        Assert.Equal("2021-08-02T23:00:00+00:00", (string?)answer["takenAt"]);
        Assert.Equal(1, (int)(await AnswerAsync("done/invoices/monday.csv"))["accepted"]!);
        Assert.Empty(await TasksAsync());
    }

    [StoreFact]
    public async Task Statement_OfTwoFeeds_CountsForTheFirst()
    {
        await Files.PutAsync("statements/main/a.csv", Statement100);
        await SettleAsync();

        await Files.PutAsync("statements/other/a.csv", Statement100);
        await SettleAsync();

        Assert.True((bool)(await AnswerAsync("done/statements/other/a.csv"))["alreadyTaken"]!);
        Assert.Single((await Desk.PaymentsAsync(null, null, null, 500, None)).Items);
    }

    [StoreFact]
    public async Task File_ThatWasJustWritten_Waits()
    {
        await Files.PutAsync("invoices/a.csv", Invoices100);

        Assert.Equal(0, await Intake.TakeAsync(None));
        Wait(Stillness.Quiet / 2);
        Assert.Equal(0, await Intake.TakeAsync(None));
        Assert.Equal(["invoices/a.csv"], await Files.AllAsync());

        Wait(Stillness.Quiet);
        Assert.Equal(1, await Intake.TakeAsync(None));
    }

    [StoreFact]
    public async Task File_ThatCanNotBeRead_IsPutAsideWithTheReason_AndIsATask()
    {
        await Files.PutAsync("accounts/accounts.csv", "customer;balance\nSmith;900\n");

        Assert.Equal(0, await SettleAsync());

        Assert.Equal(["failed/accounts/accounts.csv", "failed/accounts/accounts.csv.result.json"], await Files.AllAsync());
        var answer = await AnswerAsync("failed/accounts/accounts.csv");
        Assert.Equal((400, "accounts/accounts.csv"), ((int)answer["status"]!, (string?)answer["instance"]));
        var task = Assert.Single(await TasksAsync());
        Assert.Equal((TaskKind.Attention, Role.Manager), (task.Kind, task.Role));
        Assert.StartsWith("accounts/accounts.csv could not be taken: ", task.Why, StringComparison.Ordinal);
        Assert.Contains((string)answer["detail"]!, task.Why, StringComparison.Ordinal);
        Assert.Contains("failed/accounts/accounts.csv", task.Why, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task File_ThatFailed_IsTriedAgainWhenItIsPutInAgain()
    {
        await Files.PutAsync("invoices/a.csv", "nonsense\n1\n");
        await SettleAsync();
        await Files.PutAsync("invoices/a.csv", "nonsense\n1\n");
        await SettleAsync();

        Assert.Equal(
            ["failed/invoices/a-20210802-230000.csv", "failed/invoices/a-20210802-230000.csv.result.json", "failed/invoices/a.csv", "failed/invoices/a.csv.result.json"],
            await Files.AllAsync());
        Assert.Single(await TasksAsync());
    }

    [StoreFact]
    public async Task File_WithABadRow_IsTakenButForThat_AndIsATask()
    {
        await Files.PutAsync("invoices/a.csv", Invoices100 + "INV-1002,A100,2021-06-15,2021-07-31,nine\n");

        Assert.Equal(1, await SettleAsync());

        Assert.Equal(1, await InvoicesAsync());
        var answer = await AnswerAsync("done/invoices/a.csv");
        Assert.Equal((1, 1), ((int)answer["accepted"]!, (int)answer["rejectedCount"]!));
        var rejected = Assert.Single((JArray)answer["rejected"]!);
        Assert.Equal((3, "amount", "nine"), ((int)rejected["line"]!, (string?)rejected["field"], (string?)rejected["value"]));
        var task = Assert.Single(await TasksAsync());
        Assert.Contains("of invoices/a.csv not all was taken: accepted 1, unchanged 0, rejected 1: line 3: amount 'nine'", task.Why, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task File_OfWhichARowWasRejected_IsLookedAtAgain()
    {
        var contacts = Contacts100 + "A200,Joe,accounts,joe@a200.example\n";
        await Files.PutAsync("accounts/a.csv", Accounts100);
        await Files.PutAsync("contacts/c.csv", contacts);
        await SettleAsync();
        Assert.Equal(1, (int)(await AnswerAsync("done/contacts/c.csv"))["rejectedCount"]!);

        // What was rejected has its account now.
        await Files.PutAsync("accounts/b.csv", "account,name\nA200,Jones\n");
        await Files.PutAsync("contacts/again.csv", contacts);
        await SettleAsync();

        var answer = await AnswerAsync("done/contacts/again.csv");
        Assert.Equal((1, 1, 0), ((int)answer["accepted"]!, (int)answer["unchanged"]!, (int)answer["rejectedCount"]!));
    }

    [StoreFact]
    public async Task File_OfWhichEveryRowIsBad_Failed()
    {
        await Files.PutAsync("contacts/c.csv", Contacts100);

        Assert.Equal(0, await SettleAsync());

        Assert.Equal(1, (int)(await AnswerAsync("failed/contacts/c.csv"))["rejectedCount"]!);
        Assert.Single(await TasksAsync());
    }

    [StoreFact]
    public async Task Crash_AfterTheLoading_LeavesOnlyTheMove()
    {
        Start(new StuckFolder(Files.Folder));
        await Files.PutAsync("invoices/a.csv", Invoices100);
        await SettleAsync();
        Assert.Equal(1, await InvoicesAsync());
        Assert.Contains("invoices/a.csv", await Files.AllAsync());

        await RestartAsync();
        Assert.Equal(0, await SettleAsync());

        // Loaded again, the row would be unchanged.
        Assert.Equal(["done/invoices/a.csv", "done/invoices/a.csv.result.json"], await Files.AllAsync());
        Assert.Equal((1, 0), ((int)(await AnswerAsync("done/invoices/a.csv"))["accepted"]!, (int)(await AnswerAsync("done/invoices/a.csv"))["unchanged"]!));
    }

    [StoreFact]
    public async Task Crash_AfterAFailure_LeavesOneFileAndOneTask()
    {
        Start(new StuckFolder(Files.Folder));
        await Files.PutAsync("letters/a.csv", Invoices100);
        await SettleAsync();

        await RestartAsync();
        await SettleAsync();

        Assert.Equal(["failed/letters/a.csv", "failed/letters/a.csv.result.json"], await Files.AllAsync());
        Assert.Single(await TasksAsync());
    }

    [StoreTheory]
    [InlineData("a.csv", "the file stands in no folder")]
    [InlineData("letters/a.csv", "the folder letters is not known")]
    [InlineData("invoices/2021/a.csv", "the folder invoices/2021 is not known")]
    [InlineData("statements/a.csv", "the folder statements is not known")]
    [InlineData("statements/my bank/a.csv", "the folder statements/my bank is not known")]
    public async Task File_InAFolderThatIsNotKnown_IsPutAsideWithThoseThatAre(string path, string why)
    {
        await Files.PutAsync(path, Invoices100);

        Assert.Equal(0, await SettleAsync());

        Assert.Equal([$"failed/{path}", $"failed/{path}.result.json"], await Files.AllAsync());
        Assert.Equal($"{why}; known are accounts, contacts, invoices, and statements/FEED with the name of a bank feed", (string?)(await AnswerAsync($"failed/{path}"))["detail"]);
        Assert.Single(await TasksAsync());
    }

    [StoreFact]
    public async Task File_OfANameThatIsTaken_GetsTheMomentBehindItsName()
    {
        string[] texts = [Invoices100, Invoices100.Replace("1001", "1002", StringComparison.Ordinal), Invoices100.Replace("1001", "1003", StringComparison.Ordinal)];
        foreach (var text in texts)
        {
            await Files.PutAsync("invoices/a.csv", text);
            Assert.Equal(1, await SettleAsync());
        }

        string[] places = ["done/invoices/a.csv", "done/invoices/a-20210802-230000.csv", "done/invoices/a-20210802-230000-2.csv"];
        Assert.Equal(texts, await Task.WhenAll(places.Select(Files.ReadAsync)));
        Assert.All(await Task.WhenAll(places.Select(AnswerAsync)), answer => Assert.Equal(1, (int)answer["accepted"]!));
    }

    [StoreFact]
    public async Task Files_ThatNobodyMeant_AreLeftAlone()
    {
        string[] names = ["invoices/.hidden", ".git/config", "invoices/a.csv.tmp", "invoices/a.csv.PART", "invoices/a.partial", "a.crdownload", "invoices/a.csv~", "invoices/options.json"];
        foreach (var name in names)
        {
            await Files.PutAsync(name, "{}");
        }

        Assert.Equal(0, await SettleAsync());

        Assert.Equal(names.Order(StringComparer.Ordinal), await Files.AllAsync());
    }

    [StoreFact]
    public async Task Options_OfAFolder_SayHowItsFilesAreRead()
    {
        await Files.PutAsync("invoices/options.json", """{ "map": "Rechnung=invoice,Kunde=account,Datum=issued,Betrag=amount", "dates": "dd.MM.yyyy", "currency": "AUD", "decimal": "," }""");
        await Files.PutAsync("invoices/a.csv", "Rechnung;Kunde;Datum;Betrag\nINV-1001;A100;15.06.2021;1.000\n");

        Assert.Equal(1, await SettleAsync());

        Assert.Equal(1, await InvoicesAsync());
        Assert.Contains("invoices/options.json", await Files.AllAsync());
    }

    [StoreTheory]
    [InlineData("""{ "date": "d/M/yyyy" }""", "date is not known")]
    [InlineData("""{ "decimal": ";" }""", "decimal is neither . nor ,")]
    [InlineData("[]", "it must be an object")]
    [InlineData("{", "invoices/options.json: ")]
    public async Task Options_ThatAreNotRight_FailTheFilesOfTheirFolder(string options, string why)
    {
        await Files.PutAsync("invoices/options.json", options);
        await Files.PutAsync("invoices/a.csv", Invoices100);

        Assert.Equal(0, await SettleAsync());

        Assert.Contains(why, (string)(await AnswerAsync("failed/invoices/a.csv"))["detail"]!, StringComparison.Ordinal);
        Assert.Equal(0, await InvoicesAsync());
    }

    [StoreFact]
    public async Task Files_OfACompanyThatIsPaused_Wait()
    {
        await CompanyPause.BeginAsync(Desk, PauseReason.Export, Now, None);
        await Files.PutAsync("invoices/a.csv", Invoices100);
        Assert.Equal(0, await SettleAsync());

        await CompanyPause.EndAsync(Desk, None);
        Assert.Equal(1, await SettleAsync());
    }
}
