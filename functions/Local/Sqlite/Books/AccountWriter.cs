using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Remittances;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Books;

/// <summary>Writes accounts and contacts as the books have them. Runs on the writer's thread.</summary>
internal sealed class AccountWriter(AccountKeys keys, KnownShapes shapes, AccountFiles files)
{
    private static readonly Query InsertAccount = new("""
        INSERT INTO accounts (code, name, currency, terms, policy, region, time_zone, billing_account, sales_rep, credit_limit, status, language,
          customer_since, notes, reference, payer_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT ifnull(max(id), 0) + 1 FROM accounts))
        """);

    private static readonly Query Update = new("""
        UPDATE accounts SET name = ?2, terms = ?3, policy = ?4, region = ?5, time_zone = ?6, billing_account = ?7, sales_rep = ?8, credit_limit = ?9,
          status = ?10, language = ?11, customer_since = ?12, notes = ?13
        WHERE code = ?1 AND (name, terms, policy, region, time_zone, billing_account, sales_rep, credit_limit, status, language, customer_since, notes)
          IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """);

    private static readonly Query InsertVersion = new("INSERT INTO versions (account_id) VALUES (?)");
    private static readonly Query InsertCase = new("INSERT INTO cases (account_id, code) VALUES (?, ?)");
    private static readonly Query Known = new($"SELECT {AccountFiles.AccountColumns}, a.id FROM accounts a WHERE a.code = ?");
    private static readonly Query HasCase = new("SELECT 1 FROM versions WHERE account_id = ? AND collecting = 2");
    private static readonly Query Billing = new("SELECT billing_account, currency FROM accounts WHERE code = ?");
    private static readonly Query Branches = new("SELECT code FROM accounts WHERE billing_account = ?");
    private static readonly Query SetPayer = new("UPDATE accounts SET payer_id = ? WHERE id = ?");
    private static readonly Query MovePayments = new("UPDATE payments SET account_id = ? WHERE account_id = ?");

    private static readonly Query KnownContact = new("SELECT email, phone, preferred, language, bounced FROM contacts WHERE account_id = ? AND role = ? AND name = ?");

    private static readonly Query InsertContact = new("""
        INSERT INTO contacts (account_id, role, name, email, phone, preferred, language, bounced) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private static readonly Query UpdateContact = new(
        "UPDATE contacts SET email = ?4, phone = ?5, preferred = ?6, language = ?7, bounced = ?8 WHERE account_id = ?1 AND role = ?2 AND name = ?3");

    /// <summary>Adds or changes accounts.</summary>
    public IReadOnlyList<RowResult> Save(Connection db, IReadOnlyList<AccountEntry> accounts, DateTimeOffset now)
    {
        var results = new RowResult[accounts.Count];
        var moves = new List<BillToMove>();
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Save(db, accounts[i], now, moves);
        }

        moves.ForEach(move => BillToMoves.Run(db, move));
        return results;
    }

    private RowResult Save(Connection db, AccountEntry entry, DateTimeOffset now, List<BillToMove> moves)
    {
        var (known, id) = db[Known].Add(entry.Account.Code).ReadFirst(row => (files.ReadAccount(row), row.Long(17)));
        RowResult? rejected = null;
        var account = known is null ? entry.Account : SaidAndStored.Together(known, entry, out rejected);
        if (rejected is { } wrong)
        {
            return wrong;
        }

        if (WhyNotBilledSo(db, account) is { } why)
        {
            return new RowResult(RowState.Rejected, "billing_account", why);
        }

        if (known is null)
        {
            Insert(db, account);
        }
        else if (TryUpdate(db, account))
        {
            RemitterBook.Rename(db, id, known.Name, account.Name);
        }
        else
        {
            return new RowResult(RowState.Unchanged);
        }

        keys.Forget(account.Code);
        SetBillTo(db, account.Code, now, moves);
        Inbox.BooksChanged(db, keys.Find(db, account.Code)!.BillToId, now);
        return new RowResult(RowState.Accepted);
    }

    /// <summary>Adds or changes a contact.</summary>
    public RowResult Save(Connection db, ContactEntry entry, HashSet<long> changed)
    {
        if (keys.Find(db, entry.Account) is not { } account)
        {
            return BookEntries.NoAccount(entry.Account);
        }

        var contact = entry.Contact;
        var known = db[KnownContact].Add(account.Id).Add(Words.Of(contact.Role)).Add(contact.Name).ReadFirst(row => new Contact(
            contact.Role, contact.Name, row.TextOrNull(0), row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3), row.Bool(4)));
        var together = known is null ? contact : SaidAndStored.Together(known, entry);
        if (together == known)
        {
            return new RowResult(RowState.Unchanged);
        }

        AddContact(db[known is null ? InsertContact : UpdateContact], account.Id, together).Run();
        changed.Add(account.Id);
        return new RowResult(RowState.Accepted);
    }

    private void Insert(Connection db, Account account)
    {
        db[InsertAccount]
            .Add(account.Code).Add(account.Name).Add(account.Currency.Code).Add(account.Terms.ToString()).Add(account.Policy)
            .Add(account.Place.Region.Code).Add(account.Place.TimeZone.Id).Add(account.BillingAccount).Add(account.SalesRep)
            .Add(account.CreditLimit?.Minor).Add(account.Status).Add(account.Language).Add(account.CustomerSince).Add(account.Notes)
            .Add(PaymentReference.For(account.Code).Value).Run();
        var id = db.LastId;
        db[InsertVersion].Add(id).Run();
        db[InsertCase].Add(id).Add(account.Code).Run();
        RemitterBook.Rename(db, id, before: null, account.Name);
        shapes.Add(db, account.Code);
    }

    private static bool TryUpdate(Connection db, Account account) => db[Update]
        .Add(account.Code).Add(account.Name).Add(account.Terms.ToString()).Add(account.Policy)
        .Add(account.Place.Region.Code).Add(account.Place.TimeZone.Id).Add(account.BillingAccount).Add(account.SalesRep)
        .Add(account.CreditLimit?.Minor).Add(account.Status).Add(account.Language).Add(account.CustomerSince).Add(account.Notes).Run() == 1;

    private static Statement AddContact(Statement statement, long account, Contact contact) => statement
        .Add(account).Add(Words.Of(contact.Role)).Add(contact.Name).Add(contact.Email).Add(contact.Phone).Add(contact.Preferred)
        .Add(contact.Language).Add(contact.Bounced);

    private string? WhyNotBilledSo(Connection db, Account account)
    {
        if (account.BillingAccount is null)
        {
            return null;
        }

        var hasCase = keys.Find(db, account.Code) is { } known && known.BillToId == known.Id && db[HasCase].Add(known.Id).RunForLong() is not null;
        return BillingChain.WhyNot(account, hasCase, ChainOf(db, account.Code, account.BillingAccount));
    }

    private static List<ChainLink> ChainOf(Connection db, string account, string? billing)
    {
        var links = new List<ChainLink>();
        while (BillingChain.NextOf(account, billing, links) is { } next)
        {
            links.Add(db[Billing].Add(next).ReadFirst(row => (ChainLink?)new ChainLink(next, row.Currency(1), row.TextOrNull(0))) ?? new ChainLink(next, null, null));
        }

        return links;
    }

    // The account and all that are billed through it: each is billed to the end of its chain, as far as that is known.
    private void SetBillTo(Connection db, string code, DateTimeOffset now, List<BillToMove> moves)
    {
        var account = keys.Find(db, code)!;
        var billing = db[Billing].Add(code).ReadFirst(row => row.TextOrNull(0));
        var payer = keys.Find(db, BillingChain.BillToOf(code, ChainOf(db, code, billing)))!.Id;
        if (account.BillToId != payer)
        {
            db[SetPayer].Add(payer).Add(account.Id).Run();
            if (account.BillToId == account.Id)
            {
                db[MovePayments].Add(payer).Add(account.Id).Run();
            }

            keys.Forget(code);
            Inbox.BillToChanged(db, account.Id, isBilledItself: payer == account.Id);
            Inbox.BooksChanged(db, account.BillToId, now);
            Inbox.BooksChanged(db, payer, now);
            moves.Add(new BillToMove(account.Id, account.BillToId, payer));
        }

        foreach (var branch in db[Branches].Add(code).ReadAll(row => row.Text(0)))
        {
            SetBillTo(db, branch, now, moves);
        }
    }
}
