using Collections.App.Archive;
using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Remittances;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Archive;

/// <summary>Writes accounts from an archive, whole or not at all. Runs on the writer's thread.</summary>
internal sealed class FamilyWriter(KnownLedger known)
{
    private static readonly Query Known = new("""
        SELECT v.version, c.record_count, hex(c.record_hash) FROM accounts a JOIN versions v ON v.account_id = a.id JOIN cases c ON c.account_id = a.id
        WHERE a.code = ?
        """);

    private static readonly Query InsertAccount = new("""
        INSERT INTO accounts (code, name, currency, terms, policy, region, time_zone, billing_account, sales_rep, credit_limit, status, language,
          customer_since, notes, reference, settled, late, late_days, payer_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
          ifnull(?19, (SELECT ifnull(max(id), 0) + 1 FROM accounts)))
        """);

    private static readonly Query InsertContact = new(
        "INSERT INTO contacts (account_id, role, name, email, phone, preferred, language, bounced) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

    private static readonly Query InsertVersion = new("INSERT INTO versions (account_id, version, collecting) VALUES (?, ?, ?)");

    private static readonly Query InsertCase = new("""
        INSERT INTO cases (account_id, code, status, number, step, stage, pause, pause_until, on_stop, record_count, record_hash, wake, inbox_at, state,
          event_count, event_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private static readonly Query InsertItem = new("""
        INSERT INTO invoices (payer_id, account_id, number, part, issued, due, amount, ledger_balance, books_balance, allocated, reference, order_no,
          settled_on)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private static readonly Query InsertDispute = new("""
        INSERT INTO disputes (account_id, dispute_id, invoice, amount, kind, owner, opened_on, look_again_on, state, note, resolved_on)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private static readonly Query InsertPromise = new(
        "INSERT INTO promises (account_id, promise_id, made_on, date, amount, state, received) VALUES (?, ?, ?, ?, ?, ?, ?)");

    private static readonly Query InsertWaiting = new("INSERT INTO inbox (account_id, key, at, happening) VALUES (?, ?, ?, ?)");
    private static readonly Query InsertKey = new("INSERT INTO known_keys (account_id, key) VALUES (?, ?)");

    private static readonly Query InsertLetter = new($"""
        INSERT INTO letters (id, letter_id, account_id, step, template, state, intended_at, not_before, attempted_at, attempted_on, sent_at)
        VALUES ({Places.Next("letters")}, ?2, ?3, ?4, ?5, ?6, ?1, ?7, ?8, ?9, ?10)
        """);

    private static readonly Query InsertDraft = new(
        "INSERT INTO letter_drafts (letter_id, recipient, recipient_name, subject, text, html, owing) VALUES (?, ?, ?, ?, ?, ?, ?)");

    private static readonly Query InsertRecord = new($"""
        INSERT INTO record (id, account_id, seq, at, by, kind, rule, code, why, ref, hash)
        VALUES ({Places.Next("record")}, ?2, ?3, ?1, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """);

    private static readonly Query InsertLook = new("INSERT INTO scan_looks (account_id, scan, verdict, why, owing) VALUES (?, ?, ?, ?, ?)");
    private static readonly Query InsertSmallBalance = new("INSERT INTO small_balances (account_id, at, amount) VALUES (?, ?, ?)");

    /// <summary>Writes an account with its branches, unless it is there.</summary>
    /// <exception cref="SqliteFailure">Something of it is another's: a number of an invoice, a payment's id.</exception>
    public ArchiveResult Write(Connection db, ArchivedAccount account)
    {
        var code = account.Account.Code;
        var there = account.Family.Select(one => (Archived: one, There: db[Known].Add(one.Account.Code).ReadFirst(row => (row.Long(0), row.Int(1), row.Text(2)))))
            .ToList();
        if (there.TrueForAll(one => one.There.Item1 == 0))
        {
            var payer = Write(db, account, payer: null);
            var ids = new Dictionary<string, long>(StringComparer.Ordinal) { [code] = payer };
            foreach (var branch in account.Branches)
            {
                ids[branch.Account.Code] = Write(db, branch, payer);
            }

            foreach (var one in account.Family)
            {
                WriteMoney(db, one, ids);
            }

            return new ArchiveResult(code, ArchiveState.Written);
        }

        return there.Find(one => one.There != (one.Archived.Version, one.Archived.Record.Count, one.Archived.RecordHash.ToUpperInvariant())).Archived is { } other
            ? ArchiveResult.IsThere(code, other.Account.Code)
            : new ArchiveResult(code, ArchiveState.Unchanged);
    }

    private long Write(Connection db, ArchivedAccount archived, long? payer)
    {
        var id = InsertHead(db, archived.Account, payer);
        var @case = archived.Case is { } text ? CaseFormat.Read(text, archived.Account.Code) : Case.New(archived.Account.Code);
        db[InsertVersion].Add(id).Add(archived.Version).Add(@case.IsOpen ? Inbox.IsOpen : @case.Number > 0 ? Inbox.IsOver : Inbox.Never).Run();
        InsertCaseRow(db, id, archived, @case);
        foreach (var waiting in archived.Inbox)
        {
            db[InsertWaiting].Add(id).Add(waiting.Key).Add(waiting.At.Millis()).Add(waiting.Happening).Run();
        }

        foreach (var key in archived.Keys)
        {
            db[InsertKey].Add(id).Add(key).Run();
        }

        foreach (var learned in archived.Payers)
        {
            RemitterBook.Learn(db, [learned.Key], id, learned.Payment);
        }

        foreach (var dispute in archived.Disputes)
        {
            db[InsertDispute]
                .Add(id).Add(dispute.Id).Add(dispute.Invoice).Add(dispute.Amount.Minor).Add(Words.Of(dispute.Kind)).Add(dispute.Owner)
                .Add(dispute.OpenedOn).Add(dispute.LookAgainOn).Add(Words.Of(dispute.State)).Add(dispute.Note).Add(dispute.ResolvedOn).Run();
        }

        foreach (var promise in archived.Promises)
        {
            db[InsertPromise]
                .Add(id).Add(promise.Id).Add(promise.MadeOn).Add(promise.Date).Add(promise.Amount.Minor).Add(Words.Of(promise.State))
                .Add(promise.Received.Minor).Run();
        }

        foreach (var task in archived.Tasks)
        {
            ArchivedTasks.Write(db, id, task);
        }

        foreach (var letter in archived.Letters)
        {
            InsertLetterRow(db, id, archived.Account.Place.TimeZone, letter);
        }

        InsertRecordLines(db, id, archived);
        return id;
    }

    private long InsertHead(Connection db, Account account, long? payer)
    {
        db[InsertAccount]
            .Add(account.Code).Add(account.Name).Add(account.Currency.Code).Add(account.Terms.ToString()).Add(account.Policy)
            .Add(account.Place.Region.Code).Add(account.Place.TimeZone.Id).Add(account.BillingAccount).Add(account.SalesRep)
            .Add(account.CreditLimit?.Minor).Add(account.Status).Add(account.Language).Add(account.CustomerSince).Add(account.Notes)
            .Add(PaymentReference.For(account.Code).Value).Add(account.History.Settled).Add(account.History.Late).Add(account.History.LateDays)
            .Add(payer).Run();
        var id = db.LastId;
        RemitterBook.Rename(db, id, before: null, account.Name);
        known.AccountShapes.Add(db, account.Code);
        foreach (var contact in account.Contacts)
        {
            db[InsertContact]
                .Add(id).Add(Words.Of(contact.Role)).Add(contact.Name).Add(contact.Email).Add(contact.Phone).Add(contact.Preferred)
                .Add(contact.Language).Add(contact.Bounced).Run();
        }

        return id;
    }

    private static void InsertCaseRow(Connection db, long id, ArchivedAccount archived, Case @case)
    {
        DateTimeOffset? waitingSince = archived.Inbox.Count > 0 ? archived.Inbox.Min(item => item.At) : null;
        var row = db[InsertCase]
            .Add(id).Add(archived.Account.Code).Add(Words.Of(@case.Status)).Add(@case.Number).Add(archived.Step).Add(archived.Stage)
            .Add(@case.Pause.Kind == PauseKind.None ? null : Words.Of(@case.Pause.Kind)).Add(@case.Pause.Until).Add(@case.OnStop)
            .Add(archived.Record.Count);
        _ = archived.Record.Count > 0 ? row.AddBlob(Convert.FromHexString(archived.RecordHash)) : row.AddNull();
        row.Add(archived.Wake?.Millis()).Add(waitingSince?.Millis()).Add(archived.Case).Add(archived.Events.Count);
        _ = archived.Events.Count > 0 ? row.AddBlob(Convert.FromHexString(archived.EventHash)) : row.AddNull();
        row.Run();
    }

    private static void InsertLetterRow(Connection db, long account, TimeZoneInfo zone, LetterRow letter)
    {
        db[InsertLetter]
            .Add(letter.IntendedAt.Millis()).Add(letter.Id).Add(account).Add(letter.Step).Add(letter.Template).Add(Words.Of(letter.State))
            .Add(letter.NotBefore.Millis()).Add(letter.AttemptedAt?.Millis())
            .Add(letter.AttemptedAt is { } at ? LocalClock.DateAt(at, zone) : null).Add(letter.SentAt?.Millis()).Run();
        if (letter.Draft is { } draft)
        {
            db[InsertDraft]
                .Add(db.LastId).Add(draft.To).Add(draft.ToName).Add(draft.Subject).Add(draft.Text).Add(draft.Html).Add(draft.Owing.Minor).Run();
        }
    }

    private static void InsertRecordLines(Connection db, long id, ArchivedAccount archived)
    {
        foreach (var line in archived.Record)
        {
            db[InsertRecord]
                .Add(line.At.Millis()).Add(id).Add(line.Seq).Add(line.By).Add(Words.Of(line.Kind)).Add(line.Rule).Add(Words.Of(line.Code)).Add(line.Why)
                .Add(line.Ref).AddBlob(Convert.FromHexString(line.Hash)).Run();
        }

        foreach (var page in archived.Events)
        {
            EventRows.Write(db, id, page);
        }

        if (archived.Look is { } look)
        {
            db[InsertLook].Add(id).Add(look.Scan).Add(Words.Of(look.Verdict)).Add(look.Why).Add(look.Owing.Minor).Run();
        }

        if (archived.SmallBalances != 0)
        {
            // When each of them was is a matter of the record.
            db[InsertSmallBalance].Add(id).Add(archived.Record[^1].At.Millis()).Add(archived.SmallBalances).Run();
        }
    }

    // Once all of the family are there: an item is a branch's, a payment settles several.
    private void WriteMoney(Connection db, ArchivedAccount archived, Dictionary<string, long> ids)
    {
        var payer = ids[archived.Account.Code];
        foreach (var (invoice, books, branch, settledOn) in archived.Items)
        {
            db[InsertItem]
                .Add(payer).Add(ids[branch ?? archived.Account.Code]).Add(invoice.Number).Add(invoice.Part).Add(invoice.Issued).Add(invoice.Due)
                .Add(invoice.Amount.Minor).Add(invoice.LedgerBalance.Minor).Add(books.Minor).Add(invoice.Allocated.Minor).Add(invoice.Reference)
                .Add(invoice.Order).Add(settledOn).Run();
            known.InvoiceShapes.Add(db, invoice.Number);
        }

        foreach (var payment in archived.Payments)
        {
            ArchivedPayments.Write(db, payer, payment);
        }
    }
}
