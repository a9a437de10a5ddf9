using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Ledgers;

/// <summary>Opens accounts for a change of their items and payments, and commits it.</summary>
internal sealed class OpenLedgers(AccountRows accounts, BillingMoves moves)
{
    /// <summary>The account that is billed for a code, once nothing is on its way to it or from it.</summary>
    public async Task<AccountLedger> OpenAsync(string account, DateTimeOffset now, CancellationToken cancel)
    {
        while (true)
        {
            var document = await accounts.FindBillToAsync(account, cancel) ?? throw new InvalidOperationException($"account {account} is not there any more");
            if (document.Moving.Count == 0)
            {
                return new AccountLedger(document);
            }

            await moves.FinishAsync(document, now, cancel);
        }
    }

    /// <summary>A row of a payment in an account, or null.</summary>
    public Task<StoredPayment?> PartAsync(AccountLedger ledger, string paymentId, CancellationToken cancel) =>
        accounts.RowAsync<StoredPayment>(ledger.Document.Code, Keys.Payment(paymentId), cancel);

    /// <summary>Commits what was done to an account's items and payments.</summary>
    /// <param name="ledger">The account.</param>
    /// <param name="added">The payment that must not be there yet, or null.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>False if somebody else changed it in between; then nothing was done.</returns>
    public async Task<bool> TryCommitAsync(AccountLedger ledger, string? added, CancellationToken cancel)
    {
        var change = accounts.Change(ledger.Document);
        ledger.WriteTo(change, added);
        try
        {
            return await accounts.TryCommitAsync(change, cancel);
        }
        catch (RowExistsException)
        {
            // Somebody else did it: the next look sees that.
            return false;
        }
    }
}
