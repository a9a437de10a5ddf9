using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Payments;

/// <summary>Loads what <see cref="PaymentDecider"/> needs for what a person says, asks it, and has it done.</summary>
internal sealed class PaymentDecisions(PaymentRows rows, PaymentReader reader, LookUps lookUps, LedgerLoader loader, PaymentRecovery finisher)
{
    /// <summary>Does it.</summary>
    /// <returns>Null if it is done, else why not; then nothing changed.</returns>
    public async Task<PaymentRefusal?> DecideAsync(string paymentId, PaymentDecision decision, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        while (await finisher.FinishAsync(paymentId, cancel) is { Entry: not null } pointer)
        {
            var ruling = decision is PaymentDecision.Undoes undoes
                ? await UndoesAsync(pointer, undoes.PaymentId, by, cancel)
                : PaymentDecider.Decide(await reader.FactsAsync(pointer, cancel), decision, await LedgerAsync(decision, cancel), by);
            if (ruling.Refusal is { } refusal)
            {
                return refusal;
            }

            if (decision is PaymentDecision.Undoes)
            {
                PaymentPlan.Undo(pointer, ruling, by, now);
            }
            else
            {
                PaymentPlan.Change(pointer, ruling, by.Name, now);
            }

            if (await rows.TryWriteAsync(pointer, cancel))
            {
                await finisher.FinishAsync(pointer, null, cancel);
                return null;
            }
        }

        return PaymentDecider.NoSuchPayment(paymentId);
    }

    private async Task<PaymentRuling> UndoesAsync(PaymentPointer reversal, string named, Actor by, CancellationToken cancel)
    {
        var original = await finisher.FinishAsync(named, cancel);
        var facts = original?.Entry is null ? null : await reader.FactsAsync(original, cancel);
        return PaymentDecider.Undoes(await reader.FactsAsync(reversal, cancel), named, facts, by);
    }

    private async Task<LedgerFacts> LedgerAsync(PaymentDecision decision, CancellationToken cancel)
    {
        var (account, invoices) = LedgerFacts.NamedBy(decision);
        var accounts = new Dictionary<string, BillTo>(StringComparer.Ordinal);
        if (account is not null && await lookUps.FindByCodeAsync(account, cancel) is { } named)
        {
            accounts[account] = new BillTo(named.Code, named.Currency);
        }

        var rooms = new Dictionary<string, InvoiceRoom>(StringComparer.OrdinalIgnoreCase);
        foreach (var number in invoices)
        {
            if (await RoomAsync(number, cancel) is { } room)
            {
                rooms[number] = room;
            }
        }

        return new LedgerFacts(accounts, rooms);
    }

    private async Task<InvoiceRoom?> RoomAsync(string number, CancellationToken cancel)
    {
        if (await lookUps.FindByInvoiceAsync(number, cancel) is not { } owner)
        {
            return null;
        }

        var ledger = new AccountLedger(owner);
        await loader.LoadNumbersAsync(ledger, [number], cancel);
        var items = ledger.Of(number).Select(at => ledger.Items[at].Invoice).Where(invoice => !invoice.IsCredit).ToList();
        return items.Count == 0 ? null : new InvoiceRoom(new BillTo(owner.Code, owner.Currency), new Money(items.Sum(LedgerBook.Room), owner.Currency));
    }
}
