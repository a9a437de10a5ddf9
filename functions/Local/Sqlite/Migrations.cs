using System.Globalization;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>One step from a schema to the next.</summary>
/// <param name="Script">The SQL.</param>
/// <param name="Fill">What it fills in that SQL cannot compute, after the script and in its transaction; or null.</param>
internal sealed record Migration(string Script, Action<Connection>? Fill = null);

/// <summary>Brings a database file to the newest schema: one script a version, each in a transaction of its own.</summary>
/// <remarks>The version stands in SQLite's own <c>user_version</c>, which changes with the script or not at all.</remarks>
internal static class Migrations
{
    private static readonly Dictionary<int, Action<Connection>> Fills = new() { [2] = LedgerMigration.PayersAndShapes };

    /// <summary>All of them, oldest first: the first makes version 1.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>Runs those that the file has not seen.</summary>
    /// <exception cref="InvalidOperationException">The file was written by a newer release.</exception>
    public static void Run(Connection connection, IReadOnlyList<Migration> migrations)
    {
        var version = Version(connection);
        if (version > migrations.Count)
        {
            throw new InvalidOperationException(
                $"the database has schema {version}, and this release knows schemas up to {migrations.Count}: it was written by a newer release, which must be used");
        }

        for (; version < migrations.Count; version++)
        {
            connection.Execute("BEGIN IMMEDIATE");
            try
            {
                connection.Execute(migrations[version].Script);
                migrations[version].Fill?.Invoke(connection);
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

    private static List<Migration> Load()
    {
        var migrations = new List<Migration>();
        var assembly = typeof(Migrations).Assembly;
        while (assembly.GetManifestResourceStream(string.Create(CultureInfo.InvariantCulture, $"Sqlite/Migrations/{migrations.Count + 1:D4}.sql")) is { } stream)
        {
            using var reader = new StreamReader(stream);
            migrations.Add(new Migration(reader.ReadToEnd(), Fills.GetValueOrDefault(migrations.Count + 1)));
        }

        return migrations;
    }
}
