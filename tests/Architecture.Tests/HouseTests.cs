using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Collections.Architecture.Tests;

/// <summary>The house stays as it was built: who may know whom, and what lies where.</summary>
public sealed partial class HouseTests
{
    // About 25.
    private const int Most = 25;

    public static TheoryData<Project> Projects => [.. Project.All];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_RefersTo_NoneThatStandsAboveIt(Project project)
    {
        using var module = ModuleDefinition.ReadModule(project.Path);
        var names = Project.All.ToDictionary(one => one.Assembly, one => one.Name, StringComparer.Ordinal);
        var known = module.AssemblyReferences.Select(reference => reference.Name).Where(names.ContainsKey).Select(name => names[name]);

        Assert.Empty(known.Except(project.Knows, StringComparer.Ordinal));
    }

    [Fact]
    public void Core_RefersTo_NothingButTheLanguageItself()
    {
        using var module = ModuleDefinition.ReadModule(Project.All[0].Path);

        Assert.All(module.AssemblyReferences, reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));
    }

    // What the app does has nothing to do with how it is asked.
    [Theory]
    [InlineData("Collections.Files")]
    [InlineData("Collections.App")]
    public void UseCases_KnowNothing_OfHttp(string name)
    {
        using var module = ModuleDefinition.ReadModule(Project.All.Single(project => project.Name == name).Path);

        Assert.DoesNotContain(module.AssemblyReferences, reference => reference.Name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_LeadToEachOtherInNoCircle(Project project) =>
        Assert.Null(Circle.Find([.. References.Of(project), .. References.InSources(project)], project.Name));

    // A folder of more gets rooms.
    [Theory]
    [MemberData(nameof(Projects))]
    public void Folder_HoldsNoMoreFilesThanAnybodyFindsAnythingIn(Project project)
    {
        var folders = project.Sources().GroupBy(source => Path.GetDirectoryName(source.Path), StringComparer.Ordinal);

        Assert.DoesNotContain(folders, folder => folder.Count() > Most);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespace_OfAFile_IsItsFolder(Project project) => Assert.All(project.Sources(), source =>
    {
        var folder = Path.GetDirectoryName(source.Path) is { Length: > 0 } path ? $"{project.Name}.{path.Replace('/', '.').Replace('\\', '.')}" : project.Name;
        Assert.Equal(folder, Namespace().Match(source.Text) is { Success: true } match ? match.Groups["name"].Value : folder);
    });

    [Fact]
    public void Circle_OfThree_IsToldByTheArrowThatFewestTypesMake()
    {
        Reference[] references =
        [
            new("C.Stores.Row", "C.Stores.Page"), new("C.Archive.Line", "C.Stores.Row"), new("C.Archive.Line", "C.Stores.Page"), new("C.Stores.IArchive", "C.Clocks.Now"),
            new("C.Clocks.Now", "C.Archive.Pause"), new("C.Clocks.Later", "C.Archive.Pause"), new("C.Archive.Line", "D.Else"), new("D.Else", "C.Archive.Line"),
        ];

        Assert.Equal(
            "C.Stores -> C.Clocks (IArchive refers to Now) closes the circle C.Archive -> C.Stores -> C.Clocks -> C.Archive", Circle.Find(references, "C"));
        Assert.Null(Circle.Find(references.Where(reference => reference.To != "C.Clocks.Now"), "C"));
    }

    [Fact]
    public void References_CountWhatMethodsDo()
    {
        var references = References.Of(Project.All.Single(project => project.Name == "Collections.Web"));

        // It makes an answer, and no signature of it says so.
        Assert.Contains(new Reference("Collections.Web.Guard", "Collections.Web.Answers.Problem"), references);
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Namespace();
}
