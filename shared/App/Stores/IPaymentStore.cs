using Collections.Core.Cases;
using Collections.Core.Payments;

namespace Collections.App.Stores;

/// <summary>The payments, and what the company knows of who pays.</summary>
public interface IPaymentStore
{
    /// <summary>Takes in what a feed delivered: payments with their allocations, in one commit with the inbox items that follow from them.</summary>
    /// <remarks>
    /// <para><paramref name="matcher"/> is asked inside the commit, so that it sees every payment before this one. A payment whose feed and id are known
    /// changes nothing (promise 4), and neither does one that <see cref="DuplicateDetection"/> knows from another source: it is remembered as another report of
    /// that payment, so that its id is known from then on, also as what a reversal undoes. What a known id's source is, is noted for all of the delivery
    /// before any entry of it is compared. A payment that nobody has matched yet gets what the other report says beyond it
    /// (<see cref="DuplicateDetection.Together"/>), and is matched again.</para>
    /// <para>What is matched is applied; where it reached an account with a case, a <see cref="PaymentReceived"/> (or reversed) is posted. What is not
    /// keeps its suggestions, and each account of one that holds gets a <see cref="PaymentSuspected"/>, whether it has a case or not.</para>
    /// </remarks>
    /// <returns>For each entry, in order, how it went.</returns>
    Task<IReadOnlyList<PaymentResult>> ReceiveAsync(BankDelivery delivery, IPaymentMatcher matcher, CancellationToken cancel);

    /// <summary>The payments that may be matched better when the ledger has changed, newest first: those that nobody has matched (reversals, and what a
    /// person has set aside, left out), and those of which <see cref="PaymentRow.Awaits"/> is true.</summary>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancel">Ends it.</param>
    Task<IReadOnlyList<string>> WaitingAsync(int limit, CancellationToken cancel);

    /// <summary>Matches waiting payments again, each in a commit as in <see cref="ReceiveAsync"/>; one that doesn't wait any more is left alone.</summary>
    /// <remarks>
    /// Of a payment that awaits, only what is unapplied is matched, and only to the account that has it: the matcher gets the entry with that amount and
    /// with <see cref="BankEntry.Only"/>. Where nothing changes, nothing is written and nobody is told.
    /// </remarks>
    /// <returns>Those that changed, and how.</returns>
    Task<IReadOnlyList<PaymentResult>> RematchAsync(
        IReadOnlyCollection<string> paymentIds, IPaymentMatcher matcher, DateTimeOffset now, CancellationToken cancel);

    /// <summary>What a matcher says of a payment as the ledger stands now, without what it settles being taken off first. Nothing is changed.</summary>
    /// <returns>Null for an id that is no payment's.</returns>
    Task<Match?> LookAsync(string paymentId, IPaymentMatcher matcher, CancellationToken cancel);

    /// <summary>Does with a payment what a person says, in one commit; every account that had it, gets it or was suspected hears of it.</summary>
    /// <returns>Null if it is done, else why not; then nothing changed.</returns>
    Task<PaymentRefusal?> DecideAsync(string paymentId, PaymentDecision decision, Actor by, DateTimeOffset now, CancellationToken cancel);

    /// <summary>When each feed spoke last, and up to when it is complete (R20).</summary>
    Task<IReadOnlyList<FeedState>> FeedsAsync(CancellationToken cancel);
}

/// <summary>What a bank feed delivered.</summary>
/// <param name="Feed">The feed's name.</param>
/// <param name="Now">When it arrived.</param>
/// <param name="AsOf">Up to when the feed is complete, if it said so; an empty delivery counts (R20).</param>
/// <param name="Entries">The entries, in their order.</param>
public sealed record BankDelivery(string Feed, DateTimeOffset Now, DateTimeOffset? AsOf, IReadOnlyList<BankEntry> Entries);

/// <summary>How an entry went.</summary>
/// <param name="PaymentId">The payment's id in the store: the feed's name, a colon and the bank's id.</param>
/// <param name="State">How.</param>
/// <param name="Account">The account that it reached, or null.</param>
public readonly record struct PaymentResult(string PaymentId, PaymentState State, string? Account)
{
    /// <summary>The accounts that have something to do because of it: that were reached, or that it may belong to.</summary>
    public IReadOnlyList<string> Touched { get; init; } = [];
}

/// <summary>When a feed spoke last (R20).</summary>
/// <param name="Feed">Its name.</param>
/// <param name="AsOf">Up to when it is complete.</param>
/// <param name="HeardAt">When it delivered last.</param>
public sealed record FeedState(string Feed, DateTimeOffset AsOf, DateTimeOffset HeardAt);
