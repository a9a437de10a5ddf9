using Collections.App.Calendars;
using Collections.App.Start;
using Collections.Local.Sqlite.Archive;
using Collections.Local.Sqlite.Books;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Payments;
using Collections.Local.Sqlite.Rows;
using Collections.Local.Sqlite.Turns;

namespace Collections.Local.Sqlite;

/// <summary>The store of one company in one SQLite file.</summary>
/// <remarks>
/// One writer groups the commits of all callers, and a task returns when its commit is on the disk: what was answered survives a crash of the process
/// or of the machine. Readers see whole commits only. Instants are kept to the millisecond.
/// </remarks>
public sealed partial class SqliteStore : IStore, IAsyncDisposable
{
    private readonly Regions _regions;
    private readonly Writer _writer;
    private readonly Checkpointer _checkpointer;
    private readonly Readers _readers;
    private readonly AccountFiles _files;
    private readonly KnownLedger _known = new();
    private readonly TurnWriter _turns;
    private readonly AccountWriter _accounts;
    private readonly InvoiceWriter _invoices;
    private readonly PaymentWriter _payments;
    private readonly Rematcher _rematcher;
    private readonly PaymentDecisions _decisions;
    private readonly FamilyWriter _families;
    private int _isClosed;

    private SqliteStore(string path, Connection connection, Regions regions)
    {
        _regions = regions;
        _files = new AccountFiles(regions);
        _turns = new TurnWriter(_known.Accounts);
        _accounts = new AccountWriter(_known.Accounts, _known.AccountShapes, _files);
        _payments = new PaymentWriter(_known);
        _rematcher = new Rematcher(_known);
        _decisions = new PaymentDecisions(_known);
        _families = new FamilyWriter(_known);
        _invoices = new InvoiceWriter(_known.Accounts, _known.InvoiceShapes);
        _readers = new Readers(path);
        _checkpointer = new Checkpointer(path);
        _writer = new Writer(connection, _known.Forget, _checkpointer.Nudge);
    }

    /// <summary>Commits so far; callers that wait together share one.</summary>
    internal long Commits => _writer.Commits;

    /// <summary>Opens a store, making its file or bringing it to the newest schema.</summary>
    /// <param name="path">The file; its directory exists.</param>
    /// <param name="regions">The regions that accounts name.</param>
    /// <param name="isSimulation">True for a simulation, which can be run again: a failure of power may take its last commits along.</param>
    /// <param name="cancel">Ends it before it begins.</param>
    /// <exception cref="SqliteFailure">The file cannot be opened, or is no database.</exception>
    /// <exception cref="InvalidOperationException">The file was written by a newer release.</exception>
    public static Task<SqliteStore> OpenAsync(string path, Regions regions, bool isSimulation = false, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(regions);
        return Task.Run(
            () =>
            {
                var connection = Connection.OpenWriter(path, isSimulation);
                try
                {
                    Migrations.Run(connection, Migrations.All);
                    return new SqliteStore(path, connection, regions);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
            cancel);
    }

    /// <summary>Finishes what waits and closes the file. The second time it does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        _readers.Dispose();
        await _writer.DisposeAsync();

        // The last connection to close folds what is left of the log into the file.
        _checkpointer.Dispose();
    }
}
