namespace Collections.Local.Sqlite.Engine;

/// <summary>Connections that read beside the writer, each a moment's picture of the file, apart for questions that take long.</summary>
/// <remarks>
/// <para>
/// Three kinds of questions have readers of their own, so that nobody's long question makes another's short one wait: short ones (a page, a row, a
/// turn's file), pieces of what is longer (a search, a thousand files of a scan, a page of an archive), and those that look through the whole ledger
/// (reports, totals, the check of the sums). Of each kind so many are answered at a time, and the others wait in the order in which they came.
/// </para>
/// <para>
/// A question whose caller is gone ends, whether it waits or is being answered: SQLite asks for the caller while it works. Its reader is free for the next.
/// </para>
/// </remarks>
internal sealed class Readers(string path) : IDisposable
{
    // Two of a kind keep a core or two busy; more of them would only answer all of them later, and spread the cache thin.
    private const int Aside = 2;

    // What keeps a core busy for seconds leaves one to everybody else.
    private static readonly int WholeAtATime = Math.Clamp(Environment.ProcessorCount - 1, 1, Aside);

    private readonly Lane _short = new(path, Math.Max(4, Environment.ProcessorCount), isAside: false);
    private readonly Lane _pieces = new(path, Aside, isAside: true);
    private readonly Lane _whole = new(path, WholeAtATime, isAside: true);

    /// <summary>Reads what takes a few milliseconds, on the caller's thread. Everything that <paramref name="read"/> sees belongs to one moment.</summary>
    public Task<T> ReadAsync<T>(Func<Connection, T> read, CancellationToken cancel) => _short.ReadAsync(read, cancel);

    /// <summary>Reads a bounded part of something long, or searches: up to some hundred milliseconds, away from the caller's thread.</summary>
    public Task<T> ReadPieceAsync<T>(Func<Connection, T> read, CancellationToken cancel) => _pieces.ReadAsync(read, cancel);

    /// <summary>Reads what takes the longer the larger the ledger is, away from the caller's thread.</summary>
    public Task<T> ReadWholeAsync<T>(Func<Connection, T> read, CancellationToken cancel) => _whole.ReadAsync(read, cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        _short.Dispose();
        _pieces.Dispose();
        _whole.Dispose();
    }
}
