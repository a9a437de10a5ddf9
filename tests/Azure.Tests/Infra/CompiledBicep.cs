using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Infra;

/// <summary>What the folder infra compiles to, compiled once a run: the ARM template of each of its files.</summary>
internal sealed class CompiledBicep
{
    private static readonly Lazy<CompiledBicep> Once = new(static () => new CompiledBicep());

    private CompiledBicep()
    {
        var folder = Directory.CreateTempSubdirectory("collections-bicep-").FullName;
        try
        {
            Complaints = BicepCompiler.Run(Repository.Root, "build", "--no-restore", "--pattern", "infra/**/*.bicep", "--outdir", folder);
            Templates = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
                .ToDictionary(path => Path.ChangeExtension(Path.GetRelativePath(folder, path), ".bicep"), path => JObject.Parse(File.ReadAllText(path)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static CompiledBicep Infra => Once.Value;

    /// <summary>What the compiler and its linter have to say, infra/bicepconfig.json telling what matters.</summary>
    public IReadOnlyList<string> Complaints { get; }

    /// <summary>The templates by the path of their Bicep file in infra; none of a file with errors.</summary>
    public IReadOnlyDictionary<string, JObject> Templates { get; }

    /// <summary>The template that azd deploys, its modules within it.</summary>
    public JObject Main => Templates.GetValueOrDefault("main.bicep") ?? throw new InvalidOperationException(string.Join('\n', Complaints));

    /// <summary>What tells a template from every other.</summary>
    public static string Hash(JObject template) => (string)template.SelectToken("metadata._generator.templateHash")!;
}
