using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Collections.App;
using Collections.App.Clocks;
using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Collections.Web.Answers;
using Collections.Web.Doors;
using Collections.Web.Feeds;
using Collections.Web.Requests;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Endpoints;

/// <summary>What became of a delivery.</summary>
/// <param name="Entries">Entries delivered.</param>
/// <param name="Matched">Of those, the ones that reached an account.</param>
/// <param name="Unmatched">Those that wait for a person to say whose they are.</param>
/// <param name="Duplicates">Those that were known.</param>
/// <param name="Ignored">Those that are no customer's payment: money that went out.</param>
/// <param name="Rejected">Those that could not be read. While there are any, the delivery counts as not complete (R20).</param>
internal sealed record DeliveryAnswer(int Entries, int Matched, int Unmatched, int Duplicates, int Ignored, IReadOnlyList<RejectedEntry> Rejected);

/// <summary>What banks deliver.</summary>
internal static class BankEndpoints
{
    private const int MostEntries = 10_000;
    private const int MostTold = 10;

    public static void Map(IEndpointRouteBuilder routes, IEndpointRouteBuilder manager)
    {
        MapDeliveries(routes);
        MapStatements(manager);
    }

    private static void MapStatements(IEndpointRouteBuilder manager) =>
        manager.MapPost("/api/bank/{feed}/statements",
            async (HttpContext http, string feed, FeedKeys feeds, StatementDesk desk, HttpOptions options, IWorkSignal signal, string? map, string? dates, string? currency,
                string? @decimal, CancellationToken cancel) =>
            {
                var name = FeedName.Is(feed)
                    ? feeds.Find(feed).Name
                    : throw new ProblemException(StatusCodes.Status400BadRequest, $"'{feed}' is no name of a bank feed: {FeedName.Rule}");
                var read = UploadedFile.Options(map, dates, currency, @decimal);
                var reached = new HashSet<string>(StringComparer.Ordinal);
                var report = await UploadedFile.LoadAsync(http, options, stream => desk.LoadAsync(name, stream, read, reached, progress: null, cancel));
                await signal.SignalAsync(reached, cancel);
                return new Answer(report);
            })
            .Describe("load-bank-statements", "Loads a file of bank statements: camt.053, camt.054, MT940, OFX or CSV, told apart by content.",
                "The body is the file. Every good entry is kept, and every bad one is told with its place, field, value and reason. The same file again, or one that "
                + "overlaps it, changes nothing. A statement that follows the last one carries the feed on to its closing day; `notes` say where one does not. Of a CSV "
                + "file, `map` is theirs=ours,…, `dates` a form such as M/d/yyyy, `currency` that of rows that name none, and `decimal` the sign before "
                + "decimals, a point or a comma, where its amounts don't tell. `skippedRows` lists what is no money, or none yet.")
            .Takes<string>("application/octet-stream", "application/xml", "text/xml", "text/plain", "text/csv", "application/x-ofx")
            .Answers<StatementReport>();

    private static void MapDeliveries(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/bank/{feed}",
            async (HttpContext http, string feed, FeedKeys feeds, HttpOptions options, BankDesk bank, IWorklist tasks, IWorkSignal signal, TimeProvider clock, CancellationToken cancel) =>
            {
                var known = feeds.Find(feed);
                var (delivery, why) = await RequestBody.ReadAsync(http, options.MaxWebhookBytes, body => ReadSigned(http, body, known, clock, options));
                if (delivery is null)
                {
                    http.Response.Headers.WWWAuthenticate = "Webhook-Signature";
                    await Answer.WriteProblemAsync(http, Problem.Of(StatusCodes.Status401Unauthorized, why!, http.Request.Path));
                    return;
                }

                await PauseGate.CheckDeliveryAsync(http);
                if (known.Mapping is not null && delivery.Rejected.Count > 0)
                {
                    // Before the commit, so that an end between the two loses neither: the sender comes again, and finds the same task.
                    await tasks.OpenCompanyTaskAsync(delivery.TaskId(known.Name), TaskKind.Attention, Role.Manager, delivery.Why(known.Name), clock.GetUtcNow(), cancel);
                }

                var results = await bank.ReceiveAsync(known.Name, delivery.AsOf, delivery.Entries, cancel);
                await signal.SignalAsync([.. results.SelectMany(result => result.Touched).Distinct(StringComparer.Ordinal)], cancel);
                await Answer.WriteAsync(http, delivery.Answer(results), StatusCodes.Status202Accepted);
            })
            .Describe("deliver-bank-entries", "Takes in what a bank delivers, signed as the feed's settings say; 202 says that it is stored.",
                "Headers: webhook-id, webhook-timestamp, webhook-signature, unless the feed's settings name another scheme. The body is one entry, or `{\"asOf\": instant, \"entries\": […]}`, complete up to `asOf`; an empty list is a heartbeat. A repeat is 202 and "
                + "changes nothing. A bad entry is told in `rejected`, and the good ones are kept; if all are bad, 400. A feed that is not known is "
                + "answered like a wrong signature. A feed whose settings map its own JSON takes that instead; then a bad entry is 422 and nothing is kept, "
                + "unless the settings keep the good ones.")
            .Takes<BankEntryBody>()
            .Answers<DeliveryAnswer>(StatusCodes.Status202Accepted);

    // Nothing is parsed before the signature is known to be right.
    private static (Delivery? Delivery, string? Why) ReadSigned(
        HttpContext http, in ReadOnlySequence<byte> body, Feed feed, TimeProvider clock, HttpOptions options)
    {
        var why = feed.Signature.WhyNot(http.Request.Headers, body, feed.Keys, clock.GetUtcNow(), options.WebhookToleranceSeconds);
        return why is null ? (feed.Mapping is { } mapping ? Delivery.Read(body, mapping) : Delivery.Read(body), null) : (null, why);
    }

    /// <summary>A delivery as it was read: the good entries, and what was wrong with the others.</summary>
    private sealed record Delivery(DateTimeOffset? AsOf, IReadOnlyList<BankEntry> Entries, int Count, IReadOnlyList<RejectedEntry> Rejected)
    {
        public static Delivery Read(in ReadOnlySequence<byte> utf8)
        {
            if (RequestBody.Parse(utf8) is not JObject json)
            {
                throw new ProblemException(StatusCodes.Status400BadRequest, "the body must be one entry, or an object with entries");
            }

            var isSingle = !json.ContainsKey("entries");
            if (!isSingle && json["entries"] is not JArray { Count: <= MostEntries })
            {
                throw new ProblemException(StatusCodes.Status400BadRequest, $"entries must be an array of at most {MostEntries} entries");
            }

            var given = isSingle ? new JArray(json) : (JArray)json["entries"]!;
            var rejected = new List<RejectedEntry>();
            var asOf = isSingle ? null : AsOfIn(json, rejected);
            var entries = EntriesIn(given, rejected);
            if (rejected.Count > 0 && entries.Count == 0)
            {
                throw AllBad(rejected, isSingle);
            }

            // With an entry missing nobody can say that the payments since the first of these are all known: contacts must not rest on it (R20).
            return new Delivery(rejected.Count > 0 ? StartOf(entries.Min(entry => entry.BookedOn)) : asOf, entries, given.Count, rejected);
        }

        public static Delivery Read(in ReadOnlySequence<byte> utf8, FeedMapping mapping)
        {
            var read = mapping.Read(RequestBody.Parse(utf8));
            if (read.Rejected.Count > 0 && (read.Entries.Count == 0 || !mapping.KeepsGood))
            {
                throw AllBad(
                    read.Rejected, isSingle: false, StatusCodes.Status422UnprocessableEntity, "nothing of the delivery is kept, since not all of it could be read by the feed's mapping");
            }

            var asOf = read.Rejected.Count > 0 ? StartOf(read.Entries.Min(entry => entry.BookedOn)) : read.AsOf;
            return new Delivery(asOf, read.Entries, read.Count, read.Rejected);
        }

        /// <summary>The id of the task about what could not be read; the same for the same entries.</summary>
        public string TaskId(string feed) => $"entries:{feed}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json.Write(Rejected))))[..16]}";

        /// <summary>What could not be read, in words.</summary>
        public string Why(string feed)
        {
            var told = Rejected.Take(MostTold).Select(one => string.Create(CultureInfo.InvariantCulture, $"entry {one.Index}: {one.Field} {one.Why}, in {one.Value}"));
            var more = Rejected.Count > MostTold ? string.Create(CultureInfo.InvariantCulture, $"; and {Rejected.Count - MostTold} more") : "";
            return $"Of what the bank feed {feed} delivered, this could not be read, and is not in the books: {string.Join("; ", told)}{more}";
        }

        public DeliveryAnswer Answer(IReadOnlyList<PaymentResult> results)
        {
            int Sum(PaymentState state) => results.Count(result => result.State == state);
            return new DeliveryAnswer(
                Count, Sum(PaymentState.Matched), Sum(PaymentState.Unmatched), Sum(PaymentState.Duplicate), Sum(PaymentState.Ignored), Rejected);
        }

        private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

        private static DateTimeOffset? AsOfIn(JObject json, List<RejectedEntry> rejected)
        {
            var errors = new FieldErrors();
            var asOf = new Fields(json, errors).Instant("asOf");
            Note(errors, index: null, json, rejected);
            return asOf;
        }

        private static List<BankEntry> EntriesIn(JArray given, List<RejectedEntry> rejected)
        {
            var entries = new List<BankEntry>(given.Count);
            for (var i = 0; i < given.Count; i++)
            {
                if (given[i] is not JObject json)
                {
                    rejected.Add(new RejectedEntry(i, "", Shortened(given[i]), "must be an object"));
                    continue;
                }

                var errors = new FieldErrors();
                var entry = BankEntryBody.Read(new Fields(json, errors), json);
                Note(errors, i, json, rejected);
                if (errors.IsEmpty)
                {
                    entries.Add(entry);
                }
            }

            return entries;
        }

        private static void Note(FieldErrors errors, int? index, JObject json, List<RejectedEntry> rejected)
        {
            foreach (var (field, reasons) in errors.ByField)
            {
                rejected.Add(new RejectedEntry(index, field, Shortened(json[field]), reasons[0]));
            }
        }

        private static string? Shortened(JToken? value)
        {
            var text = value?.ToString(Newtonsoft.Json.Formatting.None);
            return text?.Length > 100 ? text[..100] : text;
        }

        private static ProblemException AllBad(
            IReadOnlyList<RejectedEntry> rejected, bool isSingle, int status = StatusCodes.Status400BadRequest, string detail = "no entry could be read")
        {
            var errors = new FieldErrors();
            foreach (var one in rejected)
            {
                var place = isSingle || one.Index is not { } index ? "" : string.Create(CultureInfo.InvariantCulture, $"entries[{index}]");
                errors.Add(place.Length == 0 || one.Field.Length == 0 ? place + one.Field : $"{place}.{one.Field}", one.Why);
            }

            return new ProblemException(status, detail, errors.ByField);
        }
    }
}
