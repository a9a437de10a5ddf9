using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Turns;

/// <summary>Writes a turn's outcome: the case, its effects, the record. Runs on the writer's thread.</summary>
internal sealed class TurnWriter(AccountKeys keys)
{
    // The first statement of a turn decides: if the version is not the one that it was decided on, no other follows.
    private static readonly Query TakeVersion = new(
        "UPDATE versions SET version = version + 1, collecting = ? WHERE account_id = ? AND version = ?");

    private static readonly Query UpdateCase = new("""
        UPDATE cases SET
          status = ?, number = ?, step = ?, stage = ?, pause = ?, pause_until = ?, on_stop = ?, wake = ?, state = ?,
          record_count = ifnull(?, record_count), record_hash = ifnull(?, record_hash),
          event_count = ifnull(?, event_count), event_hash = ifnull(?, event_hash),
          inbox_at = CASE WHEN inbox_at IS NULL THEN NULL ELSE (SELECT min(at) FROM inbox i WHERE i.account_id = cases.account_id AND i.seq > ?) END
        WHERE account_id = ?
        """);

    private static readonly Query TakeInbox = new("DELETE FROM inbox WHERE account_id = ? AND seq <= ?");

    private static readonly Query InsertRecord = new(
        "INSERT INTO record (account_id, seq, at, by, kind, rule, code, why, ref, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    private static readonly Query SaveLook = new("""
        INSERT INTO scan_looks (account_id, scan, verdict, why, owing) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET scan = excluded.scan, verdict = excluded.verdict, why = excluded.why, owing = excluded.owing
        """);

    private static readonly Query InsertTask = new("""
        INSERT INTO tasks (task_id, account_id, kind, role, step, script, why, opened_at, due_at, due_day, priority, owing, attempts)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private static readonly Query MoveTask = new("UPDATE tasks SET due_at = ?, due_day = ?, priority = min(priority, ?) WHERE task_id = ? AND state = 'open'");

    private static readonly Query CloseTask = new(
        "UPDATE tasks SET state = ?, outcome = ?, note = ?, closed_at = ? WHERE task_id = ? AND state = 'open'");

    private static readonly Query InsertLetter = new(
        "INSERT INTO letters (letter_id, account_id, step, template, intended_at, not_before) VALUES (?, ?, ?, ?, ?, ?)");

    private static readonly Query PostponeLetter = new(
        "UPDATE letters SET state = 'intended', not_before = ?, attempted_at = NULL, attempted_on = NULL WHERE letter_id = ?");

    private static readonly Query AttemptLetter = new("UPDATE letters SET state = 'attempted', attempted_at = ?, attempted_on = ? WHERE letter_id = ?");
    private static readonly Query DeliverLetter = new("UPDATE letters SET state = 'sent', sent_at = ? WHERE letter_id = ?");
    private static readonly Query MarkLetter = new("UPDATE letters SET state = ? WHERE letter_id = ?");

    private static readonly Query SaveDraft = new("""
        INSERT INTO letter_drafts (letter_id, recipient, recipient_name, subject, text, html, owing)
        SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM letters WHERE letter_id = ?1
        ON CONFLICT DO UPDATE SET recipient = excluded.recipient, recipient_name = excluded.recipient_name, subject = excluded.subject,
          text = excluded.text, html = excluded.html, owing = excluded.owing
        """);

    private static readonly Query BounceContact = new("UPDATE contacts SET bounced = 1 WHERE account_id = ? AND email = ? COLLATE NOCASE");

    private static readonly Query InsertDispute = new("""
        INSERT INTO disputes (account_id, dispute_id, invoice, amount, kind, owner, opened_on, look_again_on, state, note, resolved_on)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private static readonly Query EndDispute = new(
        "UPDATE disputes SET state = ?, resolved_on = ? WHERE account_id = ? AND dispute_id = ? AND state = 'open'");

    private static readonly Query SavePromise = new("""
        INSERT INTO promises (account_id, promise_id, made_on, date, amount, state, received) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET date = excluded.date, amount = excluded.amount, state = excluded.state, received = excluded.received
        """);

    private static readonly Query InsertSmallBalance = new("INSERT INTO small_balances (account_id, at, amount) VALUES (?, ?, ?)");

    /// <summary>Writes a turn.</summary>
    /// <returns>False if the account changed since the turn was decided; then nothing was written.</returns>
    /// <exception cref="InvalidOperationException">The account is not known, or is not billed itself.</exception>
    public bool TryWrite(Connection db, TurnCommit turn)
    {
        var account = keys.Find(db, turn.Account);
        if (account is null || account.BillToId != account.Id)
        {
            throw turn.NotBilled();
        }

        var collecting = turn.Case.IsOpen ? Inbox.IsOpen : turn.Case.Number > 0 ? Inbox.IsOver : Inbox.Never;
        if (db[TakeVersion].Add(collecting).Add(account.Id).Add(turn.Version).Run() == 0)
        {
            return false;
        }

        UpdateCaseRow(db, account.Id, turn);

        if (turn.InboxThrough > 0)
        {
            db[TakeInbox].Add(account.Id).Add(turn.InboxThrough).Run();
        }

        if (turn.RequestKey is { } key)
        {
            Inbox.TryRemember(db, account.Id, key);
        }

        foreach (var effect in turn.Effects)
        {
            Write(db, account, effect, turn.At);
        }

        foreach (var draft in turn.Drafts)
        {
            db[SaveDraft].Add(draft.LetterId).Add(draft.To).Add(draft.ToName).Add(draft.Subject).Add(draft.Text).Add(draft.Html).Add(draft.Owing.Minor).Run();
        }

        WriteRecord(db, account.Id, turn.Record);
        if (turn.Events is { } page)
        {
            EventRows.Write(db, account.Id, page);
        }

        if (turn.Look is { } look)
        {
            db[SaveLook].Add(account.Id).Add(look.Scan).Add(Words.Of(look.Verdict)).Add(look.Why).Add(look.Owing.Minor).Run();
        }

        return true;
    }

    private static void UpdateCaseRow(Connection db, long account, TurnCommit turn)
    {
        var (value, last) = (turn.Case, turn.Record.Count > 0 ? turn.Record[^1] : default);
        var update = db[UpdateCase]
            .Add(Words.Of(value.Status)).Add(value.Number).Add(turn.Step).Add(turn.Stage)
            .Add(value.Pause.Kind == PauseKind.None ? null : Words.Of(value.Pause.Kind)).Add(value.Pause.Until)
            .Add(value.OnStop).Add(value.WakeAt?.MillisAtLeast());

        // Most accounts: nothing was ever collected.
        _ = value.IsBlank ? update.AddNull() : update.Add(CaseFormat.Write(value));
        _ = turn.Record.Count > 0 ? update.Add(last.Seq).AddBlob(Convert.FromHexString(last.Hash)) : update.AddNull().AddNull();
        _ = turn.Events is { } page ? update.Add(page.Seq).AddBlob(Convert.FromHexString(page.Hash)) : update.AddNull().AddNull();
        update.Add(turn.InboxThrough).Add(account).Run();
    }

    private static void WriteRecord(Connection db, long account, IReadOnlyList<SealedLine> lines)
    {
        Span<byte> hash = stackalloc byte[32];
        foreach (var line in lines)
        {
            _ = Convert.FromHexString(line.Hash, hash, out _, out var length);
            db[InsertRecord]
                .Add(account).Add(line.Seq).Add(line.At.Millis()).Add(line.By).Add(Words.Of(line.Kind)).Add(line.Rule).Add(Words.Of(line.Code))
                .Add(line.Why).Add(line.Ref).AddBlob(hash[..length]).Run();
        }
    }

    private static void Write(Connection db, AccountKey account, Effect effect, DateTimeOffset at)
    {
        switch (effect)
        {
            case LetterIntended letter:
                db[InsertLetter]
                    .Add(letter.LetterId).Add(account.Id).Add(letter.Step).Add(letter.Template).Add(at.Millis()).Add(letter.NotBefore.MillisAtLeast()).Run();
                break;
            case LetterPostponed letter:
                db[PostponeLetter].Add(letter.NotBefore.MillisAtLeast()).Add(letter.LetterId).Run();
                break;
            case LetterAttempted letter:
                db[AttemptLetter].Add(at.Millis()).Add(LocalClock.DateAt(at, account.TimeZone)).Add(letter.LetterId).Run();
                break;
            case LetterDelivered letter:
                db[DeliverLetter].Add(letter.At.Millis()).Add(letter.LetterId).Run();
                break;
            case LetterCameBack letter:
                db[MarkLetter].Add(Words.Of(LetterState.Bounced)).Add(letter.LetterId).Run();
                db[BounceContact].Add(account.Id).Add(letter.Email).Run();
                break;
            case LetterWithdrawn letter:
                db[MarkLetter].Add(Words.Of(LetterState.Withdrawn)).Add(letter.LetterId).Run();
                break;
            case LetterInDoubt letter:
                db[MarkLetter].Add(Words.Of(LetterState.Unknown)).Add(letter.LetterId).Run();
                break;
            case TaskOpened task:
                Open(db, account, task, at);
                break;
            case TaskMoved task:
                db[MoveTask].Add(task.DueAt.Millis()).Add(LocalClock.DateAt(task.DueAt, account.TimeZone)).Add(TaskRank.Callback).Add(task.TaskId).Run();
                break;
            case TaskClosed task:
                db[CloseTask]
                    .Add(Words.Of(task.Done ? TaskState.Done : TaskState.Withdrawn)).Add(task.Outcome is { } outcome ? Words.Of(outcome.Kind) : null)
                    .Add(task.Outcome?.Note).Add(at.Millis()).Add(task.TaskId).Run();
                break;
            case DisputeOpened opened:
                var dispute = opened.Dispute;
                db[InsertDispute]
                    .Add(account.Id).Add(dispute.Id).Add(dispute.Invoice).Add(dispute.Amount.Minor).Add(Words.Of(dispute.Kind)).Add(dispute.Owner)
                    .Add(dispute.OpenedOn).Add(dispute.LookAgainOn).Add(Words.Of(dispute.State)).Add(dispute.Note).Add(dispute.ResolvedOn).Run();
                break;
            case DisputeEnded ended:
                db[EndDispute].Add(Words.Of(ended.State)).Add(ended.On).Add(account.Id).Add(ended.DisputeId).Run();
                break;
            case PromiseChanged changed:
                var promise = changed.Promise;
                db[SavePromise]
                    .Add(account.Id).Add(promise.Id).Add(promise.MadeOn).Add(promise.Date).Add(promise.Amount.Minor)
                    .Add(Words.Of(promise.State)).Add(promise.Received.Minor).Run();
                break;
            case SmallBalanceNoted small:
                db[InsertSmallBalance].Add(account.Id).Add(at.Millis()).Add(small.Amount.Minor).Run();
                break;
            case SupplyChanged or CallLogged or NoteKept:
                // The case's row and the record tell these.
                break;
            default:
                throw TurnCommit.Unknown(effect);
        }
    }

    private static void Open(Connection db, AccountKey account, TaskOpened task, DateTimeOffset at) =>
        db[InsertTask]
            .Add(task.TaskId).Add(account.Id).Add(Words.Of(task.Kind)).Add(Words.Of(task.Role)).Add(task.Step).Add(task.Script).Add(task.Why.WithRule())
            .Add(at.Millis()).Add(task.DueAt.Millis()).Add(LocalClock.DateAt(task.DueAt, account.TimeZone))
            .Add(TaskRank.Of(task.Kind, task.Step)).Add(task.Owing.Minor).Add(task.Attempts).Run();
}
