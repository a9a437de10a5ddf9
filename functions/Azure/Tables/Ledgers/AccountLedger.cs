using Collections.Core.Ledger;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Ledgers;

/// <summary>
/// The items and payments of an account while they are being changed: says which payments settle which items, and keeps all sums that follow from it.
/// Pure: what it needs is loaded first (<see cref="LedgerLoader"/>).
/// </summary>
/// <remarks>A settled item that was loaded stands in the document again; the commit puts it back into its row if it is still settled.</remarks>
internal sealed class AccountLedger
{
    private readonly Dictionary<string, StoredPayment> _payments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byNumber = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Begins with an account as it was read.</summary>
    public AccountLedger(AccountDocument document)
    {
        Document = document;
        for (var at = 0; at < document.Items.Count; at++)
        {
            Index(at);
        }
    }

    /// <summary>The account.</summary>
    public AccountDocument Document { get; }

    /// <summary>True if anything of the account itself has changed.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>How many payments have changed: a row each in the commit.</summary>
    public int ChangedPayments => _changed.Count;

    /// <summary>The payments of which another account has what is unapplied, and something became that here.</summary>
    public IEnumerable<string> Released => _changed.Where(id => _payments[id] is { IsGone: false, IsHome: false, Whole: not null, Unapplied: > 0 });

    /// <summary>The items, open and loaded.</summary>
    public IReadOnlyList<Item> Items => Document.Items;

    /// <summary>Knows a payment that was loaded.</summary>
    public void Know(StoredPayment payment) => _payments.TryAdd(payment.Id, payment);

    /// <summary>Knows a settled item that was loaded; one that the document has wins over its row.</summary>
    public void Know(Item settled)
    {
        if (Find(settled.Invoice.Number, settled.Invoice.Part) < 0)
        {
            Document.Items.Add(settled);
            Index(Document.Items.Count - 1);
        }
    }

    /// <summary>True for a payment that was loaded.</summary>
    public bool Knows(string paymentId) => _payments.ContainsKey(paymentId);

    /// <summary>A payment that was loaded, or null.</summary>
    public StoredPayment? Payment(string paymentId) => _payments.GetValueOrDefault(paymentId);

    /// <summary>The place of an item, or -1; upper and lower case count the same.</summary>
    public int Find(string number, int part) => Of(number).FindIndex(at => Items[at].Invoice.Part == part) is >= 0 and var found ? Of(number)[found] : -1;

    /// <summary>The places of the items of an invoice number.</summary>
    public List<int> Of(string number) => _byNumber.TryGetValue(number, out var places) ? places : [];

    /// <summary>Adds an item that the books have for the first time.</summary>
    public void Add(Item item)
    {
        Document.Items.Add(item);
        Index(Document.Items.Count - 1);
        Count(default, null, item.Invoice.Due, item.SettledOn);
        HasChanged = true;
    }

    /// <summary>Changes an item as the books say; its payment history follows.</summary>
    public void Change(int at, Item changed)
    {
        var before = Items[at];
        Document.Items[at] = changed;
        Count(before.Invoice.Due, before.SettledOn, changed.Invoice.Due, changed.SettledOn);
        HasChanged = true;
    }

    /// <summary>An item leaves the account, and its history with it. Items that are still there must not be looked up after that.</summary>
    public void Remove(Item item)
    {
        Document.Items.Remove(item);
        Count(item.Invoice.Due, item.SettledOn, default, null);
        HasChanged = true;
    }

    /// <summary>Takes in a part of a payment, of which the account may have another part already.</summary>
    public void Join(StoredPayment part)
    {
        if (Payment(part.Id) is { IsGone: false } known)
        {
            known.Join(part);
            Document.Unapplied += part.Unapplied;
            Touch(known);
        }
        else
        {
            Add(part);
        }
    }

    /// <summary>Takes in a payment, or what came back of one; all of a payment is unapplied at first.</summary>
    public void Add(StoredPayment payment)
    {
        _payments[payment.Id] = payment;
        Document.Unapplied += payment.Unapplied;
        Touch(payment);
    }

    /// <summary>A part of what is unapplied of a payment leaves the account for another one's.</summary>
    /// <param name="payment">The account's part of the payment.</param>
    /// <param name="amount">Minor units.</param>
    public void Return(StoredPayment payment, long amount)
    {
        payment.Whole ??= payment.Amount;
        payment.Amount -= new Money(amount, payment.Amount.Currency);
        payment.Unapplied -= amount;
        Document.Unapplied -= amount;
        Touch(payment);
    }

    /// <summary>What is unapplied of a payment in another account comes to this one.</summary>
    /// <param name="payment">The account's part of the payment.</param>
    /// <param name="amount">Minor units.</param>
    public void Gather(StoredPayment payment, long amount)
    {
        payment.Amount += new Money(amount, payment.Amount.Currency);
        payment.Whole = payment.Whole is { } whole && whole != payment.Amount ? whole : null;
        payment.Unapplied += amount;
        Document.Unapplied += amount;
        Touch(payment);
    }

    /// <summary>A payment, or a part of one, leaves the account; it settles nothing here any more.</summary>
    public void Remove(StoredPayment payment)
    {
        Document.Unapplied -= payment.Unapplied;
        Touch(payment);
    }

    /// <summary>Writes the payments that changed into the commit; those that are new must not be there yet.</summary>
    public void WriteTo(AccountChange change, string? added = null)
    {
        foreach (var id in _changed)
        {
            if (id == added)
            {
                change.Add(Packed.Of(change.Partition, Keys.Payment(id), change.Json.Write(_payments[id])));
            }
            else
            {
                change.Put(Keys.Payment(id), _payments[id]);
            }
        }
    }

    /// <summary>Settles items with what is unapplied of a payment, as <see cref="LedgerBook"/> says.</summary>
    public void Settle(StoredPayment payment, IReadOnlyList<Allocation> allocations)
    {
        var places = allocations.SelectMany(allocation => Of(allocation.Invoice)).Distinct().ToList();
        foreach (var part in LedgerBook.Settle(payment.Unapplied, allocations, places.ConvertAll(at => Items[at].Invoice)))
        {
            Move(payment, places[part.At], part.Amount, cameBack: false);
        }
    }

    /// <summary>Makes a part of what a payment settles unapplied.</summary>
    /// <param name="payment">The payment.</param>
    /// <param name="amount">The amount, in minor units.</param>
    /// <param name="cameBack">True if the money came back; false if it only settles something else.</param>
    public void TakeOff(StoredPayment payment, long amount, bool cameBack)
    {
        var shares = payment.Shares.Where(share => share.Amount > 0).Select(share => (share.Number, share.Part, share.Amount, At: Find(share.Number, share.Part))).ToList();
        foreach (var part in LedgerBook.TakeOff(amount, shares.ConvertAll(share => new SettledShare(Items[share.At].Invoice.Due, share.Number, share.Part, share.Amount))))
        {
            Move(payment, shares[part.At].At, -part.Amount, cameBack);
        }
    }

    /// <summary>Takes an amount off what payments settle of an item: the books lowered its amount.</summary>
    /// <param name="at">The item's place.</param>
    /// <param name="amount">The amount, in minor units.</param>
    /// <param name="most">At most so many payments: one transaction takes no more of their rows.</param>
    /// <returns>What is left to be taken off.</returns>
    public long Release(int at, long amount, int most)
    {
        var payments = PaymentsOf(Items[at]).Where(one => one.Of(Items[at].Invoice) > 0).OrderByDescending(one => one.Order).Take(most).ToList();
        foreach (var part in LedgerBook.Release(amount, payments.ConvertAll(payment => payment.Of(Items[at].Invoice))))
        {
            Move(payments[part.At], at, -part.Amount, cameBack: false);
            amount -= part.Amount;
        }

        return amount;
    }

    /// <summary>Takes back an amount of a payment that came back.</summary>
    /// <returns>How much of it the payment still had; minor units.</returns>
    public long Reverse(StoredPayment payment, long amount, DateTimeOffset now)
    {
        var (back, unapplied) = LedgerBook.Reverse(amount, payment.Amount.Minor, payment.Returned, payment.Unapplied);
        if (back == 0)
        {
            return 0;
        }

        TakeOff(payment, back - unapplied, cameBack: true);
        payment.Returned += back;
        payment.ReturnedAt = AccountDocument.Stored(now);
        payment.Unapplied -= back;
        Document.Unapplied -= back;
        Touch(payment);
        return back;
    }

    /// <summary>A payment has changed, and is written with the commit.</summary>
    public void Touch(StoredPayment payment)
    {
        _changed.Add(payment.Id);
        HasChanged = true;
    }

    // From unapplied to allocated, or back.
    private void Move(StoredPayment payment, int at, long amount, bool cameBack)
    {
        var item = Items[at];
        payment.Settle(item.Invoice, amount, cameBack ? -amount : 0);
        Document.Unapplied -= amount;
        Touch(payment);

        var payments = item.Payments ?? [];
        item = item with { Payments = payments.Contains(payment.Id) ? payments : [.. payments, payment.Id] };
        DateOnly? lastPaidOn = PaymentsOf(item).Where(one => one.Of(item.Invoice) > 0).Max(one => (DateOnly?)one.BookedOn);
        Change(at, item.With(LedgerBook.Settled(item.Book, amount, cameBack, lastPaidOn)));
    }

    private IEnumerable<StoredPayment> PaymentsOf(Item item) => (item.Payments ?? []).Select(id =>
        _payments.GetValueOrDefault(id) ?? throw new InvalidOperationException($"payment {id} of {item.Invoice.Number} was not loaded"));

    // The payment history (R16) is kept in step with the days on which items were settled.
    private void Count(DateOnly dueBefore, DateOnly? before, DateOnly due, DateOnly? after)
    {
        if ((dueBefore, before) != (due, after))
        {
            Count(before is { } was ? default(PaymentHistory).With(dueBefore, was) : default, -1);
            Count(after is { } now ? default(PaymentHistory).With(due, now) : default, 1);
        }
    }

    private void Count(PaymentHistory one, int sign)
    {
        var history = Document.Account.History;
        Document.Account = Document.Account with
        {
            History = new PaymentHistory(history.Settled + (sign * one.Settled), history.Late + (sign * one.Late), history.LateDays + (sign * one.LateDays)),
        };
    }

    private void Index(int at)
    {
        var number = Items[at].Invoice.Number;
        if (!_byNumber.TryGetValue(number, out var places))
        {
            _byNumber.Add(number, places = []);
        }

        places.Add(at);
    }
}
