using System.Globalization;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Brings a database file to the newest schema: one script a version, each in a transaction of its own.</summary>
/// <remarks>The version stands in SQLite's own <c>user_version</c>, which changes with the script or not at all.</remarks>
internal static class Migrations
{
    /// <summary>The scripts, oldest first: the first makes version 1.</summary>
    public static IReadOnlyList<string> Scripts { get; } = Load();

    /// <summary>Runs the scripts that the file has not seen.</summary>
    /// <exception cref="InvalidOperationException">The file was written by a newer release.</exception>
    public static void Run(Connection connection, IReadOnlyList<string> scripts)
    {
        var version = Version(connection);
        if (version > scripts.Count)
        {
            throw new InvalidOperationException(
                $"the database has schema {version}, and this release knows schemas up to {scripts.Count}: it was written by a newer release, which must be used");
        }

        for (; version < scripts.Count; version++)
        {
            connection.Execute("BEGIN IMMEDIATE");
            try
            {
                connection.Execute(scripts[version]);
                connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}"));
                connection.Execute("COMMIT");
            }
            catch
            {
                connection.Execute("ROLLBACK");
                throw;
            }
        }
    }

    /// <summary>The schema's version; 0 for a new file.</summary>
    public static int Version(Connection connection)
    {
        using var statement = connection.Prepare("PRAGMA user_version");
        return (int)statement.RunForLong()!.Value;
    }

    private static List<string> Load()
    {
        var scripts = new List<string>();
        var assembly = typeof(Migrations).Assembly;
        while (assembly.GetManifestResourceStream(string.Create(CultureInfo.InvariantCulture, $"Sqlite/Migrations/{scripts.Count + 1:D4}.sql")) is { } stream)
        {
            using var reader = new StreamReader(stream);
            scripts.Add(reader.ReadToEnd());
        }

        return scripts;
    }
}
