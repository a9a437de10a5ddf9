using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Collections.App;
using Collections.App.Archive;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.App.Sending;
using Collections.App.Start;
using Collections.Core.Calendars;
using Collections.Local.Sqlite;
using Collections.Web;
using Collections.Web.Answers;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Local.Tests.Http;

/// <summary>The whole app on a real SQLite file and a virtual clock, called through a real socket.</summary>
public sealed class LiveHost : IAsyncLifetime, ILetterSender
{
    public const string ClerkToken = "clerk-token";
    public const string ManagerToken = "manager-token";

    private const string Accounts = """
        account,name,terms,policy,sales_rep
        SMITH,"Smith & Sons",net 30,three-calls,Sam
        QUIET,Quiet Pty Ltd,net 30,three-calls,Sam
        """;

    private const string Contacts = """
        account,name,role,email,phone
        SMITH,Jane O'Neill,accounts,jane@smith.example,02 5550 0001
        QUIET,Quentin,accounts,q@quiet.example,02 5550 0002
        """;

    private const string Invoices = """
        invoice,account,issued,due,amount
        INV-1,SMITH,2021-07-01,2021-07-31,900.00
        INV-2,SMITH,2021-07-02,2021-07-31,100.00
        INV-9,QUIET,2021-07-20,2021-08-19,50.00
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("collections-");
    private readonly byte[] _key = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private SqliteStore? _store;
    private WebApplication? _app;

    /// <summary>Monday 2 August 2021, 07:00 in Sydney: before the scan's hour has passed into office hours.</summary>
    public static DateTimeOffset Start { get; } = new(2021, 8, 1, 21, 0, 0, TimeSpan.Zero);

    public VirtualClock Clock { get; } = new(Start);

    public List<OutgoingLetter> Sent { get; } = [];

    /// <summary>Whether letters can leave.</summary>
    public SenderState Outgoing { get; set; } = SenderState.Fine;

    /// <summary>True to let nothing be done after a request, as on a host where that takes its time.</summary>
    public bool HoldsTurnsBack { get; set; }

    public SqliteStore Store => _store!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>Where it answers.</summary>
    public Uri Address => Client.BaseAddress!;

    private HttpClient Client { get; set; } = new();

    public async Task InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync(Path.Combine(_directory.FullName, "company.db"), Regions.BuiltIn);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services
            .AddSingleton<TimeProvider>(Clock)
            .AddStore(_store)
            .AddSingleton<ILetterSender>(this)
            .AddCollections(Company, Regions.BuiltIn, PolicyBook.Load(directory: null), new LetterTemplates())
            .AddSingleton<IWorkSignal>(services => new HeldSignal(this, services.GetRequiredService<Collector>()))
            .AddCollectionsHttp(new HttpOptions
            {
                Tokens = [new ApiToken(ClerkToken, ApiRole.Clerk, "Chris"), new ApiToken(ManagerToken, ApiRole.Manager, "Mia")],
                FeedSecrets = new Dictionary<string, IReadOnlyList<string>> { ["main"] = ["whsec_" + Convert.ToBase64String(_key)] },
            });
        _app = builder.Build();
        _app.MapCollections();
        await _app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _app!.DisposeAsync();
        await _store!.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    public Task<SendResult> SendAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancellationToken)
    {
        Sent.Add(letter);
        return Task.FromResult<SendResult>(new SendResult.Sent());
    }

    public Task<SenderState> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Outgoing);

    public Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken) => Task.FromResult<Lookup>(new Lookup.CannotTell());

    /// <summary>Loads the sample ledger, signs the policy and lets Monday's scan open the cases: SMITH then has its first call due at 08:30.</summary>
    public async Task OpenCasesAsync()
    {
        await LoadAsync();
        await PostAsync("/api/policies/three-calls/sign", "", ManagerToken);
        await MoveToAsync("2021-08-02T09:00:00+10:00");
    }

    public async Task LoadAsync()
    {
        foreach (var (what, csv) in new[] { ("accounts", Accounts), ("contacts", Contacts), ("invoices", Invoices) })
        {
            var answer = await SendAsync(HttpMethod.Post, $"/api/ledger/{what}", csv, ManagerToken, "text/csv");
            Assert.Equal(200, answer.Status);
            Assert.Empty(answer.Json["rejected"]!);
        }
    }

    public async Task<JToken> MoveToAsync(string instant) =>
        (await PostAsync("/api/clock", $$"""{"to": "{{instant}}"}""", ManagerToken)).Ok;

    public Task<Reply> GetAsync(string path, string? token = ClerkToken) => SendAsync(HttpMethod.Get, path, null, token);

    public Task<Reply> PostAsync(string path, string body, string? token = ClerkToken, string? clerk = null) =>
        SendAsync(HttpMethod.Post, path, body, token, "application/json", clerk);

    /// <summary>The only open task of a kind.</summary>
    public async Task<JToken> TaskAsync(string kind) => Assert.Single((await GetAsync("/api/tasks")).Ok["items"]!, task => (string?)task["kind"] == kind);

    public async Task<JToken> AccountAsync(string account) => (await GetAsync($"/api/accounts/{account}")).Ok;

    public async Task<Reply> SendAsync(
        HttpMethod method, string path, string? body, string? token, string type = "application/json", string? clerk = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (clerk is not null)
        {
            request.Headers.Add("X-Clerk", clerk);
        }

        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }

        return await SendAsync(request);
    }

    /// <summary>Delivers what a bank sends, signed as it would be.</summary>
    public Task<Reply> DeliverAsync(string body, string feed = "main", string id = "msg_1")
    {
        var seconds = Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetBytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/bank/{feed}") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. bytes];
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(_key, signed)));
        return SendAsync(request);
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        return new Reply((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    private sealed class HeldSignal(LiveHost host, Collector collector) : IWorkSignal
    {
        public Task SignalAsync(IReadOnlyCollection<string> accounts, CancellationToken cancel) =>
            host.HoldsTurnsBack ? Task.CompletedTask : collector.RunDueAsync(cancel);
    }

    private static CompanySettings Company { get; } = new()
    {
        Seller = new Seller
        {
            Name = "Harbour Supplies Pty Ltd",
            ReplyTo = "accounts@harbour.example",
            BankAccountName = "Harbour Supplies Pty Ltd",
            BankLines = ["BSB 062-000", "Account 1234 5678"],
        },
        FromAddress = "accounts@harbour.example",
        Place = new Place(Region.NewSouthWales, TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney")),
    };
}

/// <summary>An answer.</summary>
public sealed record Reply(int Status, string? Type, string Body)
{
    public JToken Json => JsonConvert.DeserializeObject<JToken>(
        Body, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal })!;

    /// <summary>The answer's JSON, once it is known to be a success.</summary>
    public JToken Ok
    {
        get
        {
            Assert.True(Status is 200 or 202, $"{Status}: {Body}");
            return Json;
        }
    }

    /// <summary>Checks that it is a problem document of a status, and gives its errors.</summary>
    public JObject Problem(int status)
    {
        Assert.True(Status == status, $"{Status}: {Body}");
        Assert.Equal("application/problem+json", Type);
        var problem = (JObject)Json;
        Assert.Equal(status, (int)problem["status"]!);
        Assert.All(new[] { "type", "title", "detail", "instance" }, name => Assert.False(string.IsNullOrEmpty((string?)problem[name]), $"{name}: {Body}"));
        return problem;
    }
}
