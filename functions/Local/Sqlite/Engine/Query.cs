namespace Collections.Local.Sqlite.Engine;

/// <summary>A statement's text, made once. Each connection prepares it once and finds it again by its number, without hashing the text.</summary>
internal sealed class Query(string sql)
{
    private static int _count;

    /// <summary>The text.</summary>
    public string Sql { get; } = sql;

    /// <summary>Its number, from 0, unique in the process.</summary>
    public int Number { get; } = Interlocked.Increment(ref _count) - 1;
}
