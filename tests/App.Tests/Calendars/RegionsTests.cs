using Collections.App.Calendars;
using Collections.Core.Calendars;

namespace Collections.App.Tests.Calendars;

public sealed class RegionsTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("regions");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Load_FromADirectoryThatDoesNotExist_HasTheBuiltInRegions()
    {
        var regions = Regions.Load(Path.Combine(_directory.FullName, "none"));
        Assert.Equal([Region.NewSouthWales], regions.All);
        Assert.Empty(regions.Problems);
    }

    [Fact]
    public void Find_ACode_IgnoresCaseAndKnowsNoStranger()
    {
        Assert.Same(Region.NewSouthWales, Regions.BuiltIn.Find("au-nsw"));
        Assert.Null(Regions.BuiltIn.Find("AU-TAS"));
    }

    [Fact]
    public void Load_FilesWithAndWithoutMistakes_KeepsTheGoodOnesAndReportsTheRest()
    {
        Write("a.json", """{ "code": "XX-A", "name": "A", "holidays": [] }""");
        Write("b.json", """{ "code": "XX-B", "name": "B", "holidays": [{ "kind": "fixed", "name": "H", "month": 13, "day": 1 }] }""");
        Write("c.json", """{ "code": "xx-a", "name": "C", "holidays": [] }""");
        Write("notes.txt", "not a region");
        var regions = Regions.Load(_directory.FullName);
        Assert.Equal(["AU-NSW", "XX-A"], regions.All.Select(region => region.Code));
        Assert.Equal("A", regions.Find("XX-A")?.Name);
        Assert.Equal(
            ["b.json: holidays[0].month = 13: must be a whole number from 1 to 12", "c.json: code = xx-a: is already the code of a.json"],
            regions.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Load_AFileForABuiltInRegion_TakesItsPlace()
    {
        Write("nsw.json", """{ "code": "AU-NSW", "name": "Ours", "extends": "AU-NSW" }""");
        Assert.Equal("Ours", Assert.Single(Regions.Load(_directory.FullName).All).Name);
    }

    private void Write(string file, string json) => File.WriteAllText(Path.Combine(_directory.FullName, file), json);
}
