using SQLitePCL;

namespace Collections.Local.Sqlite.Engine;

/// <summary>SQLite refused something; the message says what, with SQLite's own words.</summary>
public sealed class SqliteFailure : IOException
{
    internal SqliteFailure(int code, string message)
        : base(message)
    {
        Code = code;
    }

    /// <summary>SQLite's extended result code.</summary>
    public int Code { get; }

    /// <summary>True if a row broke a rule of the schema: a key that is there, a missing parent, a record that may not change.</summary>
    public bool IsConstraint => (Code & 0xFF) == raw.SQLITE_CONSTRAINT;
}
