using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.Files.Statements;

/// <summary>What a file of statements is written in.</summary>
public enum StatementFormat
{
    /// <summary>ISO 20022 camt.052, camt.053 or camt.054, any version.</summary>
    Camt,

    /// <summary>SWIFT MT940 or MT942.</summary>
    Mt940,

    /// <summary>OFX 1 (SGML) or 2 (XML), QFX too.</summary>
    Ofx,

    /// <summary>Separated values with a header line.</summary>
    Csv,
}

/// <summary>One thing that a file of statements says, in the file's order.</summary>
/// <param name="Line">The line on which it begins, counted from 1.</param>
public abstract record StatementPart(long Line);

/// <summary>A transaction.</summary>
/// <param name="Line">The line on which it begins, counted from 1.</param>
/// <param name="Entry">What is taken in. Its id is the same in every statement that lists the transaction; see <see cref="EntryKeys"/>.</param>
/// <param name="Details">What else the bank says of it.</param>
public sealed record StatementEntry(long Line, BankEntry Entry, EntryDetails Details) : StatementPart(Line);

/// <summary>What a bank says of a transaction beside the money; matching needs it.</summary>
public sealed record EntryDetails
{
    /// <summary>The seller's own account, as in <see cref="Statement.Account"/>.</summary>
    public string? OwnAccount { get; init; }

    /// <summary>The bank's own reference of the transaction, or null.</summary>
    public string? BankReference { get; init; }

    /// <summary>The day from which the money counts for interest.</summary>
    public DateOnly? ValueDate { get; init; }

    /// <summary>The reference in a form of its own: <c>RF…</c> (R41), a Swiss QR reference, what an invoice printed for its payer.</summary>
    public string? StructuredReference { get; init; }

    /// <summary>The other side's account: an IBAN or a number.</summary>
    public string? PayerAccount { get; init; }

    /// <summary>The id that the payer's side gave the payment.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>What field 61 of MT940 has for the account's owner: an end-to-end id that was cut off, the payer's account, or anything else.</summary>
    public string? OwnerReference { get; init; }

    /// <summary>What kind of transaction: <c>PMNT-RCDT-ESCT</c>, <c>NTRF</c>, <c>CREDIT</c>; the bank's own words.</summary>
    public string? TransactionCode { get; init; }

    /// <summary>True if it takes back money that had come in (R37).</summary>
    public bool IsReversal { get; init; }

    /// <summary>The bank's own id of the transaction that this one undoes or replaces, where it names one.</summary>
    public string? Undoes { get; init; }

    /// <summary>True if this one stands in the place of <see cref="Undoes"/>, with what is right.</summary>
    public bool Replaces { get; init; }

    /// <summary>For one of several transactions that the bank booked as one sum: the id of that sum, by which a statement without details would list it.</summary>
    public string? Batch { get; init; }

    /// <summary>True if other statements may list the several transactions that this is the sum of.</summary>
    public bool MayBeBatch { get; init; }

    /// <summary>The statement that it stands in, where that says what it follows; else null.</summary>
    public StatementHead? Statement { get; init; }

    /// <summary>Its id without the rank among equal ones, and that rank in its statement and in its file, from 1; for one of the parts of a sum null.</summary>
    public (string Id, int InStatement, int InFile)? Told { get; init; }
}

/// <summary>The end of a statement, and what it says as a whole.</summary>
/// <param name="Line">The line on which it begins, counted from 1.</param>
/// <param name="Account">The seller's own account: IBAN or number, without blanks; null if it doesn't say.</param>
/// <param name="From">The first day that it covers, or the day before it; null if it doesn't say.</param>
/// <param name="Through">The last day of which it has every entry; null if it doesn't say, or lacks payments (R20).</param>
/// <param name="Currency">The account's currency, or null.</param>
/// <param name="Opening">The booked balance before its entries, or null; negative if overdrawn.</param>
/// <param name="Closing">The booked balance after its entries, or null.</param>
/// <param name="LacksPayments">True if payments may be missing from it: entries were rejected, or its balances don't add up.</param>
public sealed record Statement(
    long Line, string? Account, DateOnly? From, DateOnly? Through, Currency? Currency, Money? Opening, Money? Closing, bool LacksPayments)
    : StatementPart(Line);

/// <summary>An entry, or the rest of a file, that could not be read.</summary>
/// <param name="Line">The line on which it begins, counted from 1.</param>
/// <param name="Error">The place, the field, what it says, and why it is wrong.</param>
/// <param name="MayBePayment">False if it is surely money that went out; else payments may be missing (R20).</param>
public sealed record RejectedPart(long Line, RowError Error, bool MayBePayment) : StatementPart(Line);

/// <summary>What an entry is that is left out.</summary>
public enum SkipKind
{
    /// <summary>It may become money: pending, scheduled, held.</summary>
    NotYet,

    /// <summary>It is no money, or none any more: failed, declined, reversed; or told for information only.</summary>
    NotMoney,

    /// <summary>Its amount is nothing.</summary>
    Nothing,
}

/// <summary>An entry that is no money: pending, failed, for information, or of nothing.</summary>
/// <param name="Line">The line on which it begins, counted from 1.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Why">Why it is left out.</param>
public sealed record SkippedPart(long Line, SkipKind Kind, string Why) : StatementPart(Line);

/// <summary>Something that a person should know of what was read.</summary>
/// <param name="Line">The line that it is about, counted from 1.</param>
/// <param name="Text">What, in words.</param>
public sealed record StatementNote(long Line, string Text) : StatementPart(Line);
