using System.Globalization;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Files.Statements;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Requests;

/// <summary>An entry as banks write it.</summary>
/// <param name="Id">The bank's id, unique in its feed.</param>
/// <param name="BookedOn">The day on which the bank booked it.</param>
/// <param name="Amount">How much, in units: a number, or a text of one; positive.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="Direction">Credit for money that came in.</param>
/// <param name="Reference">What the payer wrote.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="Account">The account, where the feed knows it.</param>
/// <param name="ReversalOf">The id of the entry that this one undoes (R37).</param>
/// <param name="PayerAccount">The payer's account at their bank: an IBAN, or a number with its bank's code.</param>
/// <param name="StructuredReference">The structured reference that the payer used (ISO 11649 RF, Swiss QR, Belgian OGM, BPAY).</param>
/// <param name="EndToEndId">The id that the payer's bank gave the payment (ISO 20022 EndToEndId).</param>
/// <param name="BankReference">The bank's own reference of the entry, which statements of it name too.</param>
internal sealed record BankEntryBody(
    string Id, DateOnly BookedOn, decimal Amount, string Currency, Direction Direction, string? Reference = null, string? Payer = null, string? Account = null,
    string? ReversalOf = null, string? PayerAccount = null, string? StructuredReference = null, string? EndToEndId = null, string? BankReference = null)
{
    /// <summary>How entries come that a sender delivers (<see cref="BankEntry.Source"/>).</summary>
    public const string Source = "webhook";

    private const int MaxId = 200;
    private const int MaxText = 2_000;
    private const int MaxReference = 200;

    /// <summary>Reads an entry; right only if no error was noted.</summary>
    public static BankEntry Read(Fields fields, JObject json)
    {
        var id = fields.Text("id", MaxId, isRequired: true);
        var bookedOn = fields.Date("bookedOn", isRequired: true);
        var units = UnitsOf(fields, json);
        var currency = fields.Currency("currency");
        var direction = fields.Word<Direction>("direction", isRequired: true);
        var amount = default(Money);
        if (units is { } u && currency is not null && (!Money.TryOf(u, currency, out amount) || !amount.IsPositive))
        {
            fields.Errors.Add("amount", $"is no positive amount in {currency.Code}, which has {currency.Decimals} decimals");
        }

        return new BankEntry(
            id ?? "", bookedOn ?? default, amount, direction == Collections.Web.Requests.Direction.Credit, Loose(json, "reference", fields), Loose(json, "payer", fields),
            Loose(json, "account", fields), fields.Text("reversalOf", MaxId))
        {
            PayerAccount = Loose(json, "payerAccount", fields, MaxReference),
            StructuredReference = Known(Loose(json, "structuredReference", fields, MaxReference)),
            EndToEndId = Known(Loose(json, "endToEndId", fields, MaxReference)),
            BankReference = Known(Loose(json, "bankReference", fields, MaxReference)),
            Source = Source,
        };
    }

    // Many banks write amounts as texts.
    private static decimal? UnitsOf(Fields fields, JObject json) =>
        json["amount"] is JValue { Value: string text } && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units)
            ? units
            : fields.Number("amount");

    // A payment must not be lost for what its payer wrote: what cannot be printed becomes a blank, and what is too long is cut.
    private static string? Loose(JObject json, string name, Fields fields, int longest = MaxText)
    {
        if (json[name] is not JValue { Value: string text })
        {
            return fields.Text(name, longest);
        }

        var cleaned = TextRules.Cleaned(text.Length > longest ? text[..longest] : text).Trim();
        return cleaned.Length == 0 ? null : cleaned;
    }

    // Banks fill the fields of references with words that say that there is none.
    private static string? Known(string? reference) => StatementText.Reference(reference);
}

/// <summary>Which way money went.</summary>
internal enum Direction
{
    /// <summary>It came in.</summary>
    Credit,

    /// <summary>It went out.</summary>
    Debit,
}
