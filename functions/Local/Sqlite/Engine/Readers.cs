using System.Collections.Concurrent;

namespace Collections.Local.Sqlite.Engine;

/// <summary>A few connections that read beside the writer, each a moment's picture of the file.</summary>
internal sealed class Readers(string path) : IDisposable
{
    private static readonly Query Begin = new("BEGIN");
    private static readonly Query Commit = new("COMMIT");

    // Reading is quick and mostly from memory: more connections than this would only spread the cache thin.
    private readonly SemaphoreSlim _free = new(Math.Max(4, Environment.ProcessorCount));
    private readonly ConcurrentStack<Connection> _idle = new();

    /// <summary>Reads at one moment: everything that <paramref name="read"/> sees belongs together.</summary>
    public async Task<T> ReadAsync<T>(Func<Connection, T> read, CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        try
        {
            var connection = _idle.TryPop(out var idle) ? idle : Connection.OpenReader(path);
            try
            {
                connection[Begin].Run();
                var result = read(connection);
                connection[Commit].Run();
                _idle.Push(connection);
                return result;
            }
            catch
            {
                // Its statements may stand in the middle of their rows; a new connection is cheaper than finding out.
                connection.Dispose();
                throw;
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, away from the caller's thread: for what takes longer than a few milliseconds.</summary>
    public Task<T> ReadAsideAsync<T>(Func<Connection, T> read, CancellationToken cancel) => Task.Run(() => ReadAsync(read, cancel), cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }

        _free.Dispose();
    }
}
