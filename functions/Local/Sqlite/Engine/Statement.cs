using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Collections.Local.Sqlite.Engine;

/// <summary>A prepared statement: values are added in the order of its question marks, columns are read by their place.</summary>
/// <remarks>
/// A thin layer over SQLite's own calls, because the store runs several hundred thousand statements a second and ADO.NET's parameters and readers
/// cost more than SQLite itself does. One statement is used at one place at a time, on its connection's thread.
/// </remarks>
internal sealed class Statement : IDisposable
{
    private const int MostOnStack = 512;

    private readonly Connection _connection;
    private readonly sqlite3_stmt _handle;
    private int _added;
    private bool _isRunning;

    internal Statement(Connection connection, sqlite3_stmt handle)
    {
        (_connection, _handle) = (connection, handle);
    }

    /// <summary>The steps that SQLite has taken for it so far.</summary>
    public long Steps => raw.sqlite3_stmt_status(_handle, raw.SQLITE_STMTSTATUS_VM_STEP, 0);

    /// <summary>Adds the next value.</summary>
    public Statement Add(long value)
    {
        _ = raw.sqlite3_bind_int64(_handle, ++_added, value);
        return this;
    }

    /// <summary>Adds the next value.</summary>
    public Statement Add(long? value) => value is { } some ? Add(some) : AddNull();

    /// <summary>Adds the next value: a day's number.</summary>
    public Statement Add(DateOnly day) => Add(day.DayNumber);

    /// <summary>Adds the next value: a day's number.</summary>
    public Statement Add(DateOnly? day) => day is { } some ? Add(some.DayNumber) : AddNull();

    /// <summary>Adds the next value: 1 or 0.</summary>
    public Statement Add(bool value) => Add(value ? 1L : 0L);

    /// <summary>Adds the next value.</summary>
    public Statement Add(string? text) => text is null ? AddNull() : Add(text.AsSpan());

    /// <summary>Adds the next value.</summary>
    public Statement Add(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= MostOnStack)
        {
            Span<byte> bytes = stackalloc byte[MostOnStack];
            return AddUtf8(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return AddUtf8(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Adds the next value, a text in UTF-8.</summary>
    public Statement AddUtf8(ReadOnlySpan<byte> text)
    {
        // An empty span has no address, which SQLite would take for no value.
        _connection.Check(text.IsEmpty ? raw.sqlite3_bind_text(_handle, ++_added, "") : raw.sqlite3_bind_text(_handle, ++_added, text));
        return this;
    }

    /// <summary>Adds the next value, bytes.</summary>
    public Statement AddBlob(ReadOnlySpan<byte> bytes)
    {
        _connection.Check(raw.sqlite3_bind_blob(_handle, ++_added, bytes));
        return this;
    }

    /// <summary>Adds nothing as the next value.</summary>
    public Statement AddNull()
    {
        _ = raw.sqlite3_bind_null(_handle, ++_added);
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last, when the statement is free for its next use.</returns>
    /// <exception cref="OperationCanceledException">Who asked is gone (<see cref="Connection.Caller"/>).</exception>
    public bool Step()
    {
        // SQLite itself looks while it works; here a caller is seen to be gone between a thousand small statements, too.
        _connection.Caller.ThrowIfCancellationRequested();
        _isRunning = true;
        var result = raw.sqlite3_step(_handle);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        Reset();
        return result == raw.SQLITE_DONE ? false : throw _connection.Failure(result);
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>The rows that it inserted, updated or deleted.</returns>
    public int Run()
    {
        while (Step())
        {
            // Rows of a RETURNING that nobody wants.
        }

        return _connection.Changes;
    }

    /// <summary>Runs it for the first column of its first row.</summary>
    public long? RunForLong()
    {
        long? value = Step() ? LongOrNull(0) : null;
        Reset();
        return value;
    }

    /// <summary>Runs it for the first column of its first row.</summary>
    public string? RunForText()
    {
        var value = Step() ? TextOrNull(0) : null;
        Reset();
        return value;
    }

    /// <summary>Reads all its rows.</summary>
    public List<T> ReadAll<T>(Func<Statement, T> read)
    {
        var all = new List<T>();
        while (Step())
        {
            all.Add(read(this));
        }

        return all;
    }

    /// <summary>Reads its first row; <c>default</c> if there is none.</summary>
    public T? ReadFirst<T>(Func<Statement, T> read)
    {
        var first = Step() ? read(this) : default;
        Reset();
        return first;
    }

    /// <summary>True if the column has no value.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    /// <summary>A column's value.</summary>
    public long Long(int column) => raw.sqlite3_column_int64(_handle, column);

    /// <summary>A column's value.</summary>
    public int Int(int column) => (int)Long(column);

    /// <summary>A column's value.</summary>
    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    /// <summary>A column's value: 1 or 0.</summary>
    public bool Bool(int column) => Long(column) != 0;

    /// <summary>A column's value: a day's number.</summary>
    public DateOnly Day(int column) => DateOnly.FromDayNumber(Int(column));

    /// <summary>A column's value: a day's number.</summary>
    public DateOnly? DayOrNull(int column) => IsNull(column) ? null : Day(column);

    /// <summary>A column's value.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    /// <summary>A column's value.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>A column's bytes, valid until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_handle, column);

    /// <summary>Ends its use: rows that nobody read are let go.</summary>
    public void Reset()
    {
        (_added, _isRunning) = (0, false);
        _ = raw.sqlite3_reset(_handle);
    }

    /// <summary>Makes it free for use, whatever an exception left of the use before.</summary>
    internal Statement Fresh()
    {
        if (_isRunning || _added > 0)
        {
            Reset();
        }

        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
