using Collections.App.Calendars;
using Collections.App.Policies;

namespace Collections.App.Tests.Policies;

public sealed class PolicyBookTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("policies");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Load_FromADirectoryThatDoesNotExist_HasTheBuiltInPolicies()
    {
        var book = PolicyBook.Load(Path.Combine(_directory.FullName, "none"));
        Assert.Equal(["acc-monthly", "three-calls"], book.All.Select(policy => policy.Name));
        Assert.Equal(PolicyBook.DefaultName, book.Default.Name);
        Assert.Empty(book.Problems);
    }

    [Fact]
    public void Load_FilesWithAndWithoutMistakes_KeepsTheGoodOnesAndReportsTheRest()
    {
        Write("a.json", Samples.Complete);
        Write("b.json", Samples.With("\"version\": 1", "\"version\": 0"));
        Write("policy.schema.json", PolicyFile.Schema);
        Write("notes.txt", "not a policy");
        var book = Load();
        Assert.Equal(["acc-monthly", "sample", "three-calls"], book.All.Select(policy => policy.Name));
        Assert.Equal("b.json, line 4: version = 0: must be a whole number from 1 to 1000000", Assert.Single(book.Problems).ToString());
    }

    [Fact]
    public void Load_TwoVersionsOfAPolicy_TheHigherIsInForceAndBothAreKnown_R39()
    {
        Write("a.json", Samples.With("\"version\": 1", "\"version\": 2"));
        Write("b.json", Samples.Complete);
        var book = Load();
        Assert.Equal(2, book.Find("sample")?.Version);
        Assert.Equal(1, book.Find("sample", 1)?.Version);
        Assert.Equal(Samples.Complete, book.TextOf("sample", 1));
    }

    [Fact]
    public void Find_AStranger_GivesNull()
    {
        var book = Load();
        Assert.Null(book.Find("sample"));
        Assert.Null(book.Find("three-calls", 99));
        Assert.Null(book.TextOf("three-calls", 99));
    }

    [Fact]
    public void Load_AFileWithANewerVersionOfABuiltInPolicy_PutsItInForce()
    {
        Write("ours.json", PolicyBook.Load(null).TextOf("three-calls", 1)!.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));
        var book = Load();
        Assert.Equal(2, book.Default.Version);
        Assert.NotNull(book.Find("three-calls", 1));
    }

    [Fact]
    public void Load_OtherSettingsUnderTheSameVersion_AreRefused_R39()
    {
        Write("a.json", Samples.Complete);
        Write("b.json", Samples.With("\"smallBalance\": 5", "\"smallBalance\": 6"));
        var book = Load();
        Assert.Equal(5, book.Find("sample")?.SmallBalance);
        Assert.Equal(
            "b.json: version = 1: a.json has other settings for version 1 of sample, which stay in force; a changed policy needs a higher version",
            Assert.Single(book.Problems).ToString());
    }

    [Fact]
    public void Load_TheSameSettingsWrittenOtherwise_AreNoChange()
    {
        Write("a.json", Samples.Complete);
        Write("b.json", "// Ours.\n" + Samples.With("\"$schema\": \"./policy.schema.json\",", "").Replace("\n", "\n\n", StringComparison.Ordinal));
        Assert.Empty(Load().Problems);
    }

    [Fact]
    public void Add_AnEarlierVersion_IsThereForItsCasesAndNotInForce_R39()
    {
        var book = Load();
        Assert.Equal("sample", book.Add(Samples.Complete).Name);
        Assert.Null(book.Find("sample"));
        Assert.NotNull(book.Find("sample", 1));
        Assert.DoesNotContain("sample", book.All.Select(policy => policy.Name));
    }

    [Fact]
    public void Add_WhatTheFileHas_ChangesNothing()
    {
        Write("a.json", Samples.Complete);
        var book = Load();
        Assert.Same(book.Find("sample"), book.Add(Samples.Complete));
        Assert.Empty(book.Problems);
    }

    [Fact]
    public void Add_OtherSettingsThanTheFileHasForTheVersion_KeepsWhatWasSigned_R39()
    {
        Write("a.json", Samples.With("\"smallBalance\": 5", "\"smallBalance\": 6"));
        var book = Load();
        book.Add(Samples.Complete);
        Assert.Equal(5, book.Find("sample")?.SmallBalance);
        Assert.Equal(
            "a.json: version = 1: cases opened under other settings for version 1 of sample, which stay in force; a changed policy needs a higher version",
            Assert.Single(book.Problems).ToString());
    }

    [Fact]
    public void Add_TextThatIsNoPolicy_Throws() => Assert.Throws<PolicyFileException>(() => Load().Add("{}"));

    [Fact]
    public void Load_ARegionThatTheCollectionDaysDoNotFit_LeavesThePolicyOut()
    {
        var regions = _directory.CreateSubdirectory("regions");
        File.WriteAllText(
            Path.Combine(regions.FullName, "a.json"),
            """{ "code": "XX-A", "name": "A", "weekend": ["tuesday", "thursday"], "holidays": [] }""");
        var book = PolicyBook.Load(null, Regions.Load(regions.FullName));
        Assert.Equal(["three-calls"], book.All.Select(policy => policy.Name));
        Assert.Contains("no office works on these weekdays in XX-A", Assert.Single(book.Problems).Reason, StringComparison.Ordinal);
    }

    private PolicyBook Load() => PolicyBook.Load(_directory.FullName);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_directory.FullName, file), text);
}
