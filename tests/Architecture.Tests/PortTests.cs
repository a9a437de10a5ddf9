using Mono.Cecil;

namespace Collections.Architecture.Tests;

/// <summary>A port stays narrow: whoever needs one thing of a store is not handed all of it.</summary>
public sealed class PortTests
{
    private const int Most = 8;

    [Theory]
    [MemberData(nameof(HouseTests.Projects), MemberType = typeof(HouseTests))]
    public void Port_HasNoMoreThanEightMembers(Project project)
    {
        using var module = ModuleDefinition.ReadModule(project.Path);
        var wide = module.GetTypes().Where(type => type.IsInterface && MembersOf(type) > Most).Select(type => $"{type.FullName}: {MembersOf(type)}");

        Assert.Empty(wide);
    }

    // The store as a whole is for the host that has it, and for what registers its ports.
    [Theory]
    [InlineData("Collections.App")]
    [InlineData("Collections.Web")]
    public void Store_AsAWhole_IsAskedForByNobody(string name)
    {
        var references = References.Of(Project.All.Single(project => project.Name == name));

        Assert.DoesNotContain(references, reference => reference is { To: "Collections.App.Start.IStore", From: not "Collections.App.Start.AppServices" });
    }

    // A property is one member, however many methods it comes to.
    private static int MembersOf(TypeDefinition type) => type.Methods.Count(method => !method.IsSpecialName) + type.Properties.Count + type.Events.Count;
}
