using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Collections.Benchmarks;

/// <summary>
/// The bank's webhook on the real server, a process of its own, over loopback: signed, matched and committed before it answers; beside the same server
/// answering its health check. Both share the machine's cores with the client.
/// </summary>
internal static class WebhookBench
{
    private const int Connections = 128;
    private const int GoalPerSecond = 5_000;
    private const int Invoices = 20;
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    public static async Task RunAsync(int deliveries)
    {
        Bench.Title(Bench.I($"bank webhook, {deliveries:N0} deliveries of one entry, {Connections} connections"));
        var accounts = Math.Max(1, deliveries / 10);
        string folder;
        await using (var ledgers = await Ledgers.OpenAsync())
        {
            folder = ledgers.KeepFolder();
            await ledgers.AddAccountsAsync(accounts);
            await ledgers.AddInvoicesAsync(0, accounts, each: Invoices, owing: Invoices);
        }

        using var server = await Server.StartAsync(folder, ("COLLECTIONS_FEED_BENCH_SECRET", $"whsec_{Convert.ToBase64String(Secret)}"));
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = server.Address };
        await ClosedLoopAsync(client, deliveries / 10, _ => new HttpRequestMessage(HttpMethod.Get, "/api/health"), HttpStatusCode.OK);

        var floor = await ClosedLoopAsync(client, deliveries, _ => new HttpRequestMessage(HttpMethod.Get, "/api/health"), HttpStatusCode.OK);
        var time = await ClosedLoopAsync(client, deliveries, n => Delivery(n, accounts, "full", from: 0), HttpStatusCode.Accepted);
        var paced = await PacedAsync(client, Math.Min(deliveries, GoalPerSecond * 5), GoalPerSecond / 2, n => Delivery(n, accounts, "half", from: Invoices / 2));

        Bench.Row("deliveries, committed before the answer", Bench.Rate(deliveries, time, "deliveries"), ">= 5,000/s");
        Bench.Row("floor: the same server's health check", Bench.Rate(deliveries, floor, "answers"));
        Bench.Row("ratio to the floor", Bench.I($"{time / floor:N1} x"));
        Bench.Row(Bench.I($"at {GoalPerSecond / 2:N0}/s: median answer"), Bench.I($"{Bench.Percentile(paced, 0.5):N1} ms"));
        Bench.Row(Bench.I($"at {GoalPerSecond / 2:N0}/s: 99 of 100 answers"), Bench.I($"{Bench.Percentile(paced, 0.99):N1} ms"), "<= 20 ms");
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    // Every connection asks again as soon as it has its answer.
    private static async Task<TimeSpan> ClosedLoopAsync(HttpClient client, int count, Func<int, HttpRequestMessage> request, HttpStatusCode expected)
    {
        var requests = Enumerable.Range(0, count).Select(request).ToArray();
        var next = -1;
        return await Bench.TimeAsync(() => Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            for (var n = Interlocked.Increment(ref next); n < requests.Length; n = Interlocked.Increment(ref next))
            {
                await SendAsync(client, requests[n], expected);
            }
        })));
    }

    // Requests start at their own time, whether or not the earlier ones are answered: a slow answer is not hidden by asking less.
    private static async Task<double[]> PacedAsync(HttpClient client, int count, int perSecond, Func<int, HttpRequestMessage> request)
    {
        var requests = Enumerable.Range(0, count).Select(request).ToArray();
        var times = new Task<double>[count];
        var start = Stopwatch.GetTimestamp();
        for (var n = 0; n < count;)
        {
            var due = (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond);
            for (; n < Math.Min(due, count); n++)
            {
                times[n] = TimedAsync(client, requests[n]);
            }

            await Task.Delay(1);
        }

        return [.. (await Task.WhenAll(times)).Order()];
    }

    private static async Task<double> TimedAsync(HttpClient client, HttpRequestMessage request)
    {
        var start = Stopwatch.GetTimestamp();
        await SendAsync(client, request, HttpStatusCode.Accepted);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task SendAsync(HttpClient client, HttpRequestMessage request, HttpStatusCode expected)
    {
        using var response = await client.SendAsync(request);
        if (response.StatusCode != expected)
        {
            throw new InvalidOperationException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    // Each pays an invoice that is open, in full, by an account number that is new the first time.
    private static HttpRequestMessage Delivery(int n, int accounts, string run, int from)
    {
        var account = n % accounts;
        var id = string.Create(CultureInfo.InvariantCulture, $"{run}-{n}");
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"{{id}}","bookedOn":"2021-08-03","amount":{{100 + (account % 900)}}.50,"currency":"AUD","direction":"credit","reference":"payment of I{{account}}-{{from + (n / accounts % (Invoices / 2))}}","payer":"Client {{account}} Pty Ltd","payerAccount":"062-000 {{10_000_000 + account}}"}""");
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/bank/bench")
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", $"v1,{signature}");
        return request;
    }
}
