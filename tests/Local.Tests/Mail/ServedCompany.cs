using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Collections.Local.Tests.Mail;

/// <summary>
/// A company served by the real program in a process of its own, on the real clock, with letters that go to a mail server. It is in a place where it is
/// office time now and no day is a holiday, and every account owes one invoice for which a letter is due at once.
/// </summary>
internal sealed class ServedCompany : IAsyncDisposable
{
    private const string Secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    // A letter the day after the due date, and one more a month later: what a test waits for is the first alone.
    private const string Policy = """
        {
          "name": "letters", "version": 1, "description": "Letters alone.", "owing": { "by": "due-date" }, "scan": "daily",
          "collectionDays": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
          "contactHours": { "from": "08:00", "to": "20:00" },
          "steps": [
            { "name": "first", "kind": "letter", "template": "first-letter", "stage": "reminder", "from": "due", "days": 1 },
            { "name": "second", "kind": "letter", "template": "second-letter", "stage": "enquiry", "from": "previous", "days": 30 }
          ]
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("collections-served-").FullName;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly int? _mailPort;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly TimeProvider _clock = TimeProvider.System;
    private Process? _process;
    private int _deliveries;

    private ServedCompany(int? mailPort, IReadOnlyDictionary<string, string>? environment) =>
        (_mailPort, _environment) = (mailPort, environment ?? new Dictionary<string, string>(StringComparer.Ordinal));

    public string Database => Path.Combine(_folder, "collections.db");

    /// <summary>Starts a company and lets its letters fall due.</summary>
    /// <param name="mailPort">The mail server's port; null for letters that become files.</param>
    /// <param name="accounts">How many accounts owe.</param>
    /// <param name="environment">Variables of the program's own.</param>
    public static async Task<ServedCompany> StartAsync(int? mailPort, int accounts, IReadOnlyDictionary<string, string>? environment = null)
    {
        var company = new ServedCompany(mailPort, environment);
        company.Describe();
        await company.ServeAsync();
        await company.OweAsync(accounts);
        return company;
    }

    /// <summary>Starts the program; ends when it answers.</summary>
    public async Task ServeAsync()
    {
        var command = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in new[] { Path.Combine(AppContext.BaseDirectory, "collections.dll"), "serve", "--data", _folder, "--urls", "http://127.0.0.1:0" })
        {
            command.ArgumentList.Add(word);
        }

        command.Environment["COLLECTIONS_TOKEN_CLERK"] = "clerk";
        command.Environment["COLLECTIONS_TOKEN_MANAGER"] = "manager";
        command.Environment["COLLECTIONS_FEED_MAIN_SECRET"] = "whsec_" + Secret;
        if (_mailPort is { } port)
        {
            command.Environment["COLLECTIONS_SMTP"] = string.Create(CultureInfo.InvariantCulture, $"smtp://127.0.0.1:{port}");
        }

        foreach (var (name, value) in _environment)
        {
            command.Environment[name] = value;
        }

        _process = Process.Start(command)!;
        _ = _process.StandardError.ReadToEndAsync();
        const string Marker = "Collections is at ";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Marker, StringComparison.Ordinal))
            {
                Address = new Uri(line[Marker.Length..]);
                _ = _process.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException("the program ended before it served");
    }

    public Uri? Address { get; private set; }

    /// <summary>As the machine's power fails.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Money comes in for an account's invoice; ends when it is acknowledged.</summary>
    public async Task PayAsync(int account)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"msg-{Interlocked.Increment(ref _deliveries)}");
        var now = _clock.GetUtcNow();
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"asOf":"{{now:O}}","entries":[
              {"id":"tx-{{account}}","bookedOn":"{{now:yyyy-MM-dd}}","amount":"100.00","currency":"AUD","direction":"credit","reference":"INV-{{account}}"}
            ] }
            """));
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address!, "/api/bank/main")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds);
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret), signed)));
        using var answer = await _client.SendAsync(request);
        Assert.Equal(202, (int)answer.StatusCode);
    }

    /// <summary>What an endpoint answers.</summary>
    public async Task<JToken> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address!, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "manager");
        using var answer = await _client.SendAsync(request);
        return JToken.Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Letters by what became of them.</summary>
    public async Task<Dictionary<string, int>> LettersAsync() =>
        (await AllAsync("/api/letters")).CountBy(letter => (string)letter["status"]!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    /// <summary>All the items of a list, page by page.</summary>
    public async Task<List<JToken>> AllAsync(string path)
    {
        var items = new List<JToken>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync($"{path}?limit=500{(cursor.Length > 0 ? $"&cursor={Uri.EscapeDataString(cursor)}" : "")}");
            items.AddRange(page["items"]!);
            cursor = (string?)page["next"];
        }

        return items;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // A zone of whole hours in which it is between ten and eleven in the morning.
    private void Describe()
    {
        var ahead = 10 - _clock.GetUtcNow().Hour;
        var zone = ahead switch { 0 => "Etc/GMT", > 0 => $"Etc/GMT-{ahead}", _ when ahead >= -12 => $"Etc/GMT+{-ahead}", _ => $"Etc/GMT-{24 + ahead}" };
        Directory.CreateDirectory(Path.Combine(_folder, "policies"));
        Directory.CreateDirectory(Path.Combine(_folder, "regions"));
        File.WriteAllText(Path.Combine(_folder, "policies", "letters.json"), Policy);
        File.WriteAllText(Path.Combine(_folder, "regions", "xx.json"), """{ "code": "XX", "name": "Nowhere", "weekend": [], "holidays": [] }""");
        File.WriteAllText(
            Path.Combine(_folder, "appsettings.json"),
            $$"""
            {"company":{"name":"Harbour Supplies","from":"accounts@harbour.example","bankAccountName":"Harbour","bankLines":["BSB 062-000"],
              "timeZone":"{{zone}}","region":"XX","currency":"AUD","terms":"net 30","policy":"letters"} }
            """);
    }

    private async Task OweAsync(int accounts)
    {
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        await PostAsync("/api/ledger/accounts", Csv("account,name", accounts, i => $"A{i},Customer {i}"), "text/csv");
        await PostAsync("/api/ledger/contacts", Csv("account,name,role,email", accounts, i => $"A{i},Jane,accounts,{AddressOf(i)}"), "text/csv");
        await PostAsync(
            "/api/ledger/invoices",
            Csv("invoice,account,issued,due,amount", accounts, i => $"INV-{i},A{i},{today.AddDays(-40):yyyy-MM-dd},{today.AddDays(-10):yyyy-MM-dd},100.00"),
            "text/csv");
        await PostAsync("/api/policies/letters/sign", "{}", "application/json");
        await PostAsync("/api/scans", """{"policy":"letters"}""", "application/json");
    }

    /// <summary>The address of an account's contact.</summary>
    public static string AddressOf(int account) => string.Create(CultureInfo.InvariantCulture, $"jane@a{account}.example");

    private static string Csv(string header, int rows, Func<int, FormattableString> row) =>
        string.Join('\n', Enumerable.Range(1, rows).Select(i => FormattableString.Invariant(row(i))).Prepend(header));

    private async Task PostAsync(string path, string body, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address!, path)) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "manager");
        request.Headers.Add("X-Clerk", "Dana");
        using var answer = await _client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }
}
