using Collections.App.Letters;
using Collections.App.Policies;
using Collections.Core.Policies;

namespace Collections.App.Tests.Policies;

public sealed class BuiltInPolicyTests
{
    private readonly PolicyBook _book = PolicyBook.Load(directory: null);

    [Fact]
    public void Book_WithoutFiles_HasTheBuiltInPolicies()
    {
        Assert.Empty(_book.Problems);
        Assert.Equal(["acc-monthly", "three-calls"], _book.All.Select(policy => policy.Name));
        Assert.Equal("three-calls", _book.Default.Name);
    }

    [Fact]
    public void EveryLetter_OfABuiltInPolicy_HasItsTemplate()
    {
        var templates = new LetterTemplates().Letters;
        var used = _book.All.SelectMany(policy => policy.Steps).Where(step => step.Kind == StepKind.Letter).Select(step => step.Template);
        Assert.Empty(used.Except(templates));
    }
}
