using SQLitePCL;

namespace Collections.Local.Sqlite.Engine;

/// <summary>One connection to the database file, with its prepared statements. Used by one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    private const int BusyTimeoutMilliseconds = 10_000;

    // SQLite's steps between two looks whether the caller is still there: a fraction of a millisecond of them.
    private const int StepsBetweenLooks = 10_000;

    private readonly sqlite3 _handle;
    private Statement?[] _statements = new Statement?[128];

    static Connection()
    {
        Batteries_V2.Init();

        // Nobody reads SQLite's own statistics of its memory, and keeping them takes a lock at every allocation.
        const int ConfigMemoryStatistics = 9;
        _ = raw.sqlite3_config(ConfigMemoryStatistics, 0);
    }

    private Connection(sqlite3 handle) => _handle = handle;

    /// <summary>The rows that the last statement inserted, updated or deleted.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>The rows that were inserted, updated or deleted since the connection was opened; it begins anew from the least number after the greatest.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(_handle);

    /// <summary>The key of the last row inserted.</summary>
    public long LastId => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>The steps that SQLite has taken for the store's statements so far: what a question costs, whatever the machine and its load.</summary>
    public long Steps => _statements.Sum(statement => statement?.Steps ?? 0);

    /// <summary>True inside a transaction. SQLite ends one by itself when the disk is full or fails.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Who asks, of a reader: once this is cancelled, whatever it runs ends with an <see cref="OperationCanceledException"/>.</summary>
    /// <remarks>
    /// It is looked at, by the thread that reads: nothing is sent from outside that could come too late and hit the question of the next. The writer has
    /// no caller; what it has begun it ends.
    /// </remarks>
    public CancellationToken Caller { get; set; }

    /// <summary>Opens the one connection that writes; it makes the file if it isn't there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isSimulation">
    /// True if a failure of power may take the last commits along, because whatever made them makes them again. The file is whole after it all the same, and an
    /// end of the process takes nothing.
    /// </param>
    public static Connection OpenWriter(string path, bool isSimulation = false)
    {
        var connection = Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

        // A commit is on the disk when it returns. The log is folded into the file by the checkpointer; by the writer itself only at some 512 MB.
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute(isSimulation ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
        connection.Execute("PRAGMA foreign_keys = ON");
        connection.Execute("PRAGMA wal_autocheckpoint = 131072");
        connection.Execute("PRAGMA cache_size = -131072");
        return connection;
    }

    /// <summary>Opens the connection that folds the log into the file.</summary>
    public static Connection OpenCheckpointer(string path)
    {
        var connection = Open(path, raw.SQLITE_OPEN_READWRITE);
        connection.Execute("PRAGMA synchronous = FULL");
        return connection;
    }

    /// <summary>Opens a connection that only reads.</summary>
    public static Connection OpenReader(string path)
    {
        var connection = Open(path, raw.SQLITE_OPEN_READWRITE);
        connection.Execute("PRAGMA query_only = ON");
        connection.Execute("PRAGMA mmap_size = 1073741824");
        connection.Execute("PRAGMA cache_size = -16384");
        raw.sqlite3_progress_handler(connection._handle, StepsBetweenLooks, static reader => ((Connection)reader).Caller.IsCancellationRequested ? 1 : 0, connection);
        return connection;
    }

    /// <summary>A statement of the store, prepared once; free for use.</summary>
    public Statement this[Query query]
    {
        get
        {
            if (query.Number >= _statements.Length)
            {
                Array.Resize(ref _statements, query.Number * 2);
            }

            return (_statements[query.Number] ??= Prepare(query.Sql, raw.SQLITE_PREPARE_PERSISTENT)).Fresh();
        }
    }

    /// <summary>A statement for one use; the caller disposes of it.</summary>
    public Statement Prepare(string sql) => Prepare(sql, 0);

    /// <summary>Runs statements that need no values and give no rows.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Lets go of whatever a reader was reading, so that it is free for the next caller.</summary>
    public void Abandon()
    {
        Caller = CancellationToken.None;
        foreach (var statement in _statements)
        {
            statement?.Reset();
        }

        if (IsInTransaction)
        {
            Execute("ROLLBACK");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement?.Dispose();
        }

        _handle.Dispose();
    }

    internal void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Failure(result);
        }
    }

    internal Exception Failure(int result) => (result & 0xFF) == raw.SQLITE_INTERRUPT && Caller.IsCancellationRequested
        ? new OperationCanceledException(Caller)
        : new SqliteFailure(raw.sqlite3_extended_errcode(_handle) is var code and not raw.SQLITE_OK ? code : result, $"the database said: {raw.sqlite3_errmsg(_handle).utf8_to_string()}");

    private static Connection Open(string path, int flags)
    {
        var result = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, vfs: null);
        var connection = new Connection(handle);
        if (result != raw.SQLITE_OK)
        {
            connection.Dispose();
            throw new SqliteFailure(result, $"{path} cannot be opened as a database: {raw.sqlite3_errstr(result).utf8_to_string()}");
        }

        _ = raw.sqlite3_busy_timeout(handle, BusyTimeoutMilliseconds);
        connection.Execute("PRAGMA temp_store = MEMORY");
        return connection;
    }

    private Statement Prepare(string sql, int flags)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, (uint)flags, out var statement));
        return new Statement(this, statement);
    }
}
