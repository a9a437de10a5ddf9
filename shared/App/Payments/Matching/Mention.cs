using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.App.Payments.Matching;

/// <summary>How an invoice's number was read out of what is written; where several ways give one of an account's, the first is meant.</summary>
internal enum Reading
{
    /// <summary>As it is printed.</summary>
    Printed,

    /// <summary>The last digits, after a number that has the others.</summary>
    Abbreviated,

    /// <summary>Filled into a shape: a prefix, signs or zeros were left out.</summary>
    Filled,

    /// <summary>Between the ends of a range.</summary>
    InRange,
}

/// <summary>An invoice that a payer may have named.</summary>
/// <param name="Number">Its number, as printed.</param>
/// <param name="Account">The account that is billed.</param>
/// <param name="Items">Its open items; none if it is settled.</param>
/// <param name="Written">What is written.</param>
/// <param name="Reading">How it was read.</param>
/// <param name="LettersAgree">True if the number's letters are written, too.</param>
internal sealed record NamedInvoice(
    string Number, string Account, IReadOnlyList<Invoice> Items, WrittenNumber Written, Reading Reading, bool LettersAgree)
{
    private const int DistinctDigits = 5;
    private const int ShortDigits = 3;

    public bool IsOpen => Items.Count > 0;

    /// <summary>True if hardly anything else is written like that.</summary>
    public bool IsDistinct => !IsDoubtful && (LettersAgree || Written.Digits.Length >= DistinctDigits);

    /// <summary>True for a few digits, which may be anything.</summary>
    public bool IsShort => Written.Significant <= ShortDigits && Written.Digits.Length <= ShortDigits + 1 && !(Reading == Reading.Printed && LettersAgree);

    /// <summary>True for what counts only where the amount agrees: what looks like a date or an amount, and what is called something else.</summary>
    public bool IsDoubtful => Written.IsDoubtful || Written.Label is NumberLabel.Account or NumberLabel.Order or NumberLabel.Foreign
        || (Written.Label == NumberLabel.None && !LettersAgree && Written is { Groups: [{ Length: 4 } only], Letters: "" } && (only.StartsWith("20", StringComparison.Ordinal) || only.StartsWith("19", StringComparison.Ordinal)));

    /// <summary>As a clerk reads it.</summary>
    public string Words => string.Equals(Number, Written.Text, StringComparison.OrdinalIgnoreCase) ? Number : $"{Number} (written '{Written.Text}')";
}

/// <summary>A number in the text, and the invoices that it may mean.</summary>
/// <param name="Written">What is written.</param>
/// <param name="Options">What it may mean; of a range, all of it.</param>
/// <param name="IsRange">True for what lies between the ends of a range.</param>
/// <param name="IsOurs">True if it is written as an invoice's number of this ledger is.</param>
/// <param name="IsCode">True if it is no invoice, but an account's code as it is printed.</param>
internal sealed record Mention(WrittenNumber Written, IReadOnlyList<NamedInvoice> Options, bool IsRange, bool IsOurs, bool IsCode)
{
    /// <summary>What looks like one of our numbers, and is none that the ledger has.</summary>
    public bool IsUnknown => IsOurs && !IsCode && Options.Count == 0 && !IsRange;
}
