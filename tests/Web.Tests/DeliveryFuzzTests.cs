using System.Buffers;
using System.Globalization;
using System.Text;
using Collections.App.Tests.Fuzzing;
using Collections.Core.Remittances;
using Collections.Web.Answers;
using Collections.Web.Feeds;
using Collections.Web.Requests;
using Collections.Web.Settings;
using Collections.Web.Tests.Feeds;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Xunit.Abstractions;

namespace Collections.Web.Tests;

/// <summary>Whatever is delivered, signed in whatever way, the answer is no 5xx, and what is unsigned is not read; by the routes, and, more of it, by what stands behind them.</summary>
public sealed class DeliveryFuzzTests(DeliveryFuzzTests.Host host, ITestOutputHelper output) : IClassFixture<DeliveryFuzzTests.Host>
{
    // A delivery by the routes costs as much as many read in place.
    private const int ReadShare = 2;
    private const int RouteShare = 40;

    private static readonly string[] Feeds = ["main", "cards", "hex", "base", "mapped", "bank", "kept", "mute", "nobody"];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "0", "-1", "1e300", "99999999999999999999999999", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[[1]]", "\"x\"", "1627941600", "\0", "\uFEFF",
        "\"NOTPROVIDED\"", "\"payerAccount\": 7,", "\"endToEndId\": null,", "\"entries\": [null],", "\"structuredReference\": [],", "//", "/*", "NaN", "Infinity", "'", "\\", "é", "new Date(0)", "0x1F", "\"$ref\": \"1\",",
    ];

    private static readonly string[] Values =
    [
        "null", "0", "-1", "1e300", "12.345", "99999999999999999999999999", "\"\"", "\"\\ud800\"", "\"a\\u0000\\tb\"", "[]", "{}", "[[1]]", "[null]", "true", "\"x\"", "1627941600", "\"NOTPROVIDED\"",
        "\"2021-08-02\"", "\"2021-08-02T20:00:00Z\"", "\"31/12/2199\"", "\"charge.pending\"", "\"EUR\"", "{\"amount\": 1}", "\"0045.00\"", "\"-45.00\"",
    ];

    private static readonly string Entry = """
        {"id": "b1", "bookedOn": "2021-08-02", "amount": "900.00", "currency": "AUD", "direction": "credit", "reference": "INV-1", "payer": "Acme", "account": "A1", "reversalOf": "b0",
         "payerAccount": "DE75512108001245126199", "structuredReference": "RF18539007547034", "endToEndId": "E2E-1", "bankReference": "B-17"}
        """;

    private static readonly string[] Canonical = [Entry, $$"""{"asOf": "2021-08-02T20:00:00Z", "entries": [{{Entry}}, {{Entry}}]}""", """{"asOf": "2021-08-02T20:00:00Z", "entries": []}"""];

    private static readonly string[] Charges = [Mappings.Charge("ch_1"), Mappings.Charge("re_1", "charge.refunded", rest: """, "charge": "ch_1" """)];

    private static readonly string[] Transactions = [((string?)JObject.Parse(Mappings.Bank)["sample"]!.ToString())!];

    /// <summary>The routes with feeds of every scheme, the standard one included.</summary>
    public sealed class Host : FeedHost
    {
        internal IReadOnlyDictionary<string, Feed> Feeds { get; private set; } = new Dictionary<string, Feed>();

        protected override HttpOptions Options =>
            base.Options with { FeedSecrets = new Dictionary<string, IReadOnlyList<string>>(base.Options.FeedSecrets) { ["main"] = [Secret, OldSecret] } };

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            var keys = new FeedKeys(Options);
            Feeds = DeliveryFuzzTests.Feeds.ToDictionary(name => name, keys.Find);
        }
    }

    [Fact]
    public void Read_AnyDelivery_EndsWithoutAnotherException_AndWithinBounds()
    {
        var fuzz = new Fuzz();
        for (var seed = Fuzz.FirstSeed; seed < Fuzz.FirstSeed + (Fuzz.Cases / ReadShare); seed++)
        {
            var random = new Random(seed);
            var feed = host.Feeds[Feeds[random.Next(Feeds.Length)]];
            var headers = new HeaderDictionary();
            var body = Signed(feed.Name, random, (name, value) => headers[name] = value);
            fuzz.Run(seed, body, input => IsRead(feed, headers, input));
        }

        fuzz.Print(output, "deliveries");
    }

    [Fact]
    public async Task Deliver_AnyBodyUnderAnySignature_IsNever5xx()
    {
        var statuses = new SortedDictionary<int, int>();
        for (var seed = Fuzz.FirstSeed; seed < Fuzz.FirstSeed + (Fuzz.Cases / RouteShare); seed++)
        {
            var random = new Random(seed);
            var feed = Feeds[random.Next(Feeds.Length)];
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/bank/{feed}");
            var body = Signed(feed, random, (name, value) => request.Headers.TryAddWithoutValidation(name, value));
            request.Content = new ByteArrayContent(body);
            using var response = await host.Client.SendAsync(request);

            var status = (int)response.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            Assert.True(status is 202 or 400 or 401 or 413 or 422, string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {status} for {Fuzz.Shown(body)}"));
            Forget(seed);
        }

        output.WriteLine($"deliveries by the routes from seed {Fuzz.FirstSeed}: {string.Join(", ", statuses.Select(one => $"{one.Value}× {one.Key}"))}");
    }

    // What the ports were asked is kept for who verifies it, which nobody does here.
    private void Forget(int seed)
    {
        if (seed % 1_000 == 0)
        {
            host.Payments.Invocations.Clear();
            host.Desk.Invocations.Clear();
            host.Signal.Invocations.Clear();
        }
    }

    private static bool IsRead(Feed feed, HeaderDictionary headers, byte[] body)
    {
        var bytes = new ReadOnlySequence<byte>(body);
        if (feed.Signature.WhyNot(headers, bytes, feed.Keys, BareHost.Start, 300) is { } why)
        {
            Assert.NotEmpty(why);
            return false;
        }

        Assert.NotEmpty(feed.Keys);
        try
        {
            var json = RequestBody.Parse(bytes);
            if (feed.Mapping is { } mapping)
            {
                Check(mapping.Read(json));
            }
            else if (json is JObject entry)
            {
                _ = BankEntryBody.Read(new Fields(entry, new FieldErrors()), entry);
            }

            return true;
        }
        catch (ProblemException e)
        {
            Assert.InRange(e.Status, 400, 499);
            return false;
        }
    }

    private static void Check(MappedPayload read)
    {
        Assert.True(read.Entries.Count <= read.Count);
        Assert.All(read.Entries, entry =>
        {
            Assert.True(entry.Amount.IsPositive);
            Assert.InRange(entry.Id.Length, 1, 200);
            Assert.Equal(BankEntryBody.Source, entry.Source);
            Assert.All([entry.PayerAccount, entry.StructuredReference, entry.EndToEndId, entry.BankReference], text => Assert.InRange(text?.Length ?? 1, 1, 200));
        });
    }

    // Most are signed as they should be: else nothing behind the signature would be read.
    private static byte[] Signed(string feed, Random random, Action<string, string> header)
    {
        var samples = feed switch { "mapped" => Charges, "bank" or "kept" => Transactions, _ => Canonical };
        var body = random.Next(3) == 0 ? Fuzz.Mutated(random, samples, Pieces) : Encoding.UTF8.GetBytes(Changed(samples[random.Next(samples.Length)], random));
        var seconds = BareHost.Start.AddSeconds(random.Next(10) == 0 ? random.Next(-400, 400) : 0).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in SignatureOf(feed, seconds, body))
        {
            header(name, random.Next(10) == 0 ? Torn(value, random) : value);
        }

        return body;
    }

    // JSON as before, with another value, another name or one more element in some places.
    private static string Changed(string sample, Random random)
    {
        var json = JToken.Parse(sample);
        for (var changes = random.Next(0, 4); changes > 0; changes--)
        {
            var places = ((JContainer)json).Descendants().ToList();
            var place = places[random.Next(places.Count)];
            var value = new JRaw(Values[random.Next(Values.Length)]);
            switch (place)
            {
                case JProperty property when random.Next(4) == 0:
                    property.Remove();
                    break;
                case JProperty property:
                    property.Value = value;
                    break;
                case JArray array when random.Next(2) == 0:
                    array.Add(value);
                    break;
                default:
                    place.Replace(value);
                    break;
            }

            if (json is JContainer { HasValues: false })
            {
                break;
            }

            json = JToken.Parse(json.ToString(Formatting.None));
        }

        return json.ToString(Formatting.None);
    }

    private static IEnumerable<(string Name, string Value)> SignatureOf(string feed, string seconds, byte[] body)
    {
        // A key of HMAC signs bytes; these texts have one byte a character.
        var content = Encoding.Latin1.GetString(body);
        string Hex(string text) => Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(FeedHost.TextSecret), Encoding.Latin1.GetBytes(text)));
        return feed switch
        {
            "main" or "nobody" => [("webhook-id", "m1"), ("webhook-timestamp", seconds), ("webhook-signature", WebhookSignature.Sign("m1", seconds, body, WebhookSignature.KeyOf(BareHost.Secret)))],
            "cards" => [("Stripe-Signature", $"t={seconds},v1={Hex($"{seconds}.{content}")}")],
            "hex" => [("X-Signature", $"sha256={Hex(content)}")],
            "base" => [("X-Mac", Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData("sixteen bytes and some"u8, body)))],
            _ => [("X-Signature", Hex(content))],
        };
    }

    private static string Torn(string value, Random random)
    {
        string[] pieces = [",", "=", "t=", "v1=", "v1,", "sha256=", " ", "9", "~", "==", "-"];
        var at = random.Next(value.Length + 1);
        return random.Next(3) switch
        {
            0 => value[..at],
            1 => value.Insert(at, string.Concat(Enumerable.Repeat(pieces[random.Next(pieces.Length)], random.Next(1, 40)))),
            _ => value[at..],
        };
    }
}
