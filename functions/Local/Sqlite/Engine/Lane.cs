using System.Collections.Concurrent;

namespace Collections.Local.Sqlite.Engine;

/// <summary>So many connections that read, and the queue before them.</summary>
/// <param name="path">The database file.</param>
/// <param name="readers">How many questions are answered at a time; the others wait in the order in which they came.</param>
/// <param name="isAside">
/// True to answer on a thread of the question's own: one that takes seconds must not hold a thread of the pool, of which there are few, while short
/// answers wait for one.
/// </param>
internal sealed class Lane(string path, int readers, bool isAside) : IDisposable
{
    private static readonly Query Begin = new("BEGIN");
    private static readonly Query Commit = new("COMMIT");

    private readonly SemaphoreSlim _free = new(readers);
    private readonly ConcurrentStack<Connection> _idle = new();

    /// <summary>Reads at one moment, once a reader is free.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone, before it was answered or while it was.</exception>
    public async Task<T> ReadAsync<T>(Func<Connection, T> read, CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        try
        {
            return isAside
                ? await Task.Factory.StartNew(
                    () => Read(read, cancel), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default)
                : Read(read, cancel);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }

        _free.Dispose();
    }

    private T Read<T>(Func<Connection, T> read, CancellationToken cancel)
    {
        var connection = _idle.TryPop(out var idle) ? idle : Connection.OpenReader(path);
        try
        {
            connection.Caller = cancel;
            connection[Begin].Run();
            var result = read(connection);
            connection[Commit].Run();
            connection.Caller = CancellationToken.None;
            _idle.Push(connection);
            return result;
        }
        catch (OperationCanceledException)
        {
            // Nothing is wrong with the reader, and what it has in its cache is worth keeping.
            connection.Abandon();
            _idle.Push(connection);
            throw;
        }
        catch
        {
            // A new connection is cheaper than finding out what is wrong with this one.
            connection.Dispose();
            throw;
        }
    }
}
