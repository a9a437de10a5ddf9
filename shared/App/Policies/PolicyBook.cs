using Collections.App.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Policies;

/// <summary>
/// The policies of a company: the built-in ones, those of its files, and the earlier versions under which cases opened (R39).
/// </summary>
/// <remarks>
/// It stores nothing. A host keeps <see cref="TextOf"/> of every version that a case opened under, and gives it back by <see cref="Add"/>
/// at its next start. It is filled before anybody reads it and is not to be changed while others read.
/// </remarks>
public sealed class PolicyBook
{
    /// <summary>The policy of accounts that name none, unless the company has chosen another.</summary>
    public const string DefaultName = "three-calls";

    private readonly Dictionary<(string Name, int Version), Entry> _versions = [];
    private readonly SortedDictionary<string, int> _current = new(StringComparer.Ordinal);
    private readonly List<PolicyProblem> _problems = [];
    private readonly Regions _regions;
    private readonly string _defaultName;

    private PolicyBook(Regions regions, string defaultName) => (_regions, _defaultName) = (regions, defaultName);

    /// <summary>The policies in force, one a name, by name: of several versions the newest that came with the program or stands in a file.</summary>
    public IEnumerable<Policy> All => _current.Select(entry => _versions[(entry.Key, entry.Value)].Policy);

    /// <summary>The policy of accounts that name none.</summary>
    public Policy Default => Find(_defaultName) ?? Find(DefaultName)!;

    /// <summary>What is wrong with the files that were left out; empty when all were loaded. The host shows them when it starts.</summary>
    public IReadOnlyList<PolicyProblem> Problems => _problems;

    /// <summary>The built-in policies, and one for each <c>*.json</c> file of a directory.</summary>
    /// <remarks>
    /// A file with any problem is left out as a whole, and the rest is loaded. A file may bring a newer version of a built-in policy, but not
    /// other settings under a version that exists: a changed policy is another version, to be signed again (R39).
    /// </remarks>
    /// <param name="directory">The directory, or null for none; that it doesn't exist means that there are no files.</param>
    /// <param name="regions">The regions that the collection days must fit; the built-in ones unless told.</param>
    /// <param name="defaultName">The policy of accounts that name none. One that is not there leaves them <see cref="DefaultName"/>, and is a problem.</param>
    public static PolicyBook Load(string? directory, Regions? regions = null, string defaultName = DefaultName)
    {
        var book = new PolicyBook(regions ?? Regions.BuiltIn, defaultName);
        foreach (var name in BuiltInFiles.Policies)
        {
            book.Enter(name, () => BuiltInFiles.Text(name));
        }

        foreach (var path in Files(directory))
        {
            book.Enter(Path.GetFileName(path), () => File.ReadAllText(path));
        }

        if (book.Find(defaultName) is null)
        {
            book._problems.Add(new PolicyProblem(
                "settings", 0, "policy", JsonConvert.ToString(defaultName),
                $"is no policy that is known; known are {string.Join(", ", book.All.Select(policy => policy.Name))}"));
        }

        return book;
    }

    /// <summary>The policy in force under a name, or null.</summary>
    public Policy? Find(string name) => _current.TryGetValue(name, out var version) ? Find(name, version) : null;

    /// <summary>A version of a policy, in force or earlier, or null.</summary>
    public Policy? Find(string name, int version) => _versions.GetValueOrDefault((name, version))?.Policy;

    /// <summary>The policy that decides about an account: the version under which its case opened (R39), or the one under which it would open.</summary>
    public Policy For(Account account, Case @case) =>
        (@case.IsOpen ? Find(@case.Policy, @case.PolicyVersion) : null)
        ?? (account.Policy is { } name ? Find(name) : null)
        ?? Default;

    /// <summary>The JSON text of a version, as it was read; what a host keeps for cases that open under it. Null if there is no such version.</summary>
    public string? TextOf(string name, int version) => _versions.GetValueOrDefault((name, version))?.Text;

    /// <summary>Takes back the text of a version under which cases opened.</summary>
    /// <remarks>
    /// What was kept is what people signed: if a file gives other settings under the same version, the kept ones stay in force and the
    /// file is reported in <see cref="Problems"/>. A kept version that no file brings any more is there for its cases, and not in force.
    /// </remarks>
    /// <returns>The policy.</returns>
    /// <exception cref="PolicyFileException">The text is no policy.</exception>
    public Policy Add(string json)
    {
        // Its regions were checked when it came in; a region that has changed since must not take a case's policy away.
        var policy = PolicyFile.Read(new StringReader(json), "kept policy", []);
        var key = (policy.Name, policy.Version);
        var kept = new Entry(policy, json, "kept policy");
        if (_versions.TryGetValue(key, out var entry) && !IsSame(entry.Text, json))
        {
            _problems.Add(WhyChanged(entry.File, policy, "cases opened under"));
            _versions[key] = kept;
        }
        else
        {
            _versions.TryAdd(key, kept);
        }

        return Find(policy.Name, policy.Version)!;
    }

    // The order of names decides which of two files counts, on every file system alike. The schema, which editors find beside the policies, is none.
    private static IEnumerable<string> Files(string? directory) =>
        !Directory.Exists(directory)
            ? []
            : Directory.EnumerateFiles(directory, "*.json")
                .Where(path => !path.EndsWith(".schema.json", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal);

    private void Enter(string file, Func<string> text)
    {
        try
        {
            var json = text();
            Enter(file, json, PolicyFile.Read(new StringReader(json), file, _regions.All));
        }
        catch (PolicyFileException e)
        {
            _problems.AddRange(e.Problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add(new PolicyProblem(file, 0, "", Value: null, $"cannot be read: {e.Message}"));
        }
    }

    private void Enter(string file, string json, Policy policy)
    {
        if (!_versions.TryAdd((policy.Name, policy.Version), new Entry(policy, json, file)))
        {
            var there = _versions[(policy.Name, policy.Version)];
            if (!IsSame(there.Text, json))
            {
                _problems.Add(WhyChanged(file, policy, $"{there.File} has"));
            }
        }
        else if (!_current.TryGetValue(policy.Name, out var version) || version < policy.Version)
        {
            _current[policy.Name] = policy.Version;
        }
    }

    private static PolicyProblem WhyChanged(string file, Policy policy, string other) => new(
        file, 0, "version", JsonConvert.ToString(policy.Version),
        $"{other} other settings for version {policy.Version} of {policy.Name}, which stay in force; a changed policy needs a higher version");

    // Remarks, blanks, the order of settings and the way to the schema change nothing that anybody signed.
    private static bool IsSame(string a, string b) => a == b || JToken.DeepEquals(Settings(a), Settings(b));

    private static JObject Settings(string json)
    {
        var settings = new PolicyReading("").Parse(new StringReader(json)) ?? [];
        settings.Remove("$schema");
        return settings;
    }

    private sealed record Entry(Policy Policy, string Text, string File);
}
