using Collections.Core.Ledger;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Ledgers;

/// <summary>Brings items, their payments, disputes and history to the account that is billed for them now (R6).</summary>
/// <remarks>
/// Several partitions change, one after the other. First the accounts concerned are marked (<see cref="AccountDocument.Moving"/>): from then on whoever
/// wants to change their items or payments finishes the move first, and a sweep finds it. Then packages go: out of the one account into a row of its,
/// from there into the other. A package is unpacked once, whoever repeats it. At the end the marks go.
/// </remarks>
internal sealed class BillingMoves(AccountRows accounts, LookUps lookUps, LedgerLoader loader, PaymentRows payments)
{
    // A package and what it is made of must fit into one transaction of 100 rows.
    private const int MostSettled = 30;
    private const int MostPayments = 30;
    private const int MostItems = 1000;

    /// <summary>An account's billing account may have changed: it, and all that are billed through it, go to the end of their chain.</summary>
    public Task FollowAsync(string code, DateTimeOffset now, CancellationToken cancel) => FollowAsync(code, BillingChain.MostHops, now, cancel);

    /// <summary>Finishes what an account is marked with.</summary>
    public async Task FinishAsync(AccountDocument marked, DateTimeOffset now, CancellationToken cancel)
    {
        var code = marked.Moving[0];
        await FollowAsync(code, now, cancel);

        // A mark that is left is that of a move which came to an end before it began; one that is about to begin fails, and begins anew.
        if (await accounts.FindAsync(code, cancel) is { Sources.Count: 0 } account && await accounts.TryCommitAsync(accounts.Change(account), cancel))
        {
            await MarkAsync(marked.Code, code, isMoving: false, now, cancel);
        }
    }

    private async Task FollowAsync(string code, int hops, DateTimeOffset now, CancellationToken cancel)
    {
        while (await accounts.FindAsync(code, cancel) is { } account)
        {
            if (BillingChain.BillToOf(code, await ChainAsync(account.Account, cancel)) is var payer && payer != account.Payer)
            {
                await StartAsync(account, payer, now, cancel);
            }
            else if (account.Sources.Count > 0)
            {
                await CarryAsync(account, now, cancel);
            }
            else
            {
                break;
            }
        }

        foreach (var branch in await lookUps.BranchesAsync(code, cancel))
        {
            if (hops > 0 && await accounts.FindAsync(branch, cancel) is { } account && account.Account.BillingAccount == code)
            {
                await FollowAsync(branch, hops - 1, now, cancel);
            }
        }
    }

    /// <summary>The accounts from an account's billing account on to the end of the chain.</summary>
    public async Task<IReadOnlyList<ChainLink>> ChainAsync(Account account, CancellationToken cancel)
    {
        var links = new List<ChainLink>();
        while (BillingChain.NextOf(account.Code, account.BillingAccount, links) is { } next)
        {
            var found = await accounts.FindAsync(next, cancel);
            links.Add(new ChainLink(next, found?.Currency, found?.Account.BillingAccount));
        }

        return links;
    }

    private async Task StartAsync(AccountDocument account, string payer, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var other in new[] { account.Payer, payer }.Where(other => other != account.Code))
        {
            await MarkAsync(other, account.Code, isMoving: true, now, cancel);
        }

        if (!account.IsBranch)
        {
            // A branch has no case: what its own would have weighed, the case of the account that is billed weighs.
            account.Inbox.Clear();
            account.Wake = null;
        }

        account.Sources = [.. account.Sources.Where(source => source != account.Payer), account.Payer];
        account.Moving = [account.Code, .. account.Moving.Where(code => code != account.Code)];
        account.Payer = payer;
        _ = await accounts.TryCommitAsync(accounts.Change(account), cancel);
    }

    private async Task CarryAsync(AccountDocument account, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var source in account.Sources.Where(source => source != account.Payer))
        {
            await UnpackAsync(source, account.Code, cancel);
            while (await TryPackAsync(source, account.Code, account.Payer, cancel))
            {
                await UnpackAsync(source, account.Code, cancel);
            }
        }

        foreach (var other in account.Sources.Append(account.Payer).Distinct(StringComparer.Ordinal).Where(other => other != account.Code))
        {
            await MarkAsync(other, account.Code, isMoving: false, now, cancel);
        }

        account.Sources = [];
        account.Moving.Remove(account.Code);
        if (!account.IsBranch)
        {
            account.BooksChanged(now);
        }

        _ = await accounts.TryCommitAsync(accounts.Change(account), cancel);
    }

    private async Task MarkAsync(string code, string moving, bool isMoving, DateTimeOffset now, CancellationToken cancel)
    {
        while (await accounts.FindAsync(code, cancel) is { } account && account.Moving.Contains(moving) != isMoving)
        {
            if (isMoving)
            {
                account.Moving.Add(moving);
            }
            else
            {
                account.Moving.Remove(moving);
                account.BooksChanged(now);
            }

            if (await accounts.TryCommitAsync(accounts.Change(account), cancel))
            {
                return;
            }
        }
    }

    // Takes the next package out of an account; false if nothing is left there.
    private async Task<bool> TryPackAsync(string source, string code, string to, CancellationToken cancel)
    {
        var document = (await accounts.FindAsync(source, cancel))!;
        var change = accounts.Change(document);
        var ledger = new AccountLedger(document);
        if (await PackAsync(change, ledger, code, to, cancel) is not { } package)
        {
            return false;
        }

        // One that somebody else changed in between is packed anew.
        change.Put(Keys.Package(code, document.Version + 1), package);
        _ = await accounts.TryCommitAsync(change, cancel);
        return true;
    }

    // A branch takes along what it was invoiced for, and of the payments what settled that. An account that was billed itself leaves nothing behind:
    // first go its items, then its payments.
    private async Task<Package?> PackAsync(AccountChange change, AccountLedger ledger, string code, string to, CancellationToken cancel)
    {
        var (source, isAll) = (ledger.Document.Code, ledger.Document.Code == code);
        var package = new Package { To = to };
        var rows = await accounts.RowsAsync<Item>(source, Keys.Prefix('i'), cancel);
        var stored = rows.ToDictionary(item => Keys.Settled(item.Invoice.Number, item.Invoice.Part), StringComparer.Ordinal);
        var (deleted, paidBy) = (0, new HashSet<string>(StringComparer.Ordinal));
        var all = ledger.Items.Concat(rows.Where(item => ledger.Find(item.Invoice.Number, item.Invoice.Part) < 0));
        foreach (var item in all.Where(item => isAll || item.Account == code))
        {
            // A settled item needs a row where it goes, and one that has a row, where it is.
            var row = Keys.Settled(item.Invoice.Number, item.Invoice.Part);
            deleted += item.Invoice.Open.Minor == 0 || stored.ContainsKey(row) ? 1 : 0;
            IReadOnlyList<string> ids = isAll ? [] : item.Payments ?? [];
            if (package.Items.Count == MostItems || deleted > MostSettled || (package.Items.Count > 0 && paidBy.Union(ids).Count() > MostPayments))
            {
                break;
            }

            package.Items.Add(item);
            paidBy.UnionWith(ids);
            if (stored.ContainsKey(row))
            {
                change.Delete(row);
            }
        }

        await loader.LoadPaymentsAsync(ledger, paidBy, cancel);
        package.Payments.AddRange(paidBy.Select(ledger.Payment).OfType<StoredPayment>().Select(payment => Split(ledger, payment, package.Items)));
        ledger.WriteTo(change);
        if (isAll && package.Items.Count == 0)
        {
            await PackPaymentsAsync(change, ledger, package, cancel);
        }

        await TakeDisputesAsync(
            change, package,
            dispute => isAll || package.Items.Exists(item => string.Equals(item.Invoice.Number, dispute.Invoice, StringComparison.OrdinalIgnoreCase)), cancel);
        foreach (var item in package.Items)
        {
            ledger.Remove(item);
        }

        return package.IsEmpty && change.Rows.Count == 0 ? null : package;
    }

    private async Task PackPaymentsAsync(AccountChange change, AccountLedger ledger, Package package, CancellationToken cancel)
    {
        foreach (var payment in await accounts.FirstRowsAsync<StoredPayment>(ledger.Document.Code, Keys.Prefix('p'), MostPayments, cancel))
        {
            change.Delete(Keys.Payment(payment.Id));
            if (!payment.IsGone)
            {
                ledger.Remove(payment);
                package.Payments.Add(payment);
            }
        }
    }

    private static StoredPayment Split(AccountLedger ledger, StoredPayment payment, List<Item> items)
    {
        var shares = payment.Shares.Where(share => items.Exists(item => share.IsOf(item.Invoice))).ToList();
        var part = payment.Split(shares);
        ledger.Touch(payment);
        return part;
    }

    private async Task TakeDisputesAsync(AccountChange change, Package package, Predicate<Dispute> isTaken, CancellationToken cancel)
    {
        var story = await accounts.StoryAsync(change.Document.Code, cancel);
        package.Told.AddRange(story.Disputes.FindAll(isTaken));
        package.Disputes.AddRange(change.Document.Disputes.FindAll(isTaken));
        if (package.Told.Count > 0)
        {
            story.Disputes.RemoveAll(isTaken);
            change.Document.Disputes.RemoveAll(isTaken);
            change.Story = story;
        }
    }

    private async Task UnpackAsync(string source, string code, CancellationToken cancel)
    {
        await foreach (var row in accounts.EntitiesAsync(source, Keys.PackagesOf(code), cancel))
        {
            var package = accounts.Read<Package>(row);
            foreach (var payment in package.Payments)
            {
                await payments.AddAccountAsync(payment.Id, package.To, source == code ? source : null, cancel);
            }

            while (!await TryUnpackAsync(source, row.RowKey, package, cancel))
            {
                // Somebody else changed the account: the package goes on top of that.
            }

            await accounts.DeleteAsync(source, row.RowKey, cancel);
        }
    }

    private async Task<bool> TryUnpackAsync(string source, string row, Package package, CancellationToken cancel)
    {
        var document = (await accounts.FindAsync(package.To, cancel))!;
        var change = accounts.Change(document);
        var ledger = new AccountLedger(document);
        foreach (var item in package.Items)
        {
            ledger.Add(item);
        }

        await loader.LoadPaymentsAsync(ledger, package.Payments.Select(payment => payment.Id), cancel);
        foreach (var payment in package.Payments)
        {
            ledger.Join(payment);
        }

        ledger.WriteTo(change);
        if (package.Told.Count > 0)
        {
            change.Story = await accounts.StoryAsync(package.To, cancel);
            change.Story.Disputes.AddRange(package.Told);
            document.Disputes.AddRange(package.Disputes);
        }

        change.AddMark(Keys.Unpacked(source, row));
        try
        {
            return await accounts.TryCommitAsync(change, cancel);
        }
        catch (RowExistsException)
        {
            return true;
        }
    }
}

/// <summary>What is on its way from an account to another.</summary>
internal sealed class Package
{
    /// <summary>The account that gets it.</summary>
    public required string To { get; set; }

    /// <summary>The items, open and settled.</summary>
    public List<Item> Items { get; set; } = [];

    /// <summary>The payments, or the parts of them that settled those items.</summary>
    public List<StoredPayment> Payments { get; set; } = [];

    /// <summary>The open disputes.</summary>
    public List<Dispute> Disputes { get; set; } = [];

    /// <summary>All disputes, as the story tells them.</summary>
    public List<Dispute> Told { get; set; } = [];

    /// <summary>True if there is nothing in it.</summary>
    [Newtonsoft.Json.JsonIgnore]
    public bool IsEmpty => Items.Count == 0 && Payments.Count == 0 && Told.Count == 0;
}
