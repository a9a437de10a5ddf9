using Azure.Data.Tables;
using Collections.App.Archive;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Functions.Tables.Rows;
using Collections.Functions.Tables.Turns;

namespace Collections.Functions.Tables.Archive;

/// <summary>Writes accounts from an archive.</summary>
/// <remarks>
/// An account is there once its document is; all that it leads to is written before, by writes that are safe to repeat. So an import that is interrupted
/// leaves rows that nobody sees, and the next one writes them again.
/// </remarks>
internal sealed class FamilyWriter(
    TableClient table, AccountRows accounts, Indexes indexes, LookUps lookUps, RemitterRows payers, ShapeRows shapes, PaymentRows pointers, DuplicateRows duplicates,
    StoredJson json)
{
    // The largest rows are a letter's text, some 60 KB; a transaction holds 4 MiB.
    private const int RowsAtOnce = 50;
    private const int LinesInPage = 50;

    /// <summary>Writes a bill-to account and its branches into empty partitions.</summary>
    public async Task<ArchiveResult> WriteAsync(ArchivedAccount account, CancellationToken cancel)
    {
        var code = account.Account.Code;
        foreach (var one in account.Family)
        {
            if (await accounts.FindAsync(one.Account.Code, cancel) is { } known
                && (known.Version, known.RecordHash, known.Payer) != (one.Version, one.RecordHash, code))
            {
                return ArchiveResult.IsThere(code, known.Code);
            }
        }

        foreach (var item in account.Family.SelectMany(one => one.Items.Select(item => (item.Invoice.Number, Account: item.Account ?? one.Account.Code))).DistinctBy(item => item.Number))
        {
            if (!await lookUps.TryTakeInvoiceAsync(item.Number, item.Account, cancel)
                && await lookUps.FindInvoiceAsync(item.Number, cancel) is { } taken && account.Family.All(one => one.Account.Code != taken.Entry.Account))
            {
                return Refused(code, $"invoice {item.Number} is of account {taken.Entry.Account} already");
            }
        }

        // The account that is billed comes last: its branches alone have nothing to collect.
        var isNew = false;
        foreach (var one in account.Family.Reverse())
        {
            isNew |= await WriteOneAsync(one, code, cancel);
        }

        return new ArchiveResult(code, isNew ? ArchiveState.Written : ArchiveState.Unchanged);
    }

    /// <summary>Writes what a bank said of nobody, unless it is there.</summary>
    public Task WriteOfNobodyAsync(ArchivedPayment payment, int place, CancellationToken cancel) => PointAsync(payment, null, place, cancel);

    private static ArchiveResult Refused(string code, string why) => new(code, ArchiveState.Refused, why);

    private async Task<bool> WriteOneAsync(ArchivedAccount archived, string payer, CancellationToken cancel)
    {
        if (await accounts.FindAsync(archived.Account.Code, cancel) is not null)
        {
            return false;
        }

        var document = DocumentOf(archived, payer);
        var change = accounts.Change(document);
        PutRows(change, archived);
        await Task.WhenAll(
            lookUps.PutAsync([archived.Account], [], cancel), payers.PutNameAsync(archived.Account.Code, archived.Account.Name, cancel), shapes.SeeAccountsAsync([archived.Account.Code], cancel),
            shapes.SeeInvoicesAsync(archived.Items.Select(item => item.Invoice.Number), cancel));
        for (var i = 0; i < archived.Payments.Count; i++)
        {
            await PointAsync(archived.Payments[i], archived.Account.Code, PlaceOf(archived.Payments, i), cancel);
        }

        foreach (var learned in archived.Payers)
        {
            await LearnAsync(new Lesson(learned.Key, archived.Account.Code), learned.Payment, cancel);
        }

        foreach (var some in change.Rows.Chunk(RowsAtOnce))
        {
            await table.SubmitTransactionAsync(some, cancel);
        }

        await indexes.PrepareAsync(new HashSet<IndexEntry>(), IndexEntry.Of(document), change.Lists, document.Version, cancel);
        await table.UpsertEntityAsync(Packed.Of(change.Partition, Keys.File, json.Write(document)), TableUpdateMode.Replace, cancel);
        return true;
    }

    private static AccountDocument DocumentOf(ArchivedAccount archived, string payer) => new()
    {
        Account = archived.Account,
        Payer = payer,
        Version = archived.Version,
        Items = [.. archived.Items.Where(item => item.Invoice.Open.Minor != 0).Select(item => ItemOf(archived, item))],
        Disputes = [.. archived.Disputes.Where(dispute => dispute.State == DisputeState.Open)],
        Unapplied = archived.Payments.Where(payment => payment.Kind == ArchivedEntry.Payment).Sum(payment => payment.Unapplied),
        Case = archived.Case,
        Step = archived.Step,
        Stage = archived.Stage,
        Wake = archived.Wake,
        Inbox = [.. archived.Inbox.Select((item, i) => new Waiting(i + 1, item.Key, item.At, item.Happening))],
        LastSeq = archived.Inbox.Count,
        RecordCount = archived.Record.Count,
        RecordHash = archived.RecordHash,
        EventCount = archived.Events.Count,
        EventHash = archived.EventHash,
        Tasks = [.. archived.Tasks.Where(task => task.Task.State == TaskState.Open).Select(task => new RankedTask(TaskOf(archived, task), task.DueDay, task.Priority))],
        Letters = [.. archived.Letters.Where(letter => letter.State is LetterState.Intended or LetterState.Attempted)
            .Select(letter => new MovingLetter(letter.Id, letter.State == LetterState.Attempted, letter.AttemptedAt ?? letter.NotBefore))],
        Look = archived.Look,
        SmallBalances = archived.SmallBalances,
    };

    private static Item ItemOf(ArchivedAccount archived, ArchivedItem item) => new(
        item.Invoice, item.Account ?? archived.Account.Code, item.Books, item.SettledOn,
        [.. archived.Payments.Where(payment => payment.Shares.Any(share => IsOf(share, item.Invoice))).Select(payment => PaymentFacts.IdOf(payment.Feed, payment.BankId))]);

    private static bool IsOf(ArchivedShare share, Invoice item) =>
        share.Part == item.Part && string.Equals(share.Number, item.Number, StringComparison.OrdinalIgnoreCase);

    private static TaskRow TaskOf(ArchivedAccount archived, ArchivedTask task) =>
        task.Task with { Account = archived.Account.Code, AccountName = archived.Account.Name };

    private static void PutRows(AccountChange change, ArchivedAccount archived)
    {
        var story = new AccountStory { Promises = [.. archived.Promises], Disputes = [.. archived.Disputes], Log = TurnWriter.LogOf(archived.Record) };
        change.Put(Keys.Story, story);
        foreach (var item in archived.Items.Where(item => item.Invoice.Open.Minor == 0))
        {
            change.Put(Keys.Settled(item.Invoice.Number, item.Invoice.Part), ItemOf(archived, item));
        }

        var due = archived.Items.ToDictionary(item => (item.Invoice.Number.ToUpperInvariant(), item.Invoice.Part), item => item.Invoice.Due);
        for (var i = 0; i < archived.Payments.Count; i++)
        {
            var payment = Stored(archived.Payments[i], PlaceOf(archived.Payments, i));
            payment.Shares = [.. archived.Payments[i].Shares.Select(share => new Share(
                share.Number, share.Part, due[(share.Number.ToUpperInvariant(), share.Part)], share.Amount, share.Undone))];
            change.Put(Keys.Payment(payment.Id), payment);
        }

        foreach (var task in archived.Tasks.Where(task => task.Task.State != TaskState.Open).Select(task => TaskOf(archived, task)))
        {
            change.Put(Keys.Task(task.Id), task);
            change.Lists.Add(new IndexEntry(IndexEntry.Worklist, TaskLists.Ended, TaskLists.EndedRow(task), archived.Account.Code, task.Id));
        }

        foreach (var letter in archived.Letters)
        {
            LetterRows.Put(change, letter);
        }

        foreach (var page in archived.Record.Chunk(LinesInPage))
        {
            change.Put(Keys.Record(page[0].Seq), new RecordPage(page));
        }

        foreach (var page in archived.Events)
        {
            change.Put(Keys.Events(page.Seq), page);
        }

        foreach (var key in archived.Keys)
        {
            change.Put(new TableEntity(change.Partition, Keys.Known(key)) { ["Key"] = key });
        }
    }

    // Its place among those of the same moment: the archive has them in the order of their coming.
    private static int PlaceOf(IReadOnlyList<ArchivedPayment> payments, int at)
    {
        var first = at;
        while (first > 0 && payments[first - 1].ReceivedAt == payments[at].ReceivedAt)
        {
            first--;
        }

        return at - first;
    }

    private static StoredPayment Stored(ArchivedPayment payment, int place) => new()
    {
        Feed = payment.Feed,
        BankId = payment.BankId,
        Kind = (EntryKind)payment.Kind,
        BookedOn = payment.BookedOn,
        ReceivedAt = payment.ReceivedAt,
        Place = place,
        Amount = payment.Amount,
        Whole = payment.Whole,
        Reference = payment.Reference,
        Payer = payment.Payer,
        ReversalOf = payment.ReversalOf,
        State = payment.State,
        Unapplied = payment.Unapplied,

        // Its own row says that a reversal is done, and how much it was.
        Returned = payment.Kind == ArchivedEntry.Reversal && payment.State == PaymentState.Matched ? payment.Amount.Minor : payment.Returned,
        ReturnedAt = payment.ReturnedAt,
        Why = payment.Why,
        Moves = payment.Round,
        IsHome = payment is { Kind: ArchivedEntry.Payment, State: PaymentState.Matched, Owner: null },
        PayerAccount = payment.PayerAccount,
        StructuredReference = payment.StructuredReference,
        EndToEndId = payment.EndToEndId,
        BankReference = payment.BankReference,
        NamedAccount = payment.NamedAccount,
        Source = payment.Source,
        Confidence = payment.Confidence,
        Suggestions = payment.Suggestions.Count > 0 ? [.. payment.Suggestions] : null,
        Refused = payment.Refused.Count > 0 ? [.. payment.Refused] : null,
        IsByHand = payment.IsByHand,
        Awaits = payment.Awaits,
    };

    // The pointer of an entry, of other reports of it, and of what it undoes. In the archive every reversal whose payment has come is done.
    private async Task PointAsync(ArchivedPayment payment, string? account, int place, CancellationToken cancel)
    {
        var id = PaymentFacts.IdOf(payment.Feed, payment.BankId);
        var entry = Entry(payment, account, place);
        var named = await ReportAsync(payment, entry, cancel);
        List<string> reversals = [];
        await ChangeAsync(id, pointer =>
        {
            pointer.Entry ??= entry;
            pointer.Reports = payment.Reports.Count > 0 ? [.. payment.Reports.Select(report => new Report(report.BankId, report.Source))] : null;
            if (account is not null && !pointer.Accounts.Contains(account))
            {
                pointer.Accounts.Insert(payment.Owner is null ? 0 : pointer.Accounts.Count, account);
            }

            pointer.Reversals = [.. pointer.Reversals.Union(named)];
            pointer.Undone = [.. pointer.Reversals];
            reversals = pointer.IsPayment ? pointer.Reversals : [];
        }, cancel);
        foreach (var reversal in reversals)
        {
            await ChangeAsync(reversal, pointer => pointer.Entry!.Undoes = id, cancel);
        }

        if (payment.ReversalOf is { } original)
        {
            await UndoAsync(id, PaymentFacts.IdOf(payment.Feed, original), cancel);
        }
    }

    private async Task UndoAsync(string reversal, string named, CancellationToken cancel)
    {
        var first = (await pointers.ResolveAsync(named, cancel))?.Id ?? named;
        var isPayment = false;
        await ChangeAsync(first, pointer =>
        {
            pointer.Reversals = [.. pointer.Reversals.Append(reversal).Distinct(StringComparer.Ordinal)];
            pointer.Undone = pointer.IsKnown ? [.. pointer.Reversals] : [];
            isPayment = pointer.IsPayment;
        }, cancel);
        if (isPayment)
        {
            await ChangeAsync(reversal, pointer => pointer.Entry!.Undoes = first, cancel);
        }
    }

    // Its other ids lead to it. The reversals that named those come back.
    private async Task<List<string>> ReportAsync(ArchivedPayment payment, StoredPayment entry, CancellationToken cancel)
    {
        var (id, named) = (PaymentFacts.IdOf(payment.Feed, payment.BankId), new List<string>());
        await AddSourceAsync(entry, payment.BankId, payment.Source ?? "", cancel);
        foreach (var report in payment.Reports)
        {
            await AddSourceAsync(entry, report.BankId, report.Source, cancel);
            if (report.BankId != payment.BankId)
            {
                await ChangeAsync(PaymentFacts.IdOf(payment.Feed, report.BankId), pointer =>
                {
                    (pointer.AliasOf, pointer.IsReported) = (id, true);
                    pointer.Told ??= new Report(report.BankId, report.Source);
                    pointer.Undone = [.. pointer.Reversals];
                    named.AddRange(pointer.Reversals);
                }, cancel);
            }
        }

        return named;
    }

    private Task AddSourceAsync(StoredPayment entry, string bankId, string source, CancellationToken cancel) => duplicates.AddSourceAsync(
        new BankArrival(entry.Feed, entry.ToEntry() with { Id = bankId, Source = source.Length > 0 ? source : null }, entry.ReceivedAt, entry.Place),
        entry.BankId, source, cancel);

    private async Task LearnAsync(Lesson lesson, string paymentId, CancellationToken cancel)
    {
        await payers.LearnAsync([lesson], paymentId, cancel);
        if (await pointers.FindAsync(paymentId, cancel) is not null)
        {
            await ChangeAsync(paymentId, pointer => pointer.Taught = [.. (pointer.Taught ?? []).Union([lesson])], cancel);
        }
    }

    // As it was delivered, where an account has it; otherwise this is all that there is of it.
    private static StoredPayment Entry(ArchivedPayment payment, string? account, int place)
    {
        var entry = Stored(payment, place);
        if (account is not null)
        {
            entry.Amount = payment.Whole ?? payment.Amount;
            entry.Whole = null;
            entry.Unapplied = entry.Kind == EntryKind.Payment ? entry.Amount.Minor : 0;
            (entry.Returned, entry.ReturnedAt) = (0, null);
        }

        return entry;
    }

    private Task ChangeAsync(string id, Action<PaymentPointer> change, CancellationToken cancel) => pointers.ChangeAsync(
        id,
        pointer =>
        {
            change(pointer);
            return true;
        },
        cancel);
}
