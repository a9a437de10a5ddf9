using Collections.App.Company;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests.Feeds;

/// <summary>Two mappings with samples of their own: events of card payments, and a bank's transactions.</summary>
internal static class Mappings
{
    public static string Charge(string id, string type = "charge.succeeded", string amount = "90000", string rest = "") =>
        $$$"""{"type": "{{{type}}}", "data": {"object": {"id": "{{{id}}}", "amount": {{{amount}}}, "currency": "aud", "created": 1627941600, "description": "INV-1", "name": "Ann Lee"{{{rest}}} } } } """;

    public static string Cards { get; } = $$$"""
        {
          "id": "$.data.object.id", "bookedOn": "$.data.object.created", "dateFormat": "epoch", "timeZone": "Australia/Sydney",
          "amount": "$.data.object.amount", "amountUnit": "minor", "currency": "$.data.object.currency",
          "direction": "$.type", "directionValues": {"charge.succeeded": "credit", "charge.refunded": "debit"},
          "reference": "$.data.object.description", "payer": "$.data.object.name", "reversalOf": "$.data.object.charge",
          "skipWhen": {"path": "$.type", "values": ["charge.pending"]},
          "sample": {{{Charge("ch_1")}}},
          "expect": [{"id": "ch_1", "bookedOn": "2021-08-03", "amount": 900, "currency": "AUD", "direction": "credit", "reference": "INV-1", "payer": "Ann Lee"}]
        }
        """;

    public static string Bank { get; } = """
        {
          "entries": "$.transactions.booked[*]", "asOf": "$.read",
          "id": "$.transactionId", "bookedOn": "$.bookingDate", "dateFormat": "dd/MM/yyyy",
          "amount": "$.transactionAmount.amount", "currency": "=AUD", "direction": "sign",
          "reference": ["$.remittance[*].text", "$.endToEndId"], "payer": "$.debtorName", "account": "$.customer",
          "payerAccount": "$.iban", "structuredReference": "$.structured", "endToEndId": "$.endToEndId", "bankReference": "$.servicer",
          "sample": {"read": "2021-08-02T21:00:00Z", "transactions": {"booked": [
            {"transactionId": "t1", "bookingDate": "02/08/2021", "transactionAmount": {"amount": "45.00"}, "remittance": [{"text": "INV-7"}], "endToEndId": "E2E", "debtorName": "Bo", "customer": "C7",
             "iban": "DE75512108001245126199", "structured": "RF18539007547034", "servicer": "B-17"},
            {"transactionId": 2, "bookingDate": "01/08/2021", "transactionAmount": {"amount": -5.5}}]}},
          "expect": [
            {"id": "t1", "bookedOn": "2021-08-02", "amount": 45, "currency": "AUD", "direction": "credit", "reference": "INV-7 E2E", "payer": "Bo", "account": "C7",
             "payerAccount": "DE75512108001245126199", "structuredReference": "RF18539007547034", "endToEndId": "E2E", "bankReference": "B-17"},
            {"id": "2", "bookedOn": "2021-08-01", "amount": 5.5, "currency": "AUD", "direction": "debit"}]
        }
        """;

    public static SettingsFile.FeedPart Part(string mapping, Action<JObject>? change = null)
    {
        var json = JObject.Parse(mapping);
        change?.Invoke(json);
        return new SettingsFile.FeedPart
        {
            Scheme = "hmac-sha256-hex",
            Header = "X-Signature",
            Mapping = json.ToObject<SettingsFile.MappingPart>(JsonSerializer.Create(new JsonSerializerSettings { MissingMemberHandling = MissingMemberHandling.Error })),
        };
    }
}
