using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Payments;

// What people say.
public static partial class PaymentDecider
{
    /// <summary>What becomes of an entry, as a person says.</summary>
    /// <param name="payment">The entry.</param>
    /// <param name="asked">What they say; what a reversal undoes is asked of <see cref="Undoes"/>.</param>
    /// <param name="ledger">What the ledger says of what they name (<see cref="LedgerFacts.NamedBy"/>).</param>
    /// <param name="by">Who says so.</param>
    public static PaymentRuling Decide(PaymentFacts payment, PaymentDecision asked, LedgerFacts ledger, Actor by)
    {
        ArgumentNullException.ThrowIfNull(payment);
        ArgumentNullException.ThrowIfNull(ledger);
        return (asked, payment.Kind) switch
        {
            (PaymentDecision.Allocate allocate, EntryKind.Payment) => Allocate(payment, allocate, ledger, by),
            (PaymentDecision.Undo, EntryKind.Payment) => Undo(payment, by),
            (PaymentDecision.Undo, EntryKind.Reversal) => UndoOfReversal(payment),
            (PaymentDecision.SetAside aside, EntryKind.Payment or EntryKind.Reversal) => SetAside(payment, aside, by),
            (PaymentDecision.Reject reject, EntryKind.Payment) => Reject(payment, reject, ledger),
            _ => NoPayment(payment.Id),
        };
    }

    private static PaymentRuling Allocate(PaymentFacts payment, PaymentDecision.Allocate asked, LedgerFacts ledger, Actor by)
    {
        if (payment.Returned > 0)
        {
            return CameBack(payment);
        }

        if (asked.Allocations.Count == 0 && asked.Account is null && payment.Account is null)
        {
            return PaymentRuling.Refuse(RefusedBecause.NothingNamed, "name at least one invoice, or the account that it is for");
        }

        var owners = new List<string>();
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in asked.Allocations)
        {
            if (WhyNot(payment, part, ledger, named) is { } refusal)
            {
                return refusal;
            }

            owners.Add(ledger.Invoices[part.Invoice].BillTo.Code);
        }

        var sum = asked.Allocations.Sum(part => part.Amount.Minor);
        if (sum > payment.Amount.Minor)
        {
            return PaymentRuling.Refuse(RefusedBecause.TooMuch, $"the parts add up to more than the payment's {payment.Amount}");
        }

        var home = owners.Count > 0 ? owners[0] : payment.Account;
        if (asked.Account is { } code)
        {
            if (WhyNotAt(payment, code, ledger) is { } refusal)
            {
                return refusal;
            }

            home = ledger.Accounts[code].Code;
        }

        return new PaymentRuling
        {
            State = PaymentState.Matched,
            Move = MoneyMove.Anew,
            Account = home,
            Allocations = asked.Allocations,
            Why = $"allocated by {by.Name}",
            Refused = payment.Refused,
            IsByHand = true,
            Lessons = Lessons(asked.Learn, sum < payment.Amount.Minor ? owners.Append(home!) : owners),
        };
    }

    private static PaymentRuling? WhyNot(PaymentFacts payment, Allocation part, LedgerFacts ledger, HashSet<string> named)
    {
        if (!ledger.Invoices.TryGetValue(part.Invoice, out var known))
        {
            return PaymentRuling.Refuse(RefusedBecause.NoSuchInvoice, $"there is no invoice {part.Invoice}");
        }

        if (!named.Add(part.Invoice))
        {
            return PaymentRuling.Refuse(RefusedBecause.NamedTwice, $"invoice {part.Invoice} is named twice");
        }

        var currency = known.BillTo.Currency;
        if (!part.Amount.IsPositive || !ReferenceEquals(part.Amount.Currency, currency) || !ReferenceEquals(payment.Amount.Currency, currency))
        {
            return PaymentRuling.Refuse(
                RefusedBecause.WrongAmount,
                $"invoice {part.Invoice} takes a positive amount in {currency}, not {part.Amount} of a payment in {payment.Amount.Currency}");
        }

        // What it settles of the invoice now is taken off first.
        var own = payment.Settles.Where(settled => string.Equals(settled.Invoice, part.Invoice, StringComparison.OrdinalIgnoreCase)).Sum(settled => settled.Amount.Minor);
        var room = new Money(known.Room.Minor + own, currency);
        return part.Amount > room
            ? PaymentRuling.Refuse(RefusedBecause.TooMuch, $"invoice {part.Invoice} takes {room} at most, not {part.Amount}")
            : null;
    }

    private static PaymentRuling? WhyNotAt(PaymentFacts payment, string code, LedgerFacts ledger) =>
        !ledger.Accounts.TryGetValue(code, out var account) ? NoAccount(code)
        : !ReferenceEquals(account.Currency, payment.Amount.Currency)
            ? PaymentRuling.Refuse(
                RefusedBecause.WrongAmount, $"account {account.Code} trades in {account.Currency}, the payment is in {payment.Amount.Currency}")
        : null;

    private static PaymentRuling Undo(PaymentFacts payment, Actor by) =>
        payment.State == PaymentState.Unmatched ? NobodyHas(payment)
        : payment.State == PaymentState.Matched && payment.Returned > 0 ? CameBack(payment)
        : new PaymentRuling
        {
            State = PaymentState.Unmatched,
            Move = MoneyMove.Anew,
            Why = $"undone by {by.Name}",
            Refused = Union(payment.Refused, payment.Holders),
        };

    // What came back, was set aside, and is taken up again waits for its payment as before.
    private static PaymentRuling UndoOfReversal(PaymentFacts reversal) => reversal.State switch
    {
        PaymentState.Unmatched when reversal.Undoes is null => NobodyHas(reversal),
        PaymentState.Ignored when reversal.Undoes is null => new PaymentRuling
        {
            State = PaymentState.Unmatched, Why = WhyWaiting(reversal.ReversalOf!), ReversalOf = reversal.ReversalOf,
        },
        _ => UndoesPayment(reversal),
    };

    private static PaymentRuling SetAside(PaymentFacts payment, PaymentDecision.SetAside asked, Actor by) =>
        payment.Kind == EntryKind.Reversal && payment.Undoes is not null ? UndoesPayment(payment)
        : payment.State == PaymentState.Ignored ? PaymentRuling.Refuse(RefusedBecause.IsSetAside, $"payment {payment.Id} is set aside already")
        : payment.State == PaymentState.Matched && payment.Returned > 0 ? CameBack(payment)
        : new PaymentRuling
        {
            State = PaymentState.Ignored,
            Move = payment.Kind == EntryKind.Payment ? MoneyMove.Anew : MoneyMove.None,
            Why = $"set aside by {by.Name}: {asked.Note}",
            Refused = payment.Refused,
            IsByHand = true,
            ReversalOf = payment.ReversalOf,
        };

    private static PaymentRuling Reject(PaymentFacts payment, PaymentDecision.Reject asked, LedgerFacts ledger)
    {
        if (payment.State != PaymentState.Unmatched)
        {
            return payment.Account is { } owner
                ? PaymentRuling.Refuse(RefusedBecause.IsMatched, $"payment {payment.Id} is account {owner}'s: that is to be undone")
                : PaymentRuling.Refuse(RefusedBecause.IsSetAside, $"payment {payment.Id} is set aside: that is to be undone");
        }

        if (asked.Account is { } named && !ledger.Accounts.ContainsKey(named))
        {
            return NoAccount(named);
        }

        string[] refused = asked.Account is { } code ? [ledger.Accounts[code].Code] : [.. payment.Suggestions.Select(one => one.Account)];
        if (refused.Length == 0)
        {
            return PaymentRuling.Refuse(RefusedBecause.NothingSuggested, $"no account is suggested for payment {payment.Id}");
        }

        List<Suggestion> rest = [.. payment.Suggestions.Where(one => !refused.Contains(one.Account, StringComparer.Ordinal))];
        return new PaymentRuling
        {
            State = PaymentState.Unmatched,
            Why = payment.Why,
            Confidence = rest.Count == 0 ? 0 : rest.Max(one => one.Confidence),
            Suggestions = rest,
            Refused = Union(payment.Refused, refused),
        };
    }

    private static PaymentRuling NoAccount(string code) => PaymentRuling.Refuse(RefusedBecause.NoSuchAccount, $"there is no account {code}");

    private static PaymentRuling CameBack(PaymentFacts payment) => PaymentRuling.Refuse(RefusedBecause.CameBack, $"payment {payment.Id} came back");

    private static PaymentRuling NobodyHas(PaymentFacts payment) =>
        PaymentRuling.Refuse(RefusedBecause.NobodyHasIt, $"payment {payment.Id} is nobody's: there is nothing to undo");

    private static PaymentRuling UndoesPayment(PaymentFacts reversal) =>
        PaymentRuling.Refuse(RefusedBecause.UndoesPayment, $"payment {reversal.Id} undoes {reversal.Undoes ?? reversal.ReversalOf}");

    private static IReadOnlyList<string> Union(IReadOnlyList<string> known, IEnumerable<string> more) =>
        [.. known.Union(more, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
