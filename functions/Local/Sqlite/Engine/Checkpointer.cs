namespace Collections.Local.Sqlite.Engine;

/// <summary>Folds the log into the database file beside the writer, on a thread and a connection of its own, so that no commit has to wait for that.</summary>
/// <remarks>
/// What is committed is on the disk in the log already; this only keeps the log short. If it falls behind, under a load that never pauses, the writer's own
/// checkpoint still bounds the log (<see cref="Connection.OpenWriter"/>).
/// </remarks>
internal sealed class Checkpointer : IDisposable
{
    private static readonly Query Fold = new("PRAGMA wal_checkpoint(PASSIVE)");

    private readonly Connection _connection;
    private readonly AutoResetEvent _nudge = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _ends;

    public Checkpointer(string path)
    {
        _connection = Connection.OpenCheckpointer(path);
        _thread = new Thread(Work) { IsBackground = true, Name = "SQLite checkpointer" };
        _thread.Start();
    }

    /// <summary>Says that the log has grown. Never waits.</summary>
    public void Nudge() => _nudge.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends = true;
        Nudge();
        _thread.Join();
        _connection.Dispose();
        _nudge.Dispose();
    }

    private void Work()
    {
        while (_nudge.WaitOne() && !_ends)
        {
            try
            {
                _connection[Fold].ReadFirst(row => row.Long(0));
            }
            catch (SqliteFailure)
            {
                // Nothing is lost: the log stays as it is until the next nudge, and a disk that fails is reported by the writer's commits.
            }
        }
    }
}
