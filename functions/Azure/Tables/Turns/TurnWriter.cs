using Azure.Data.Tables;
using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Turns;

/// <summary>Applies a turn's outcome to an account: the case, its effects, the record.</summary>
internal static class TurnWriter
{
    /// <summary>How much of an account's story is kept at hand; all of it stands in the record.</summary>
    private const int MostLogLines = 500;

    /// <summary>True if the turn tells something that belongs into the account's story.</summary>
    public static bool NeedsStory(TurnCommit turn) =>
        turn.Record.Any(ContactLog.IsTold) || turn.Effects.Any(effect => effect is PromiseChanged or DisputeOpened or DisputeEnded);

    /// <summary>Applies a turn.</summary>
    public static void Apply(AccountChange change, TurnCommit turn)
    {
        var document = change.Document;
        var value = turn.Case;

        // An account on which nothing was ever collected needs no stored case.
        document.Case = value.IsBlank ? null : CaseFormat.Write(value);
        (document.Step, document.Stage) = (turn.Step, turn.Stage);
        document.Wake = value.WakeAt is { } wake ? AccountDocument.StoredAtLeast(wake) : null;
        document.Inbox.RemoveAll(item => item.Seq <= turn.InboxThrough);
        document.Look = turn.Look ?? document.Look;
        if (turn.RequestKey is { } key)
        {
            change.Put(new TableEntity(change.Partition, Keys.Known(key)) { ["Key"] = key });
        }

        foreach (var effect in turn.Effects)
        {
            Apply(change, effect, AccountDocument.Stored(turn.At));
        }

        foreach (var draft in turn.Drafts)
        {
            change.Put(LetterRows.DraftKey(draft.LetterId), draft);
        }

        Seal(change, turn.Record);
        if (turn.Events is { } page)
        {
            (document.EventCount, document.EventHash) = (page.Seq, page.Hash);
            change.Add(Packed.Of(change.Partition, Keys.Events(page.Seq), change.Json.Write(page)));
        }
    }

    private static void Seal(AccountChange change, IReadOnlyList<SealedLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        change.Document.RecordCount = lines[^1].Seq;
        change.Document.RecordHash = lines[^1].Hash;
        var stored = lines.Select(line => line with { At = AccountDocument.Stored(line.At) }).ToList();
        var page = Packed.Of(change.Partition, Keys.Record(lines[0].Seq), change.Json.Write(new RecordPage(stored)));
        change.Add(page);
        if (change.Story is { } story)
        {
            story.Log.AddRange(stored.Where(ContactLog.IsTold).Select(ContactLog.Row));
            story.Log.RemoveRange(0, Math.Max(0, story.Log.Count - MostLogLines));
        }
    }

    /// <summary>What of a record is told of the account.</summary>
    public static List<ContactLogRow> LogOf(IReadOnlyList<SealedLine> record) => [.. record.Where(ContactLog.IsTold).TakeLast(MostLogLines).Select(ContactLog.Row)];

    private static void Apply(AccountChange change, Effect effect, DateTimeOffset at)
    {
        var document = change.Document;
        switch (effect)
        {
            case LetterIntended letter:
                Move(document, letter.LetterId, new MovingLetter(letter.LetterId, false, AccountDocument.StoredAtLeast(letter.NotBefore)));
                LetterRows.Intend(change, letter, at);
                break;
            case LetterPostponed letter:
                Move(document, letter.LetterId, new MovingLetter(letter.LetterId, false, AccountDocument.StoredAtLeast(letter.NotBefore)));
                LetterRows.Set(change, letter.LetterId, LetterState.Intended, notBefore: AccountDocument.StoredAtLeast(letter.NotBefore));
                break;
            case LetterAttempted letter:
                Move(document, letter.LetterId, new MovingLetter(letter.LetterId, true, at));
                LetterRows.Set(change, letter.LetterId, LetterState.Attempted, attemptedAt: at);
                break;
            case LetterDelivered letter:
                Move(document, letter.LetterId, null);
                LetterRows.Set(change, letter.LetterId, LetterState.Sent, sentAt: AccountDocument.Stored(letter.At));
                break;
            case LetterCameBack letter:
                Move(document, letter.LetterId, null);
                LetterRows.Set(change, letter.LetterId, LetterState.Bounced);
                Bounce(document, letter.Email);
                break;
            case LetterWithdrawn letter:
                Move(document, letter.LetterId, null);
                LetterRows.Set(change, letter.LetterId, LetterState.Withdrawn);
                break;
            case LetterInDoubt letter:
                Move(document, letter.LetterId, null);
                LetterRows.Set(change, letter.LetterId, LetterState.Unknown);
                break;
            case TaskOpened task:
                Open(change, task, at);
                break;
            case TaskMoved task:
                Move(document, task);
                break;
            case TaskClosed task:
                change.End(task.TaskId, open => open with
                {
                    State = task.Done ? TaskState.Done : TaskState.Withdrawn,
                    Outcome = task.Outcome?.Kind,
                    Note = task.Outcome?.Note,
                    ClosedAt = at,
                });
                break;
            case DisputeOpened opened:
                document.Disputes.Add(opened.Dispute);
                change.Story!.Disputes.Add(opened.Dispute);
                break;
            case DisputeEnded ended:
                DisputeList.End(change, ended.DisputeId, ended.State, ended.On);
                break;
            case PromiseChanged changed:
                Keep(change.Story!.Promises, changed.Promise);
                break;
            case SmallBalanceNoted small:
                document.SmallBalances += small.Amount.Minor;
                break;
            case SupplyChanged or CallLogged or NoteKept:
                // The case and the record tell these.
                break;
            default:
                throw TurnCommit.Unknown(effect);
        }
    }

    private static void Move(AccountDocument document, string letterId, MovingLetter? letter)
    {
        document.Letters.RemoveAll(known => known.Id == letterId);
        if (letter is not null)
        {
            document.Letters.Add(letter);
        }
    }

    private static void Bounce(AccountDocument document, string email) => document.Account = document.Account with
    {
        Contacts = [.. document.Account.Contacts.Select(contact =>
            string.Equals(contact.Email, email, StringComparison.OrdinalIgnoreCase) ? contact with { Bounced = true } : contact)],
    };

    private static void Open(AccountChange change, TaskOpened task, DateTimeOffset at)
    {
        var account = change.Document.Account;
        change.Open(
            new TaskRow(
                task.TaskId, task.Kind, task.Role, account.Code, AccountName: null, task.Step, task.Script, task.Why.WithRule(), at,
                AccountDocument.Stored(task.DueAt), task.Owing, task.Attempts, TaskState.Open, ClaimedBy: null, Outcome: null, Note: null, ClosedAt: null),
            LocalClock.DateAt(task.DueAt, account.Place.TimeZone),
            TaskRank.Of(task.Kind, task.Step));
    }

    private static void Move(AccountDocument document, TaskMoved moved)
    {
        var at = document.Tasks.FindIndex(task => task.Task.Id == moved.TaskId);
        if (at >= 0)
        {
            var task = document.Tasks[at];
            document.Tasks[at] = new RankedTask(
                task.Task with { DueAt = AccountDocument.Stored(moved.DueAt) },
                LocalClock.DateAt(moved.DueAt, document.Account.Place.TimeZone),
                Math.Min(task.Priority, TaskRank.Callback));
        }
    }

    private static void Keep(List<Promise> promises, Promise promise)
    {
        var at = promises.FindIndex(known => known.Id == promise.Id);
        if (at < 0)
        {
            promises.Add(promise);
        }
        else
        {
            promises[at] = promise;
        }
    }
}

/// <summary>The disputes of an account: the open ones in its document, where they decide, and all of them in its story.</summary>
internal static class DisputeList
{
    /// <summary>Ends an open dispute; any other is left as it is.</summary>
    public static bool End(AccountChange change, string id, DisputeState state, DateOnly on)
    {
        if (change.Document.Disputes.RemoveAll(dispute => dispute.Id == id) == 0)
        {
            return false;
        }

        var told = change.Story!.Disputes;
        var at = told.FindIndex(dispute => dispute.Id == id);
        told[at] = told[at] with { State = state, ResolvedOn = on };
        return true;
    }
}
