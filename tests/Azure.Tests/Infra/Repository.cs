using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Infra;

/// <summary>The files of the repository that speak of the same things as the app.</summary>
internal static class Repository
{
    /// <summary>How long one search in a file may take, in milliseconds; none comes near.</summary>
    public const int SearchMilliseconds = 10_000;

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../../../.."));

    /// <summary>The page that explains the app on Azure.</summary>
    public static string AzurePage => Text("docs", "azure.md");

    public static string Text(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    public static JObject Json(params string[] path) => JObject.Parse(Text(path));

    private static string Here([CallerFilePath] string path = "") => path;
}
