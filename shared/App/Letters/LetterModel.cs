using Collections.App.Company;

namespace Collections.App.Letters;

/// <summary>What a letter or a call's script says, in plain words and figures: the templates put it in place and compute nothing.</summary>
/// <remarks>
/// Amounts and dates are text already (<see cref="LetterText"/>); nothing is encoded. Edited templates refer to the properties by their names, so
/// these don't change.
/// </remarks>
public sealed record LetterModel
{
    /// <summary>Who writes.</summary>
    public required Seller Seller { get; init; }

    /// <summary>The account's code.</summary>
    public required string AccountCode { get; init; }

    /// <summary>The account's name.</summary>
    public required string AccountName { get; init; }

    /// <summary>The person written to, or null.</summary>
    public string? ContactName { get; init; }

    /// <summary>The language to write in (R22), such as <c>de-AT</c>; a template that it lacks is taken from <c>de</c>, then <c>en</c>.</summary>
    public string Language { get; init; } = LetterTemplates.DefaultLanguage;

    /// <summary>The letter's date: <c>3 August 2021</c>.</summary>
    public required string Date { get; init; }

    /// <summary>The account's payment reference in groups of four (R41).</summary>
    public required string Reference { get; init; }

    /// <summary>The page on which to pay by card, or null (R41); made by <see cref="CardLinks"/>.</summary>
    public string? CardLink { get; init; }

    /// <summary>How the letter is to sound (R16).</summary>
    public LetterTone Tone { get; init; }

    /// <summary>What is owing, oldest month first (R21).</summary>
    public IReadOnlyList<OwingMonth> Months { get; init; } = [];

    /// <summary>Credits that have not been applied to an invoice (R3).</summary>
    public IReadOnlyList<CreditLine> Credits { get; init; } = [];

    /// <summary>All that is asked for, with its currency: <c>AUD 1,234.50</c>. Disputed parts and credits are taken off.</summary>
    public required string TotalOwing { get; init; }

    /// <summary>The last date, computed by the case: <c>Wed 1 Sep 2021</c>, or null where none is set yet (R12).</summary>
    public string? LastDate { get; init; }

    /// <summary>True only if the account is on stop now (R11).</summary>
    public bool OnStop { get; init; }

    /// <summary>The contacts on record, oldest first (R12).</summary>
    public IReadOnlyList<DatedFact> Contacts { get; init; } = [];

    /// <summary>The promises on record that were not kept, oldest first (R12).</summary>
    public IReadOnlyList<BrokenPromise> BrokenPromises { get; init; } = [];

    /// <summary>What a call has agreed, for its confirmation (R29).</summary>
    public Agreement? Agreement { get; init; }

    /// <summary>What the caller needs, for a script (R24).</summary>
    public CallBriefing Call { get; init; } = new();

    /// <summary>Why now: for the caller, never in a letter (R40).</summary>
    public string WhyText { get; init; } = "";

    /// <summary>Up to when the bank's entries are known, for a script: <c>Thu 12 Aug 2021 07:00</c>; null where no feed delivers (R26).</summary>
    public string? BankKnownTo { get; init; }

    /// <summary>Where no feed delivers: the day on which the books were last loaded, for a script; or null (R26).</summary>
    public string? BooksOf { get; init; }

    /// <summary>True if any line has a part that stands aside (R4).</summary>
    public bool HasDisputes => Months.Any(month => month.Lines.Any(line => line.Disputed is not null));
}

/// <summary>How a letter sounds; which one follows from the customer (R16).</summary>
public enum LetterTone
{
    /// <summary>"Has something happened?"</summary>
    Enquiry,

    /// <summary>"Please pay now, or call us."</summary>
    Pressure,

    /// <summary>"This is what follows."</summary>
    Notice,
}

/// <summary>What is owing of one month's invoices (R21).</summary>
/// <param name="Label">The month: <c>June 2021</c>.</param>
/// <param name="Lines">Its invoices, by date.</param>
/// <param name="Total">What is asked for of them, with the currency.</param>
public sealed record OwingMonth(string Label, IReadOnlyList<OwingLine> Lines, string Total);

/// <summary>An invoice as the letter lists it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Issued">Its date.</param>
/// <param name="Due">Its due date.</param>
/// <param name="Amount">What it came to.</param>
/// <param name="Balance">What is open of it.</param>
/// <param name="Disputed">The part of the balance that stands aside, or null (R4).</param>
/// <param name="Branch">The branch that ordered, where a billing account has several (R6), or null.</param>
public sealed record OwingLine(
    string Number, string Issued, string Due, string Amount, string Balance, string? Disputed = null, string? Branch = null)
{
    /// <summary>True when the balance isn't the whole amount.</summary>
    public bool IsPartPaid => Balance != Amount;
}

/// <summary>A credit that has not been applied (R3).</summary>
/// <param name="Number">The credit note's or the receipt's number.</param>
/// <param name="Issued">Its date.</param>
/// <param name="Amount">What is open of it, without a sign.</param>
public sealed record CreditLine(string Number, string Issued, string Amount);

/// <summary>Something that happened, and when.</summary>
/// <param name="Date">The day: <c>Tue 3 Aug 2021</c>.</param>
/// <param name="What">What, so that it reads on after the day: <c>letter to accounts@example.com</c>.</param>
public sealed record DatedFact(string Date, string What);

/// <summary>A promise that was not kept.</summary>
/// <param name="Given">The day on which it was given.</param>
/// <param name="For">The day that it was for.</param>
/// <param name="Amount">The amount with its currency, or null where none was named.</param>
public sealed record BrokenPromise(string Given, string For, string? Amount = null);

/// <summary>What a call has agreed (R29); the parts that don't apply are left out.</summary>
public sealed record Agreement
{
    /// <summary>The day of the call.</summary>
    public required string SpokeOn { get; init; }

    /// <summary>Whom we spoke with, or null.</summary>
    public string? SpokeWith { get; init; }

    /// <summary>What was promised, each a date and an amount; one for a promise, several for a plan (R33, R34).</summary>
    public IReadOnlyList<Instalment> Instalments { get; init; } = [];

    /// <summary>A claim, to be read after "you told us that": <c>AUD 900.00 was paid on Wed 11 Aug 2021</c> (R26).</summary>
    public string? Claim { get; init; }

    /// <summary>What the customer disputes (R4).</summary>
    public IReadOnlyList<DisputedInvoice> Disputes { get; init; } = [];

    /// <summary>Anything else that was agreed, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>An invoice that the customer disputes.</summary>
/// <param name="Number">Its number.</param>
/// <param name="What">What is wrong, so that it reads on after a colon, without a full stop: <c>two boxes came back on 4 June</c>.</param>
public sealed record DisputedInvoice(string Number, string What);

/// <summary>An amount on a day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Amount">The amount with its currency, or null for all that is owing.</param>
public sealed record Instalment(string Date, string? Amount = null);

/// <summary>What the caller needs beside the letter's facts (R24).</summary>
public sealed record CallBriefing
{
    /// <summary>The account's own notes; they come first.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The number to call, or null.</summary>
    public string? Phone { get; init; }

    /// <summary>What was said last time, or null on a first call.</summary>
    public DatedFact? LastTime { get; init; }

    /// <summary>The promise that the call is about, or null (R26).</summary>
    public Instalment? Promise { get; init; }

    /// <summary>The claim that the call is about, as in <see cref="Agreement.Claim"/>, or null (R26).</summary>
    public string? Claim { get; init; }

    /// <summary>The calls that reached nobody, oldest first (R27).</summary>
    public IReadOnlyList<DatedFact> Attempts { get; init; } = [];
}
