using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables;

// The ledger as it is imported, and the payments.
public sealed partial class TableStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<RowResult>> SaveAccountsAsync(IReadOnlyList<Account> accounts, DateTimeOffset now, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<RowResult>> SaveContactsAsync(IReadOnlyList<ContactEntry> contacts, DateTimeOffset now, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<RowResult>> SaveInvoicesAsync(IReadOnlyList<InvoiceEntry> invoices, DateTimeOffset now, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, AccountHead>> HeadsAsync(IReadOnlyCollection<string> codes, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<PaymentResult>> ReceiveAsync(BankDelivery delivery, IPaymentMatcher match, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<string?> AllocateAsync(string paymentId, IReadOnlyList<Allocation> allocations, Actor by, DateTimeOffset now, CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<FeedState>> FeedsAsync(CancellationToken cancel) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<long> TotalOpenAsync(CancellationToken cancel) => throw new NotImplementedException();
}
