using System.Runtime.CompilerServices;

namespace Collections.App.Tests.Letters;

/// <summary>Compares what leaves the building with the text that a person has approved. A change shows as a diff.</summary>
internal static class ApprovedText
{
    /// <summary>
    /// Fails unless the text equals <c>Approved/NAME</c>, and then leaves the new text beside it as <c>.received.</c>: read the difference,
    /// and rename the file if it is meant.
    /// </summary>
    public static void Verify(string name, string text, [CallerFilePath] string caller = "")
    {
        var approved = Path.Combine(Path.GetDirectoryName(caller)!, "Approved", name);
        var received = Path.ChangeExtension(approved, ".received" + Path.GetExtension(name));
        var expected = File.Exists(approved) ? File.ReadAllText(approved) : "";
        if (text == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail($"{name} differs from what was approved; see {Path.GetFileName(received)}.\n{FirstDifference(expected, text)}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        var was = expected.Split('\n');
        var now = actual.Split('\n');
        var line = was.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}\n- {was.ElementAtOrDefault(line)}\n+ {now.ElementAtOrDefault(line)}";
    }
}
