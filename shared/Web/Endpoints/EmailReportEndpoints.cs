using System.Globalization;
using Collections.App.Clocks;
using Collections.App.Sending;
using Collections.Web.Answers;
using Collections.Web.Requests;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Endpoints;

/// <summary>What became of delivery reports.</summary>
/// <param name="Events">Events delivered.</param>
/// <param name="Bounces">Of those, the ones that say that a letter did not arrive (R35); a repeat counts, though it changes nothing.</param>
/// <param name="Rejected">Those that could not be read.</param>
internal sealed record ReportsAnswer(int Events, int Bounces, IReadOnlyList<RejectedEntry> Rejected);

/// <summary>Delivery reports as Event Grid sends them, in its own schema and in that of CloudEvents 1.0.</summary>
internal static class EmailReportEndpoints
{
    private const string Path = "/api/email/reports";
    private const string HandshakeType = "Microsoft.EventGrid.SubscriptionValidationEvent";
    private const string ReportType = "Microsoft.Communication.EmailDeliveryReportReceived";
    private const int MaxText = 500;

    public static void Map(IEndpointRouteBuilder open, IEndpointRouteBuilder reporter)
    {
        reporter.MapPost(Path, ReceiveAsync)
            .Describe("deliver-email-reports", "Takes in what became of letters (R35), from Azure Event Grid; its subscription handshake included.",
                "Event Grid's schema or CloudEvents 1.0, one event or an array. A letter that did not arrive is no contact: its step is not counted, a task asks "
                + "for an address that takes letters, and the letter goes again. `Bounced` and `Suppressed` say that the address is wrong; `Failed`, "
                + "`FilteredSpam` and `Quarantined` that a person must find out; `Delivered`, `Expanded` and statuses that are not known change nothing. A "
                + "repeat is 200 and changes nothing. A bad event is told in `rejected`, and the good ones count; if all are bad, 400.")
            .Takes<DeliveryEvent[]>("application/json", "application/cloudevents+json", "application/cloudevents-batch+json")
            .Answers<ReportsAnswer>();

        // The handshake of CloudEvents. It gives nothing away: whoever is let in by it still needs a token to deliver.
        open.MapMethods(Path, [HttpMethods.Options], (HttpContext http) => Agree(http))
            .Describe("agree-to-email-reports", "The handshake of CloudEvents' webhooks.");
    }

    private static IResult Agree(HttpContext http)
    {
        var origin = http.Request.Headers["WebHook-Request-Origin"].ToString();
        if (origin.Length > 0)
        {
            http.Response.Headers["WebHook-Allowed-Origin"] = origin;
            http.Response.Headers["WebHook-Allowed-Rate"] = "*";
        }

        http.Response.Headers.Allow = HttpMethods.Post;
        return Results.Ok();
    }

    private static async Task<IResult> ReceiveAsync(HttpContext http, DeliveryDesk desk, HttpOptions options, IWorkSignal signal, CancellationToken cancel)
    {
        var json = await RequestBody.ReadAsync(http, options.MaxReportsBytes, body => RequestBody.Parse(body));
        var events = json switch
        {
            JArray many => many,
            JObject one => new JArray(one),
            _ => throw new ProblemException(StatusCodes.Status400BadRequest, "the body must be an event, or an array of events"),
        };
        if (HandshakeOf(events) is { } code)
        {
            return new Answer(new JObject { ["validationResponse"] = code });
        }

        var rejected = new List<RejectedEntry>();
        var bounced = new List<string>();
        foreach (var report in ReportsOf(events, rejected))
        {
            if (await desk.TakeAsync(report, cancel) is { } account)
            {
                bounced.Add(account);
            }
        }

        if (bounced.Count > 0)
        {
            await signal.SignalAsync([.. bounced.Distinct(StringComparer.Ordinal)], cancel);
        }

        return new Answer(new ReportsAnswer(events.Count, bounced.Count, rejected));
    }

    private static string? HandshakeOf(JArray events)
    {
        var handshake = events.OfType<JObject>().FirstOrDefault(one => Is(one, HandshakeType));
        return handshake?["data"] is JObject data ? Text(data, "validationCode") : null;
    }

    // Other events of the same service, such as a letter that was opened, are passed over.
    private static List<DeliveryReport> ReportsOf(JArray events, List<RejectedEntry> rejected)
    {
        var reports = new List<DeliveryReport>();
        for (var i = 0; i < events.Count; i++)
        {
            var json = events[i] as JObject;
            if (json is null || Text(json, TypeField(json)) is null)
            {
                rejected.Add(new RejectedEntry(i, "eventType", null, "is required"));
            }
            else if (Is(json, ReportType))
            {
                Read(json["data"] as JObject ?? [], i, reports, rejected);
            }
        }

        return events.Count > 0 && rejected.Count == events.Count ? throw AllBad(rejected) : reports;
    }

    private static void Read(JObject data, int index, List<DeliveryReport> reports, List<RejectedEntry> rejected)
    {
        var (message, recipient, status) = (Text(data, "messageId"), Text(data, "recipient"), Text(data, "status"));
        if (message is null || recipient is null || status is null)
        {
            var field = message is null ? "messageId" : recipient is null ? "recipient" : "status";
            rejected.Add(new RejectedEntry(index, $"data.{field}", null, "is required"));
            return;
        }

        var detail = data["deliveryStatusDetails"] is JObject details ? Text(details, "statusMessage") : null;
        reports.Add(new DeliveryReport(message, recipient, status, detail));
    }

    private static ProblemException AllBad(List<RejectedEntry> rejected)
    {
        var errors = new FieldErrors();
        foreach (var one in rejected)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"[{one.Index}].{one.Field}"), one.Why);
        }

        return new ProblemException(StatusCodes.Status400BadRequest, "no event could be read", errors.ByField);
    }

    private static bool Is(JObject json, string type) => string.Equals(Text(json, TypeField(json)), type, StringComparison.OrdinalIgnoreCase);

    private static string TypeField(JObject json) => json.ContainsKey("specversion") ? "type" : "eventType";

    // What others write is kept printable and short: parts of it come to stand in the record.
    private static string? Text(JObject json, string name)
    {
        var text = json[name] is JValue { Value: string value } ? TextRules.Cleaned(value.Length > MaxText ? value[..MaxText] : value).Trim() : "";
        return text.Length == 0 ? null : text;
    }
}

/// <summary>An event as Event Grid sends it.</summary>
/// <param name="EventType">In Event Grid's schema: what kind of event it is.</param>
/// <param name="Type">In CloudEvents 1.0: the same.</param>
/// <param name="Data">What happened.</param>
internal sealed record DeliveryEvent(string? EventType, string? Type, DeliveryEventData Data);

/// <summary>What became of a letter.</summary>
/// <param name="MessageId">The operation by which it was sent.</param>
/// <param name="Recipient">To whom.</param>
/// <param name="Status">Delivered, Bounced, Failed, FilteredSpam, Quarantined, Suppressed, Expanded.</param>
/// <param name="DeliveryStatusDetails">More about it.</param>
internal sealed record DeliveryEventData(string MessageId, string Recipient, string Status, DeliveryStatusDetails? DeliveryStatusDetails);

/// <summary>What the mail service says of a status.</summary>
/// <param name="StatusMessage">The message, for people.</param>
internal sealed record DeliveryStatusDetails(string? StatusMessage);
