using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables;

// What people look at.
public sealed partial class TableStore
{
    /// <inheritdoc/>
    public Task<Page<AccountRowView>> AccountsAsync(string? query, string? cursor, int limit, DateOnly asOf, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<Page<TaskRow>> TasksAsync(TaskFilter filter, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<TaskRow?> TaskAsync(string taskId, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<string?> ClaimAsync(string taskId, string who, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<string?> ReleaseAsync(string taskId, string who, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task OpenCompanyTaskAsync(string taskId, TaskKind kind, Role role, string why, DateTimeOffset now, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task CloseCompanyTaskAsync(string taskId, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<Page<LetterRow>> LettersAsync(string? account, LetterState? state, string? cursor, int limit, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<LetterRow?> LetterAsync(string letterId, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<Page<PaymentRow>> PaymentsAsync(PaymentState? state, string? account, string? cursor, int limit, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<PaymentRow?> PaymentAsync(string paymentId, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContactLogRow>> ContactLogAsync(string account, int limit, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Promise>> PromisesAsync(string account, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Dispute>> DisputesAsync(string account, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<SealedLine>> RecordAsync(string account, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<(string Account, SealedLine Line)>> AllRecordsAsync(CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<AgingRow>> AgingAsync(DateOnly asOf, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActivityRow>> ActivityAsync(DateOnly from, DateOnly to, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<Totals> TotalsAsync(CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<string?> GetAsync(string name, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task SetAsync(string name, string value, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<bool> EndScanAsync(string scan, DateTimeOffset now, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<bool> HasScannedAsync(string scan, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancel) => throw new NotImplementedException();
}
