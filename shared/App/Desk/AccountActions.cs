using Collections.App.Clocks;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Desk;

/// <summary>What people ask for on an account, outside of tasks: promises, disputes, holds, supply, notes, contacts.</summary>
public sealed class AccountActions(
    IAccountStore accounts, IAccountHistory history, IRecord records, ILedgerStore ledger, TurnRunner turns, Collector collector, AccountLocks locks, TimeProvider clock)
{
    /// <summary>Lets something happen to an account.</summary>
    /// <param name="account">The code of the account that is billed.</param>
    /// <param name="happening">What.</param>
    /// <param name="key">The request's key, or null; a request whose key is known was answered before, and changes nothing.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="RefusalException">The rules refuse it.</exception>
    public async Task RunAsync(string account, Happening happening, string? key, CancellationToken cancel)
    {
        using var taken = await locks.TakeAsync(account, cancel);
        await RunAloneAsync(account, happening, key, cancel);
    }

    /// <summary>Ends a dispute (R4); ending it again in the same way changes nothing.</summary>
    /// <exception cref="RefusalException">There is no such dispute, or it ended in the other way.</exception>
    public async Task ResolveAsync(string account, string disputeId, bool credited, Actor by, CancellationToken cancel)
    {
        using var taken = await locks.TakeAsync(account, cancel);
        var dispute = (await history.DisputesAsync(account, cancel)).FirstOrDefault(one => one.Id == disputeId)
            ?? throw new RefusalException(RefusalKind.NotFound, $"account {account} has no dispute {disputeId}");
        var state = credited ? DisputeState.Credited : DisputeState.Rejected;
        if (dispute.State == DisputeState.Open)
        {
            await RunAloneAsync(account, new DisputeResolved(by, disputeId, dispute.Invoice, dispute.Amount, credited), key: null, cancel);
        }
        else if (dispute.State != state)
        {
            throw new RefusalException(RefusalKind.Conflict, $"dispute {disputeId} was {Words.Of(dispute.State)} before", "how");
        }
    }

    /// <summary>Lifts a hold (R36); lifting it again changes nothing.</summary>
    /// <exception cref="RefusalException">There never was such a hold.</exception>
    public async Task LiftHoldAsync(string account, string holdId, Actor by, CancellationToken cancel)
    {
        using var taken = await locks.TakeAsync(account, cancel);
        var file = await accounts.ReadAsync(account, cancel);
        if (file?.Case.Hold?.Id == holdId)
        {
            await RunAloneAsync(account, new HoldLifted(by, holdId), key: null, cancel);
        }
        else if (!(await records.RecordAsync(account, cancel)).Any(line => line.Kind == RecordKind.Held && line.Ref == holdId))
        {
            throw new RefusalException(RefusalKind.NotFound, $"account {account} has no hold {holdId}");
        }
    }

    /// <summary>Saves a contact, and lets a case go on that waited for one (R22).</summary>
    /// <exception cref="RefusalException">The contact cannot be saved.</exception>
    public async Task AddContactAsync(ContactEntry contact, CancellationToken cancel)
    {
        await SaveContactAsync(contact, cancel);
        await RunAsync(contact.Account, new LedgerChanged(), key: null, cancel);
    }

    /// <summary>Saves a contact.</summary>
    /// <exception cref="RefusalException">The contact cannot be saved.</exception>
    public async Task SaveContactAsync(ContactEntry contact, CancellationToken cancel)
    {
        var result = (await ledger.SaveContactsAsync([contact], clock.GetUtcNow(), cancel))[0];
        if (result.State == RowState.Rejected)
        {
            throw new RefusalException(RefusalKind.Rules, result.Why ?? "the contact cannot be saved", result.Field, rule: 22);
        }
    }

    private async Task RunAloneAsync(string account, Happening happening, string? key, CancellationToken cancel)
    {
        if (key is not null && await accounts.IsKnownAsync(account, key, cancel))
        {
            return;
        }

        var report = await turns.RunAsync(new TurnRequest(account, happening, key), await collector.BankAsync(cancel), cancel);
        if (report?.Refusal is { } why)
        {
            throw new RefusalException(RefusalKind.Rules, why.ToString(), FieldOf(why.Code), why.Rule);
        }
    }

    private static string? FieldOf(Because code) => code switch
    {
        Because.RefusedPromisePast or Because.RefusedPromiseFar or Because.RefusedPromiseCount => "date",
        Because.RefusedPromiseAmount or Because.RefusedDisputeAmount => "amount",
        Because.RefusedDisputeInvoice => "invoice",
        Because.RefusedHoldPast => "until",
        _ => null,
    };
}
