using System.Runtime.CompilerServices;

namespace Collections.Architecture.Tests;

/// <summary>A project of the product.</summary>
/// <param name="Name">Its root namespace.</param>
/// <param name="Folder">Where its sources are, from the repository's root.</param>
/// <param name="Assembly">The name of what it compiles to.</param>
/// <param name="Knows">The projects of ours that it may refer to.</param>
public sealed record Project(string Name, string Folder, string Assembly, params IReadOnlyList<string> Knows)
{
    /// <summary>All of them, the lowest first.</summary>
    public static IReadOnlyList<Project> All { get; } =
    [
        new("Collections.Core", "shared/Core", "Collections.Core"),
        new("Collections.Files", "shared/Files", "Collections.Files", "Collections.Core"),
        new("Collections.App", "shared/App", "Collections.App", "Collections.Core", "Collections.Files"),
        new("Collections.Web", "shared/Web", "Collections.Web", "Collections.Core", "Collections.Files", "Collections.App"),
        new("Collections.Local", "functions/Local", "collections", "Collections.Core", "Collections.Files", "Collections.App", "Collections.Web"),
        new("Collections.Functions", "functions/Azure", "Collections.Functions", "Collections.Core", "Collections.Files", "Collections.App", "Collections.Web"),
    ];

    /// <summary>The compiled project, beside the tests.</summary>
    public string Path => System.IO.Path.Combine(AppContext.BaseDirectory, $"{Assembly}.dll");

    /// <summary>Its sources, each with its path from the project's folder.</summary>
    public IEnumerable<(string Path, string Text)> Sources()
    {
        var folder = System.IO.Path.GetFullPath(System.IO.Path.Combine(Here(), "../../..", Folder));
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (!path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal))
            {
                yield return (path, File.ReadAllText(file));
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string Here([CallerFilePath] string path = "") => path;
}
