using System.Diagnostics.CodeAnalysis;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite.Rows;

/// <summary>A payment, or another entry of a bank feed, as its row stands.</summary>
/// <remarks>Of every payment, at every moment: amount = what it settles + what is unapplied + what came back.</remarks>
internal sealed record StoredPayment(
    long Id, string Feed, string BankId, EntryKind Kind, long Amount, Currency Currency, PaymentState State, long? AccountId, long Unapplied, long Returned)
{
    private const string Columns = """
        SELECT p.id, p.feed, p.bank_id, p.kind, p.amount, p.currency, p.state, p.account_id, p.unapplied, p.returned,
               p.reversal_of, p.source, p.why, p.confidence, p.suggestions, p.refused, p.by_hand, p.awaits, p.round
        FROM payments p
        """;

    private static readonly Query ByBankId = new($"{Columns} WHERE p.feed = ? AND p.bank_id = ?");

    private static readonly Query ByOtherId = new(
        $"{Columns} WHERE p.id = (SELECT r.payment_id FROM payment_reports r WHERE r.feed = ? AND r.bank_id = ? LIMIT 1)");

    private static readonly Query EntryOf = new("""
        SELECT p.bank_id, p.booked_on, p.amount, p.currency, p.kind, p.reference, p.payer, p.named_account, p.reversal_of, p.payer_account,
               p.structured_reference, p.end_to_end_id, p.bank_reference, p.source, p.refused
        FROM payments p WHERE p.id = ?
        """);

    /// <summary>What it undoes, as the bank said; null for what is no reversal.</summary>
    public string? ReversalOf { get; init; }

    /// <summary>How it came first; null if nobody knows any more.</summary>
    public string? Source { get; init; }

    /// <summary>Why it was matched so, or not.</summary>
    public string Why { get; init; } = "";

    /// <summary>How certain that is, in per cent.</summary>
    public int Confidence { get; init; }

    /// <summary>Whose it may be, best first.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>The accounts that it is not for.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>True if a person decided what became of it.</summary>
    public bool IsByHand { get; init; }

    /// <summary>True if what the payer named may yet come.</summary>
    public bool Awaits { get; init; }

    /// <summary>How often the accounts that it concerns were told of it.</summary>
    public int Round { get; init; }

    /// <summary>The payment's id outside of the store.</summary>
    public string PublicId => PaymentFacts.IdOf(Feed, BankId);

    /// <summary>What the payment settles.</summary>
    public long Settled => Amount - Unapplied - Returned;

    /// <summary>Takes a payment's id apart: the feed's name, a colon, the bank's id.</summary>
    public static bool TrySplit(string paymentId, [NotNullWhen(true)] out string? feed, [NotNullWhen(true)] out string? bankId)
    {
        var colon = paymentId.IndexOf(':', StringComparison.Ordinal);
        (feed, bankId) = colon < 0 ? (null, null) : (paymentId[..colon], paymentId[(colon + 1)..]);
        return colon >= 0;
    }

    /// <summary>The entry of a feed, by any id under which it was told; or null.</summary>
    public static StoredPayment? Find(Connection db, string feed, string bankId) =>
        db[ByBankId].Add(feed).Add(bankId).ReadFirst(Read) ?? db[ByOtherId].Add(feed).Add(bankId).ReadFirst(Read);

    /// <summary>The entry with an id of the world outside, or null.</summary>
    public static StoredPayment? Find(Connection db, string paymentId) =>
        TrySplit(paymentId, out var feed, out var bankId) ? Find(db, feed, bankId) : null;

    /// <summary>What <see cref="PaymentDecider"/> needs to know of it, but for what it settles and who has it.</summary>
    public PaymentFacts Facts(Connection db, AccountKeys keys) => new()
    {
        Feed = Feed,
        BankId = BankId,
        Kind = Kind,
        Amount = new Money(Amount, Currency),
        State = State,
        Account = AccountId is { } id ? keys.Get(db, id).Code : null,
        Unapplied = Unapplied,
        Returned = Returned,
        Why = Why,
        Confidence = Confidence,
        Suggestions = Suggestions,
        Refused = Refused,
        Awaits = Awaits,
        ReversalOf = ReversalOf,
        Undoes = Original(db)?.PublicId,
    };

    /// <summary>Of a reversal: the payment that it undoes; null while nobody knows, or it has not come.</summary>
    public StoredPayment? Original(Connection db) =>
        Kind == EntryKind.Reversal && Find(db, Feed, ReversalOf!) is { Kind: EntryKind.Payment } original ? original : null;

    /// <summary>The entry as the bank told it, with the accounts that it is not for.</summary>
    public BankEntry Entry(Connection db) => db[EntryOf].Add(Id).ReadFirst(row => new BankEntry(
        row.Text(0), row.Day(1), row.Money(2, row.Currency(3)), IsCredit: row.Word<EntryKind>(4) == EntryKind.Payment, row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7),
        row.TextOrNull(8))
    {
        PayerAccount = row.TextOrNull(9),
        StructuredReference = row.TextOrNull(10),
        EndToEndId = row.TextOrNull(11),
        BankReference = row.TextOrNull(12),
        Source = row.TextOrNull(13),
        Refused = row.Codes(14),
    })!;

    private static StoredPayment Read(Statement row) => new(
        row.Long(0), row.Text(1), row.Text(2), row.Word<EntryKind>(3), row.Long(4), row.Currency(5), row.Word<PaymentState>(6), row.LongOrNull(7), row.Long(8),
        row.Long(9))
    {
        ReversalOf = row.TextOrNull(10),
        Source = row.TextOrNull(11),
        Why = row.Text(12),
        Confidence = row.Int(13),
        Suggestions = row.Suggestions(14),
        Refused = row.Codes(15),
        IsByHand = row.Bool(16),
        Awaits = row.Bool(17),
        Round = row.Int(18),
    };
}
