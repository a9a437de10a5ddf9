using Collections.App.Stores;
using Collections.App.Telemetry;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.App.Payments;

/// <summary>Does with payments what people say. What has been done already is done: a repeat changes nothing (promise 4).</summary>
public sealed class PaymentDesk(
    IPaymentStore payments, IPaymentList paymentList, IPaymentMatcher matcher, Rematcher rematcher, CollectionsMeter meter, TimeProvider clock)
{
    private const int NetOfCredits = 3;
    private const int CameBack = 37;

    /// <summary>A payment; while nobody knows whose it is, with whose it may be as the ledger stands now.</summary>
    /// <exception cref="RefusalException">There is no such payment.</exception>
    public async Task<PaymentRow> LookAsync(string paymentId, CancellationToken cancel)
    {
        var payment = await FindAsync(paymentId, cancel);
        if (payment is not { State: PaymentState.Unmatched, IsReversal: false } || await payments.LookAsync(payment.Id, matcher, cancel) is not { } match)
        {
            return payment;
        }

        // It would be applied by itself now, but a person is looking at it: then it is the first suggestion.
        IReadOnlyList<Suggestion> suggestions = match.Account is { } certain
            ? [new Suggestion(certain, match.Allocations, match.Confidence, match.Why, Holds: true), .. match.Suggestions.Where(one => one.Account != certain)]
            : match.Suggestions;
        return payment with { Suggestions = suggestions, Confidence = match.Confidence, Why = match.Why };
    }

    /// <summary>It settles these invoices, in place of what it settled before; the payer is known by it from now on.</summary>
    /// <param name="paymentId">The payment.</param>
    /// <param name="allocations">The invoices, of one account or of several; what is left is unapplied credit (R3).</param>
    /// <param name="account">The account that has what is left; null for that of the first invoice.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancel">Ends it before the commit.</param>
    /// <exception cref="RefusalException">It cannot be done, and nothing was.</exception>
    public async Task<PaymentRow> AllocateAsync(
        string paymentId, IReadOnlyList<Allocation> allocations, string? account, Actor by, CancellationToken cancel)
    {
        var payment = await FindAsync(paymentId, cancel);
        CheckIsThere(payment);
        return IsDone(payment, allocations, account) ? payment : await AllocateAsync(payment, allocations, account, by, "allocations", cancel);
    }

    /// <summary>It is whose a suggestion says, and settles what that says.</summary>
    /// <param name="paymentId">The payment.</param>
    /// <param name="account">The account whose suggestion is meant; null for the best.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancel">Ends it before the commit.</param>
    /// <exception cref="RefusalException">It is not suggested, or the ledger has changed since; nothing was done.</exception>
    public async Task<PaymentRow> AcceptAsync(string paymentId, string? account, Actor by, CancellationToken cancel)
    {
        var payment = await FindAsync(paymentId, cancel);
        CheckIsThere(payment);
        if (payment.State != PaymentState.Unmatched)
        {
            return payment is { State: PaymentState.Matched, IsByHand: true } && (account is null || IsSame(account, payment.Account))
                ? payment
                : throw Conflict($"payment {paymentId} waits no more: {HowItStands(payment)}");
        }

        // What the person saw counts; only what they cannot have seen in the list is looked up.
        var suggestion = SuggestionOf(payment, account) ?? SuggestionOf(await LookAsync(paymentId, cancel), account)
            ?? throw new RefusalException(
                RefusalKind.Rules, account is null ? $"nothing is suggested for payment {paymentId}" : $"payment {paymentId} is not suggested to be {account}'s", "account", NetOfCredits);
        return await AllocateAsync(payment, suggestion.Allocations, suggestion.Account, by, "account", cancel);
    }

    /// <summary>It was matched wrongly, or set aside: it is nobody's again, and is matched again to others than those that had it.</summary>
    /// <exception cref="RefusalException">It came back, or is gone.</exception>
    public async Task<PaymentRow> UndoAsync(string paymentId, Actor by, CancellationToken cancel)
    {
        var payment = await FindAsync(paymentId, cancel);
        if (payment.State == PaymentState.Unmatched)
        {
            return payment;
        }

        await DecideAsync(payment, new PaymentDecision.Undo(), by, wrongField: null, CameBack, cancel);
        await rematcher.OneAsync(paymentId, cancel);
        return await FindAsync(paymentId, cancel);
    }

    /// <summary>It is not this account's, or none's of those that are suggested: they are not held any more.</summary>
    /// <param name="paymentId">The payment.</param>
    /// <param name="account">The account; null for all that are suggested.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancel">Ends it before the commit.</param>
    /// <exception cref="RefusalException">It is matched, or there is no such account.</exception>
    public async Task<PaymentRow> RejectAsync(string paymentId, string? account, Actor by, CancellationToken cancel)
    {
        var payment = await FindAsync(paymentId, cancel);
        if (payment.State != PaymentState.Unmatched)
        {
            throw Conflict($"payment {paymentId} waits no more: {HowItStands(payment)}; undo that first");
        }

        var isRepeat = account is null ? payment.Suggestions.Count == 0 && payment.Refused.Count > 0 : payment.Refused.Any(refused => IsSame(account, refused));
        if (isRepeat)
        {
            return payment;
        }

        await DecideAsync(payment, new PaymentDecision.Reject(account), by, "account", NetOfCredits, cancel);
        await rematcher.OneAsync(paymentId, cancel);
        return await FindAsync(paymentId, cancel);
    }

    /// <summary>It is no customer's payment.</summary>
    /// <param name="paymentId">The payment.</param>
    /// <param name="note">What it is.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancel">Ends it before the commit.</param>
    /// <exception cref="RefusalException">It came back, or was set aside with other words.</exception>
    public async Task<PaymentRow> SetAsideAsync(string paymentId, string note, Actor by, CancellationToken cancel)
    {
        var payment = await FindAsync(paymentId, cancel);
        if (payment is { State: PaymentState.Ignored } && payment.Why.Contains(note, StringComparison.Ordinal))
        {
            return payment;
        }

        await DecideAsync(payment, new PaymentDecision.SetAside(note), by, "note", CameBack, cancel);
        return await FindAsync(paymentId, cancel);
    }

    /// <summary>What came back, and nobody could place, undoes this payment (R37).</summary>
    /// <param name="paymentId">What came back.</param>
    /// <param name="undone">The payment that it undoes, of the same feed.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancel">Ends it before the commit.</param>
    /// <exception cref="RefusalException">It is no reversal, or undoes another.</exception>
    public async Task<PaymentRow> UndoesAsync(string paymentId, string undone, Actor by, CancellationToken cancel)
    {
        var payment = await FindAsync(paymentId, cancel);
        if (payment.Undoes == undone)
        {
            return payment;
        }

        if (!payment.IsReversal)
        {
            throw Conflict($"payment {paymentId} came in: it undoes none", CameBack);
        }

        await DecideAsync(payment, new PaymentDecision.Undoes(undone), by, "payment", CameBack, cancel);
        return await FindAsync(paymentId, cancel);
    }

    private async Task<PaymentRow> FindAsync(string paymentId, CancellationToken cancel) =>
        await paymentList.PaymentAsync(paymentId, cancel) ?? throw new RefusalException(RefusalKind.NotFound, $"there is no payment {paymentId}");

    private async Task<PaymentRow> AllocateAsync(
        PaymentRow payment, IReadOnlyList<Allocation> allocations, string? account, Actor by, string wrongField, CancellationToken cancel)
    {
        await DecideAsync(payment, new PaymentDecision.Allocate(allocations, account, RemitterKeys.Of(payment.Payer, payment.PayerAccount)), by, wrongField, NetOfCredits, cancel);
        if (payment.State == PaymentState.Unmatched)
        {
            meter.CountMatched(1, MatchedBy.Person);
        }

        return await FindAsync(payment.Id, cancel);
    }

    private async Task DecideAsync(PaymentRow payment, PaymentDecision decision, Actor by, string? wrongField, int rule, CancellationToken cancel)
    {
        if (await payments.DecideAsync(payment.Id, decision, by, clock.GetUtcNow(), cancel) is { } refusal)
        {
            throw payment.Reversed ? Conflict(refusal.Why, CameBack) : new RefusalException(RefusalKind.Rules, refusal.Why, wrongField, rule);
        }
    }

    // Money that went out, or came back, is no money that could settle anything.
    private static void CheckIsThere(PaymentRow payment)
    {
        if (payment.IsReversal)
        {
            throw Conflict($"payment {payment.Id} is money that came back: say which payment it undoes", CameBack);
        }

        if (payment.Reversed)
        {
            throw Conflict($"payment {payment.Id} came back", CameBack);
        }
    }

    private static bool IsDone(PaymentRow payment, IReadOnlyList<Allocation> allocations, string? account) =>
        payment is { State: PaymentState.Matched, IsByHand: true }
        && (account is null ? allocations.Count > 0 : IsSame(account, payment.Account))
        && payment.Allocations.Count == allocations.Count
        && allocations.All(part => payment.Allocations.Any(known => IsSame(part.Invoice, known.Invoice) && part.Amount == known.Amount));

    private static Suggestion? SuggestionOf(PaymentRow payment, string? account) =>
        payment.Suggestions.FirstOrDefault(one => account is null || IsSame(account, one.Account));

    private static string HowItStands(PaymentRow payment) =>
        payment.Account is { } account ? $"it is {account}'s" : $"it is set aside, {payment.Why}";

    private static bool IsSame(string code, string? other) => string.Equals(code, other, StringComparison.OrdinalIgnoreCase);

    private static RefusalException Conflict(string why, int rule = NetOfCredits) => new(RefusalKind.Conflict, why, rule: rule);
}
