using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Collections.Functions.Tests.Infra;

/// <summary>
/// As much of a Bicep file as can be read without its compiler: what it declares, what it hands to its modules, and whether its brackets close.
/// Declarations stand at the start of a line, as `bicep format` leaves them.
/// </summary>
internal sealed partial class BicepFile
{
    /// <summary>How long one search may take, in milliseconds; none comes near.</summary>
    internal const int TimeoutMilliseconds = 10_000;

    private static readonly Dictionary<char, char> Closing = new() { ['{'] = '}', ['['] = ']', ['('] = ')' };

    private BicepFile(string path)
    {
        Path = path;
        Text = WithoutComments(File.ReadAllText(path));
        Parameters = ParameterLine().Matches(Text).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["default"].Success ? m.Groups["default"].Value.Trim() : null);
        Outputs = OutputLine().Matches(Text).Select(m => m.Groups["name"].Value).ToHashSet();
        Variables = VariableLine().Matches(Text).Select(m => m.Groups["name"].Value).ToList();
        Modules = ModuleLine().Matches(Text).Select(m => new BicepModule(m.Groups["name"].Value, m.Groups["path"].Value, KeysOf(BlockAfter("params: {", m.Index)))).ToList();
    }

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(Here(), "../../../.."));

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The file without its comments.</summary>
    public string Text { get; }

    /// <summary>The parameters by name, each with its default as written, or null where it must be given.</summary>
    public IReadOnlyDictionary<string, string?> Parameters { get; }

    public IReadOnlySet<string> Outputs { get; }

    public IReadOnlyList<string> Variables { get; }

    public IReadOnlyList<BicepModule> Modules { get; }

    /// <summary>Every Bicep file of the repository.</summary>
    public static IReadOnlyList<BicepFile> All() =>
        [.. Directory.EnumerateFiles(System.IO.Path.Combine(Root, "infra"), "*.bicep", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => new BicepFile(path))];

    public static BicepFile Whole() => new(System.IO.Path.Combine(Root, "infra", "main.bicep"));

    public static BicepFile App(string name) => new(System.IO.Path.Combine(Root, "infra", "app", name));

    /// <summary>The file that a module stands in.</summary>
    public BicepFile Of(BicepModule module) => new(PathOf(module));

    public string PathOf(BicepModule module) => System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, module.Path));

    /// <summary>The entries of an array of strings, one a line.</summary>
    public IReadOnlyList<string> Strings(string variable) =>
        [.. BlockAfter($"var {variable} = [", 0).Split('\n').Select(line => line.Trim().Trim('\'')).Where(line => line.Length > 0)];

    /// <summary>The keys of the object that a variable holds, whatever that depends on.</summary>
    public IReadOnlyList<string> Keys(string variable)
    {
        var start = Text.IndexOf($"var {variable} = ", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{Name} has no variable {variable}");

        // The declaration's line ends with the bracket that opens the object: `= {`, or `= empty(…) ? {} : {`.
        return KeysOf(Block(Text.IndexOf('\n', start) - 1));
    }

    /// <summary>How often a name occurs, its declaration included; as a key of an object it is another name.</summary>
    public int Uses(string name) => Regex.Count(Text, $@"(?<![\w.'])(?<!^ +){Regex.Escape(name)}\b|(?<=^ +){Regex.Escape(name)}\b(?!:)", RegexOptions.Multiline);

    /// <summary>What is wrong with the brackets and quotes, or null.</summary>
    public string? Imbalance()
    {
        // A quote opens a string, ${ inside of one opens an expression, and so on inwards; the top of the stack says what closes next.
        var open = new Stack<char>();
        for (var i = 0; i < Text.Length; i++)
        {
            var c = Text[i];
            if (open.TryPeek(out var top) && top == '\'')
            {
                if (c == '\\')
                {
                    i++;
                }
                else if (c == '\'')
                {
                    open.Pop();
                }
                else if (c == '$' && Text[i + 1] == '{')
                {
                    open.Push('}');
                    i++;
                }
                else if (c == '\n')
                {
                    return $"line {LineOf(i)}: the string does not end";
                }
            }
            else if (c == '\'')
            {
                open.Push('\'');
            }
            else if (Closing.TryGetValue(c, out var closing))
            {
                open.Push(closing);
            }
            else if (Closing.ContainsValue(c) && (!open.TryPop(out var expected) || expected != c))
            {
                return $"line {LineOf(i)}: '{c}' closes nothing";
            }
        }

        return open.Count == 0 ? null : $"{open.Count} brackets stay open, the last one for '{open.Peek()}'";
    }

    private static string[] KeysOf(string block)
    {
        // Keys of this object only: a deeper one is indented further.
        var lines = block.Split('\n').Where(line => line.Trim().Length > 0).ToList();
        var indent = lines.Count == 0 ? 0 : lines[0].Length - lines[0].TrimStart().Length;
        return [.. lines.Select(line => KeyLine().Match(line)).Where(m => m.Success && m.Groups["indent"].Length == indent).Select(m => m.Groups["key"].Value)];
    }

    private static string WithoutComments(string text)
    {
        var kept = new StringBuilder();
        foreach (var line in text.Replace("\r", "", StringComparison.Ordinal).Split('\n'))
        {
            kept.Append(line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? "" : TrailingComment().Replace(line, "")).Append('\n');
        }

        return kept.ToString();
    }

    private static string Here([CallerFilePath] string path = "") => path;

    private string BlockAfter(string marker, int from) => Block(Text.IndexOf(marker, from, StringComparison.Ordinal) + marker.Length - 1);

    /// <summary>What stands between the bracket at a place and the one that closes it.</summary>
    private string Block(int at)
    {
        var (open, close) = (Text[at], Closing[Text[at]]);
        var depth = 0;
        for (var i = at; i < Text.Length; i++)
        {
            depth += Text[i] == open ? 1 : Text[i] == close ? -1 : 0;
            if (depth == 0)
            {
                return Text[(at + 1)..i];
            }
        }

        return Text[(at + 1)..];
    }

    private int LineOf(int index) => Text[..index].Count(c => c == '\n') + 1;

    [GeneratedRegex(@"^param (?<name>\w+) \w+(?: = (?<default>.*))?$", RegexOptions.Multiline, TimeoutMilliseconds)]
    private static partial Regex ParameterLine();

    [GeneratedRegex(@"^output (?<name>\w+) ", RegexOptions.Multiline, TimeoutMilliseconds)]
    private static partial Regex OutputLine();

    [GeneratedRegex(@"^var (?<name>\w+) = ", RegexOptions.Multiline, TimeoutMilliseconds)]
    private static partial Regex VariableLine();

    [GeneratedRegex(@"^module (?<name>\w+) '(?<path>[^']+)' = ", RegexOptions.Multiline, TimeoutMilliseconds)]
    private static partial Regex ModuleLine();

    [GeneratedRegex(@"^(?<indent> *)(?<key>\w+): ?", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex KeyLine();

    [GeneratedRegex(@"\s//\s.*$", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex TrailingComment();
}

/// <summary>A module as one file uses it.</summary>
/// <param name="Name">The name there.</param>
/// <param name="Path">The module's file, from the one that uses it.</param>
/// <param name="Given">The parameters that it is given.</param>
internal sealed record BicepModule(string Name, string Path, IReadOnlyList<string> Given);
