namespace Collections.App.Policies;

/// <summary>The policies that come with the program.</summary>
internal static class BuiltInFiles
{
    private const string Prefix = "Collections.App.Policies.";
    private const string SchemaName = "policy.schema.json";

    /// <summary>The names of the policies' files, in order.</summary>
    public static IEnumerable<string> Policies =>
        typeof(BuiltInFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Where(name => name != SchemaName)
            .Order(StringComparer.Ordinal);

    /// <summary>The text of one of the files beside this one.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(BuiltInFiles).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
