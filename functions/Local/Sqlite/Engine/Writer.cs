using System.Threading.Channels;

namespace Collections.Local.Sqlite.Engine;

/// <summary>The one writer: a thread that runs commands in the order in which they come, and commits together those that wait together.</summary>
/// <remarks>
/// A command is done when its commit is on the disk. One that fails takes nothing of the others with it: they are run again without it, so a command
/// may run twice, and only its last run counts. The more callers wait, the more of them share a flush, so that the disk's flushes set the latency and
/// not the throughput.
/// </remarks>
internal sealed class Writer : IAsyncDisposable
{
    // Enough to share a flush well, few enough that the first of them does not wait long for the last.
    private const int MostInCommit = 4096;

    // The log is folded into the file after so many changed rows.
    private const int ChangesInLog = 5_000;

    private static readonly Query Begin = new("BEGIN IMMEDIATE");
    private static readonly Query DataVersion = new("PRAGMA data_version");
    private static readonly Query Commit = new("COMMIT");
    private static readonly Query Rollback = new("ROLLBACK");
    private static readonly Query Save = new("SAVEPOINT command");
    private static readonly Query Release = new("RELEASE command");
    private static readonly Query Undo = new("ROLLBACK TO command");

    private readonly Channel<Command> _queue = Channel.CreateUnbounded<Command>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Connection _connection;
    private readonly Action _forget;
    private readonly Action _onLogGrown;
    private readonly Thread _thread;
    private int _changesFolded;
    private long? _dataVersion;

    /// <summary>Starts the writer; it owns the connection from now on.</summary>
    /// <param name="connection">The connection that writes.</param>
    /// <param name="forget">Called on the writer's thread when what was remembered of the file is not so any more: it was rolled back, or another wrote to it.</param>
    /// <param name="onLogGrown">Called on the writer's thread when the log has grown enough to be folded into the file; it must not wait.</param>
    public Writer(Connection connection, Action forget, Action onLogGrown)
    {
        (_connection, _forget, _onLogGrown) = (connection, forget, onLogGrown);
        _thread = new Thread(Work) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    /// <summary>How many commits were made: fewer than the commands where callers waited together.</summary>
    public long Commits { get; private set; }

    /// <summary>Runs a command and waits for its commit.</summary>
    public Task<T> RunAsync<T>(Func<Connection, T> command, CancellationToken cancel)
    {
        var waiting = new Command<T>(command, cancel);
        return _queue.Writer.TryWrite(waiting) ? waiting.Task : throw new ObjectDisposedException(nameof(SqliteStore));
    }

    /// <summary>Runs what waits, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            await Task.Run(_thread.Join);
            _connection.Dispose();
        }
    }

    private void Work()
    {
        var group = new List<Command>(MostInCommit);
        while (Next() is { } first)
        {
            group.Clear();
            group.Add(first);
            RunTogether(group);
        }
    }

    // The thread is the store's own, so it may block while there is nothing to do.
    private Command? Next()
    {
        while (true)
        {
            if (_queue.Reader.TryRead(out var command))
            {
                return command;
            }

            if (!_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                return null;
            }
        }
    }

    private void RunTogether(List<Command> group)
    {
        try
        {
            if (!TryRun(group))
            {
                RunApart(group);
            }
        }
        catch (Exception e)
        {
            // The disk is full, or fails: nothing of the group is on it.
            RollBack();
            group.ForEach(command => command.Fail(e));
        }

        group.ForEach(command => command.Complete());
    }

    // All of them, and what comes meanwhile, in one transaction. False if one failed: then nothing is written.
    private bool TryRun(List<Command> group)
    {
        BeginTransaction();
        for (var i = 0; i < group.Count; i++)
        {
            try
            {
                group[i].Run(_connection);
            }
            catch
            {
                RollBack();
                return false;
            }

            if (group.Count < MostInCommit && i == group.Count - 1 && _queue.Reader.TryRead(out var next))
            {
                group.Add(next);
            }
        }

        CommitGroup();
        return true;
    }

    // The same again, each in a savepoint, so that the one that fails is found and takes nothing of the others with it. Savepoints keep copies of the
    // pages that change in them, which slows large imports down many times; failures are rare.
    private void RunApart(List<Command> group)
    {
        BeginTransaction();
        foreach (var command in group)
        {
            _connection[Save].Run();
            try
            {
                command.Run(_connection);
            }
            catch (Exception e) when (_connection.IsInTransaction)
            {
                _connection[Undo].Run();
                _forget();
                command.Fail(e);
            }

            _connection[Release].Run();
        }

        CommitGroup();
    }

    private void CommitGroup()
    {
        _connection[Commit].Run();
        Commits++;
        if (unchecked(_connection.TotalChanges - _changesFolded) > ChangesInLog)
        {
            _changesFolded = _connection.TotalChanges;
            _onLogGrown();
        }
    }

    // Another process may write to the same file: the command line beside the server.
    private void BeginTransaction()
    {
        _connection[Begin].Run();
        var version = _connection[DataVersion].RunForLong();
        if (version != _dataVersion)
        {
            _dataVersion = version;
            _forget();
        }
    }

    private void RollBack()
    {
        if (_connection.IsInTransaction)
        {
            _connection[Rollback].Run();
        }

        _forget();
    }

    private abstract class Command
    {
        public abstract void Run(Connection connection);

        public abstract void Fail(Exception why);

        public abstract void Complete();
    }

    private sealed class Command<T>(Func<Connection, T> run, CancellationToken cancel) : Command
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _hasRun;
        private T? _result;
        private Exception? _failure;

        public Task<T> Task => _done.Task;

        public override void Run(Connection connection)
        {
            _hasRun = false;
            if (!cancel.IsCancellationRequested)
            {
                _result = run(connection);
                _hasRun = true;
            }
        }

        public override void Fail(Exception why) => _failure ??= why;

        public override void Complete()
        {
            if (_failure is not null)
            {
                _done.SetException(_failure);
            }
            else if (_hasRun)
            {
                _done.SetResult(_result!);
            }
            else
            {
                _done.SetCanceled(cancel);
            }
        }
    }
}
