using Collections.Local.Sqlite;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Tests.Sqlite;

/// <summary>A file of every released schema is brought to the newest, and nothing of it is lost.</summary>
public sealed class MigrationsTests : IDisposable
{
    private static readonly string[] Steps =
    [
        "CREATE TABLE things (name TEXT); INSERT INTO things VALUES ('kept')",
        "ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 7",
        "CREATE INDEX things_by_name ON things (name)",
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("collections-");

    [Fact]
    public void Run_OnAnOldFile_RunsWhatItHasNotSeen()
    {
        using var connection = Open();
        Migrations.Run(connection, Steps[..1]);
        Assert.Equal(1, Migrations.Version(connection));

        Migrations.Run(connection, Steps);
        Migrations.Run(connection, Steps);

        Assert.Equal(3, Migrations.Version(connection));
        using var statement = connection.Prepare("SELECT name || size FROM things");
        Assert.Equal("kept7", statement.RunForText());
    }

    [Fact]
    public void Run_WhereAScriptFails_LeavesTheVersionBefore()
    {
        using var connection = Open();

        Assert.Throws<SqliteFailure>(() => Migrations.Run(connection, [Steps[0], "CREATE TABLE more (x); CREATE TABLE more (x)"]));

        Assert.Equal(1, Migrations.Version(connection));
        using var statement = connection.Prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'more'");
        Assert.Equal(0, statement.RunForLong());
    }

    [Fact]
    public void Run_OnANewFile_MakesTheNewestSchema()
    {
        using var connection = Open();

        Migrations.Run(connection, Migrations.Scripts);

        Assert.Equal(Migrations.Scripts.Count, Migrations.Version(connection));
        Assert.True(Migrations.Scripts.Count >= 1);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private Connection Open() => Connection.OpenWriter(Path.Combine(_directory.FullName, "company.db"));
}
