using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.App.Payments;

/// <summary>A payment.</summary>
/// <param name="Id">The feed's name, a colon and the bank's id.</param>
/// <param name="BookedOn">When the bank booked it.</param>
/// <param name="ReceivedAt">When it was taken in.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reference">What the payer wrote.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="Status">Whether it is known whose it is; ignored is what is no customer's payment.</param>
/// <param name="Account">The account, or null.</param>
/// <param name="Allocations">What it settled.</param>
/// <param name="Unapplied">The part that settled nothing.</param>
/// <param name="Why">Why it was matched so, or not.</param>
/// <param name="Reversed">True if it came back (R37).</param>
/// <param name="AccountName">The account's name, or null.</param>
/// <param name="PayerAccount">The payer's account at their bank, or null.</param>
/// <param name="StructuredReference">The structured reference that the payer used, or null.</param>
/// <param name="Confidence">How certain the match is, or the best suggestion would be, in per cent; 0 where a person decided or nothing is known.</param>
/// <param name="Suggestions">Whose it may be, best first, while it is unmatched.</param>
/// <param name="ByHand">True if a person decided what became of it.</param>
/// <param name="Awaits">True if what the payer named may yet come into the ledger.</param>
/// <param name="IsReversal">True for money that came back: it undoes a payment, though nobody may know yet which (R37).</param>
/// <param name="Undoes">The payment that it undoes, or null.</param>
/// <param name="Refused">Accounts that a person said it is not for.</param>
public sealed record PaymentView(
    string Id, DateOnly BookedOn, DateTimeOffset ReceivedAt, Money Amount, string? Reference, string? Payer, PaymentState Status, string? Account,
    IReadOnlyList<Allocation> Allocations, Money Unapplied, string Why, bool Reversed, string? AccountName, string? PayerAccount, string? StructuredReference,
    int Confidence, IReadOnlyList<SuggestionView> Suggestions, bool ByHand, bool Awaits, bool IsReversal, string? Undoes, IReadOnlyList<string> Refused);

/// <summary>Whose a payment may be.</summary>
/// <param name="Account">The account that is billed.</param>
/// <param name="AccountName">Its name.</param>
/// <param name="Confidence">How certain that is, in per cent.</param>
/// <param name="Why">Why, in words.</param>
/// <param name="Holds">True if it is so likely that nobody writes to or calls the account until somebody has looked (R20).</param>
/// <param name="Allocations">What it would settle; the rest would be unapplied credit.</param>
public sealed record SuggestionView(string Account, string? AccountName, int Confidence, string Why, bool Holds, IReadOnlyList<Allocation> Allocations);

/// <summary>Shows payments, with the names of the accounts that they speak of.</summary>
public sealed class PaymentViews(ILedgerStore ledger)
{
    /// <summary>One payment.</summary>
    public async Task<PaymentView> OfAsync(PaymentRow payment, CancellationToken cancel) => (await OfAsync([payment], cancel))[0];

    /// <summary>Payments, in their order.</summary>
    public async Task<IReadOnlyList<PaymentView>> OfAsync(IReadOnlyList<PaymentRow> payments, CancellationToken cancel)
    {
        var codes = payments.SelectMany(AccountsOf).Distinct(StringComparer.Ordinal).ToList();
        IReadOnlyDictionary<string, AccountHead> heads = codes.Count == 0 ? new Dictionary<string, AccountHead>() : await ledger.HeadsAsync(codes, cancel);
        return [.. payments.Select(payment => Of(payment, heads))];
    }

    private static IEnumerable<string> AccountsOf(PaymentRow payment) =>
        payment.Suggestions.Select(one => one.Account).Concat(payment.Account is { } account ? [account] : []);

    private static PaymentView Of(PaymentRow payment, IReadOnlyDictionary<string, AccountHead> heads)
    {
        string? NameOf(string? code) => code is not null && heads.TryGetValue(code, out var head) ? head.Name : null;
        return new PaymentView(
            payment.Id, payment.BookedOn, payment.ReceivedAt, payment.Amount, payment.Reference, payment.Payer, payment.State, payment.Account,
            payment.Allocations, payment.Unapplied, payment.Why, payment.Reversed, NameOf(payment.Account), payment.PayerAccount, payment.StructuredReference,
            payment.Confidence,
            [.. payment.Suggestions.Select(one => new SuggestionView(one.Account, NameOf(one.Account), one.Confidence, one.Why, one.Holds, one.Allocations))],
            payment.IsByHand, payment.Awaits, payment.IsReversal, payment.Undoes, payment.Refused);
    }
}
