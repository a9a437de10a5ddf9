using System.Globalization;
using System.Text;

namespace Collections.Local.Tests.Http;

/// <summary>Whatever comes in, the answer is a 4xx that says what is wrong, the good part is kept, and nothing breaks.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private const int Seed = 20210803;

    private readonly LiveHost _host = new();

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.OpenCasesAsync();
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Import_BadRowsAmongGoodOnes_AreToldAndTheRestIsKept()
    {
        const string Csv = """
            invoice,account,issued,amount,currency
            INV-50,SMITH,2021-07-05,10.00,AUD
            INV-51,SMITH,5.7.2021,10.00,AUD
            INV-52,SMITH,2021-07-05,ten,AUD
            INV-53,SMITH,2021-07-05,10.00,USD
            ,SMITH,2021-07-05,10.00,AUD
            INV-54,SMITH,2021-07-05,10.005,AUD
            INV-55,SMITH,2021-07-05,12.00,AUD
            """;
        var report = (await ImportAsync("invoices", Csv)).Ok;

        Assert.Equal(2, (int)report["accepted"]!);
        Assert.Equal(
            ["3 issued", "4 amount", "5 currency", "6 invoice", "7 amount"],
            report["rejected"]!.Select(row => $"{row["line"]} {row["field"]}"));
        Assert.All(report["rejected"]!, row => Assert.False(string.IsNullOrEmpty((string?)row["why"])));
        Assert.Equal((0, 2), ((int)(await ImportAsync("invoices", Csv)).Ok["accepted"]!, (int)(await ImportAsync("invoices", Csv)).Ok["unchanged"]!));
    }

    [Fact]
    public async Task Import_JsonArray_IsTheSame()
    {
        var report = (await _host.SendAsync(
            HttpMethod.Post, "/api/ledger/contacts", """[{"account": "SMITH", "name": "Olga", "role": "owner"}, {"account": "SMITH", "name": "Nina", "role": "king"}, 7]""",
            LiveHost.ManagerToken)).Ok;

        Assert.Equal((1, 2), ((int)report["accepted"]!, report["rejected"]!.Count()));
    }

    [Fact]
    public async Task Import_WindowsEncoding_IsRead()
    {
        var bytes = Encoding.Latin1.GetBytes("account,name\nMUELLER,Müller");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/ledger/accounts") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new("text/csv");
        request.Headers.Add("Authorization", $"Bearer {LiveHost.ManagerToken}");

        Assert.Equal(1, (int)(await _host.SendAsync(request)).Ok["accepted"]!);
        Assert.Equal("Müller", (string?)(await _host.AccountAsync("MUELLER"))["account"]!["name"]);
    }

    [Theory]
    [InlineData("accounts", "", "empty")]
    [InlineData("accounts", "nothing,of,ours\n1,2,3", "account")]
    [InlineData("invoices", "{\"invoice\": 1}", "array")]
    [InlineData("invoices?dates=q", "invoice,account,issued,amount\n", "form of dates")]
    [InlineData("invoices?map=a", "invoice,account,issued,amount\n", "theirs=ours")]
    [InlineData("invoices?currency=XXX", "invoice,account,issued,amount\n", "ISO 4217")]
    public async Task Import_FileThatIsNone_Is400(string what, string file, string why) =>
        Assert.Contains(why, (string?)(await ImportAsync(what, file)).Problem(400)["detail"], StringComparison.Ordinal);

    [Fact]
    public async Task Deliver_RandomBodies_NeverBreak()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 300; i++)
        {
            var body = Noise.Json(random, ["id", "bookedOn", "amount", "currency", "direction", "reference", "entries", "asOf", "reversalOf"]);
            var reply = await _host.DeliverAsync(body);
            Assert.True(reply.Status is 202 or 400, $"seed {Seed}, body {i}: {reply.Status} for {body}\n{reply.Body}");
        }
    }

    [Fact]
    public async Task EveryPost_RandomBodies_NeverBreak()
    {
        var random = new Random(Seed);
        var task = (string)(await _host.TaskAsync("call"))["id"]!;
        string[] paths =
        [
            "/api/ledger/accounts", "/api/ledger/contacts", "/api/ledger/invoices", "/api/scans", "/api/accounts/SMITH/promises", "/api/accounts/SMITH/disputes",
            "/api/accounts/SMITH/holds", "/api/accounts/SMITH/notes", "/api/accounts/SMITH/contacts", "/api/accounts/SMITH/supply",
            "/api/accounts/SMITH/disputes/d1-SMITH/resolve", "/api/payments/main:b1/allocate", $"/api/tasks/{task}/complete", "/api/clock",
        ];
        string[] names =
        [
            "outcome", "note", "promise", "date", "amount", "currency", "callbackAt", "dispute", "invoice", "kind", "contact", "name", "role", "email", "asOf", "dryRun",
            "policy", "reason", "until", "text", "stop", "how", "allocations", "account", "issued", "due",
        ];
        for (var i = 0; i < 600; i++)
        {
            var (path, body) = (paths[i % paths.Length], Noise.Json(random, names));
            var reply = await _host.PostAsync(path, body, LiveHost.ManagerToken);
            Assert.True(reply.Status < 500, $"seed {Seed}, body {i} to {path}: {reply.Status} for {body}\n{reply.Body}");
        }

        Assert.Empty(await _host.Store.VerifyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task EveryGet_RandomQueries_NeverBreak()
    {
        var random = new Random(Seed);
        string[] paths = ["accounts", "accounts/%00", "accounts/SMITH", "tasks", "letters", "letters/x", "letters/preview", "payments", "reports/aging", "reports/activity", "policies/%25"];
        string[] names = ["query", "cursor", "limit", "status", "dueBy", "role", "account", "template", "asOf", "from"];
        for (var i = 0; i < 300; i++)
        {
            var query = string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{names[random.Next(names.Length)]}={Uri.EscapeDataString(Noise.Text(random))}"));
            var path = $"/api/{paths[i % paths.Length]}?{query}";
            var reply = await _host.GetAsync(path);
            Assert.True(reply.Status < 500, $"seed {Seed}, query {i}: {reply.Status} for {path}\n{reply.Body}");
        }
    }

    [Fact]
    public async Task Import_OfAnExport_IsToldWithItsFormat_AndAHalfListIsRefused()
    {
        const string Header = ",Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n";
        const string Rest = Header + ",06/15/2021,Invoice,X-1,Brown,07/15/2021,10.00,10.00\n";

        var whole = (await ImportAsync("invoices?complete=true", Rest + ",06/15/2021,Invoice,X-2,Brown,07/15/2021,20.00,20.00\n")).Ok;
        var half = await ImportAsync("invoices?format=quickbooks&complete=true", Rest);
        var forced = (await ImportAsync("invoices?format=quickbooks&complete=true&force=true", Rest)).Ok;
        var wrong = await ImportAsync("invoices?format=sage&complete=perhaps", Rest);
        var unknown = await ImportAsync("invoices", "Kunde;Betrag\nBrown;1\n");

        Assert.Equal(
            ("quickbooks-aging-detail", 2, 1, 0), ((string)whole["format"]!, (int)whole["accepted"]!, (int)whole["accountsAdded"]!, (int)whole["settled"]!));
        Assert.Equal((400, 1, 400, 400), (half.Status, (int)forced["settled"]!, wrong.Status, unknown.Status));
        Assert.Contains("would be settled with 20.00", half.Body, StringComparison.Ordinal);
        Assert.Contains("is none of auto, canonical, xero, quickbooks, myob", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("is neither true nor false", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("Seen on line 1: Kunde, Betrag", unknown.Body, StringComparison.Ordinal);
    }

    private Task<Reply> ImportAsync(string what, string file) =>
        _host.SendAsync(HttpMethod.Post, $"/api/ledger/{what}", file, LiveHost.ManagerToken, "text/csv");

    /// <summary>Random JSON: mostly well formed, of the names that the contract knows, with values that it doesn't expect.</summary>
    private static class Noise
    {
        private static readonly string[] Values =
        [
            "null", "true", "-1", "0", "1e400", "1e27", "0.001", "900", "99999999999999999999", "\"\"", "\"2021-08-11\"", "\"9999-12-31\"", "\"0001-01-01\"",
            "\"2021-08-11T09:00:00+10:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"reached-promise\"", "\"reached-dispute\"", "\"gatekeeper\"", "\"no-answer\"",
            "\"SMITH\"", "\"INV-1\"", "\"AUD\"", "\"JPY\"", "\"credit\"", "\"debit\"", "\"\\u0000\"", "\"\\ud800\"", "\"three-calls\"", "\"rejected\"", "\"accounts\"",
        ];

        public static string Json(Random random, string[] names)
        {
            var text = Value(random, names, depth: 0);
            return random.Next(8) == 0 && text.Length > 1 ? text[..random.Next(text.Length)] : text;
        }

        public static string Text(Random random) => random.Next(3) switch
        {
            0 => Values[random.Next(Values.Length)].Trim('"'),
            1 => new string((char)random.Next(1, 0x2000), random.Next(1, 40)),
            _ => random.Next().ToString(CultureInfo.InvariantCulture),
        };

        private static string Value(Random random, string[] names, int depth) => random.Next(depth == 0 ? 8 : 5) switch
        {
            > 3 when depth < 4 => $"{{{string.Join(',', names.OrderBy(_ => random.Next()).Take(random.Next(8)).Select(name => $"\"{name}\": {Value(random, names, depth + 1)}"))}}}",
            3 when depth < 4 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, names, depth + 1)))}]",
            _ => Values[random.Next(Values.Length)],
        };
    }
}
