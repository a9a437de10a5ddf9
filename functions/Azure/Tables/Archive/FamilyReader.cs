using Collections.App.Archive;
using Collections.App.Stores;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Payments;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Archive;

/// <summary>Reads bill-to accounts from their partitions, as archives have them.</summary>
internal sealed class FamilyReader(
    AccountRows accounts, LookUps lookUps, PaymentReader payments, PaymentRows pointers, RemitterRows payers, BillingMoves moves, StoredJson json, TimeProvider clock)
{
    /// <summary>An account with its branches; null for a branch, and for a code that is not known.</summary>
    public async Task<ArchivedAccount?> ReadAsync(string code, CancellationToken cancel)
    {
        while (await accounts.FindAsync(code, cancel) is { Moving.Count: > 0 } marked)
        {
            await moves.FinishAsync(marked, clock.GetUtcNow(), cancel);
        }

        if (await ReadOneAsync(code, cancel) is not { } read || read.Payer != code)
        {
            return null;
        }

        var branches = new List<ArchivedAccount>();
        await AddBranchesAsync(branches, code, code, cancel);
        return (read.Account with { Branches = branches }).InOrder();
    }

    /// <summary>A payment as the archive has it.</summary>
    /// <param name="payment">The payment, or an account's part of it.</param>
    /// <param name="pointer">Its pointer.</param>
    /// <param name="owner">The account that it reached, where that is another one.</param>
    public static ArchivedPayment Archived(StoredPayment payment, PaymentPointer pointer, string? owner) => new()
    {
        Feed = payment.Feed,
        BankId = payment.BankId,
        Kind = (ArchivedEntry)payment.Kind,
        BookedOn = payment.BookedOn,
        ReceivedAt = payment.ReceivedAt,
        Amount = payment.Amount,
        Whole = payment.Whole,
        Owner = owner,
        Reference = payment.Reference,
        Payer = payment.Payer,
        ReversalOf = payment.ReversalOf,
        State = payment.State,
        Unapplied = payment.Unapplied,

        // The row of a reversal says what it took off; of a payment, what was taken off it.
        Returned = payment.Kind == EntryKind.Payment ? payment.Returned : 0,
        ReturnedAt = payment.ReturnedAt,
        Why = payment.Why,
        Shares = [.. payment.Shares.OrderBy(share => share.Due).ThenBy(share => share.Number, StringComparer.Ordinal).ThenBy(share => share.Part)
            .Select(share => new ArchivedShare(share.Number, share.Part, share.Amount, share.Undone))],
        PayerAccount = payment.PayerAccount,
        StructuredReference = payment.StructuredReference,
        EndToEndId = payment.EndToEndId,
        BankReference = payment.BankReference,
        NamedAccount = payment.NamedAccount,
        Source = payment.Source,
        Reports = [.. (pointer.Reports ?? []).Select(report => new ArchivedReport(report.BankId, report.Source))],
        Confidence = pointer.Entry!.Confidence,
        Suggestions = pointer.Entry.Suggestions ?? [],
        Refused = pointer.Entry.Refused ?? [],
        IsByHand = pointer.Entry.IsByHand,
        Awaits = pointer.Entry.Awaits,
        Round = pointer.Entry.Moves,
    };

    private async Task AddBranchesAsync(List<ArchivedAccount> branches, string payer, string code, CancellationToken cancel)
    {
        foreach (var branch in await lookUps.BranchesAsync(code, cancel))
        {
            if (await ReadOneAsync(branch, cancel) is { } read && read.Payer == payer && branches.TrueForAll(known => known.Account.Code != branch))
            {
                branches.Add(read.Account);
                await AddBranchesAsync(branches, payer, branch, cancel);
            }
        }
    }

    private async Task<(ArchivedAccount Account, string Payer)?> ReadOneAsync(string code, CancellationToken cancel)
    {
        if (await WholeAccount.ReadAsync(accounts, json, code, cancel) is not { } whole)
        {
            return null;
        }

        var document = whole.Document;
        var drafts = (await accounts.RowsAsync<LetterDraft>(code, Keys.Prefix('d'), cancel)).ToDictionary(draft => draft.LetterId, StringComparer.Ordinal);
        var account = new ArchivedAccount
        {
            Account = document.Account,
            Version = document.Version,
            Items = [.. whole.Items.Select(item => new ArchivedItem(
                item.Invoice with { Allocated = item.Invoice.Allocated + new Core.Ledger.Money(0, document.Currency) }, item.Books,
                item.Account == code ? null : item.Account, item.SettledOn))],
            Disputes = [.. whole.Story.Disputes.Where(dispute => document.Disputes.All(open => open.Id != dispute.Id)).Concat(document.Disputes)
                .OrderBy(dispute => IndexOf(whole.Story, dispute.Id))],
            Promises = whole.Story.Promises,
            Payments = await PaymentsAsync(code, cancel),
            Payers = [.. (await payers.TaughtAsync(code, cancel)).Select(payer => new ArchivedRemitter(payer.Key, payer.PaymentId))],
            Case = document.Case,
            Step = document.Step,
            Stage = document.Stage,
            Wake = document.Wake,
            Inbox = [.. document.Inbox.Select(item => new ArchivedHappening(item.Key, item.At, item.Happening))],
            Tasks = [.. whole.EndedTasks.Select(Ended).Concat(document.Tasks.Select(Open))],
            Letters = [.. whole.Letters.Select(letter => letter with { Draft = drafts.GetValueOrDefault(letter.Id) })],
            Record = whole.Record,
            Events = whole.Events,
            Keys = await KeysAsync(code, cancel),
            Look = document.Look,
            SmallBalances = document.SmallBalances,
        };
        return (account, document.Payer);
    }

    private async Task<IReadOnlyList<ArchivedPayment>> PaymentsAsync(string code, CancellationToken cancel)
    {
        var parts = (await payments.OfAccountAsync(code, cancel)).Reverse().ToList();
        var known = await Attempts.AllAsync(parts, part => pointers.FindAsync(part.Id, cancel), cancel);

        // Several accounts may have a row of what came back of a payment that they share: the first one's tells of all.
        return
        [
            .. parts.Zip(known, (part, pointer) => (Part: part, Pointer: pointer!, Owner: pointer!.Accounts.FirstOrDefault()))
                .Where(one => one.Part.Kind != EntryKind.Reversal || one.Owner == code)
                .Select(one => Archived(one.Part, one.Pointer, one.Part.Whole is null || one.Owner == code ? null : one.Owner)),
        ];
    }

    private async Task<IReadOnlyList<string>> KeysAsync(string code, CancellationToken cancel)
    {
        var keys = new List<string>();
        await foreach (var row in accounts.EntitiesAsync(code, Keys.Prefix('k'), cancel))
        {
            keys.Add(row.GetString("Key"));
        }

        return keys;
    }

    private static int IndexOf(AccountStory story, string dispute) => story.Disputes.FindIndex(known => known.Id == dispute) is >= 0 and var at ? at : int.MaxValue;

    private static ArchivedTask Open(RankedTask task) => new(task.Task with { Account = null, AccountName = null }, task.DueDay, task.Priority);

    // Where it stood in the worklist is over.
    private static ArchivedTask Ended(TaskRow task) =>
        new(task with { Account = null, AccountName = null }, DateOnly.FromDateTime(task.DueAt.UtcDateTime), TaskRank.Of(task.Kind, task.Step));
}
