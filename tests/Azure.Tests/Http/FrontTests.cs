using System.Net;
using System.Net.Http.Headers;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.App.Sending;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Functions.Http;
using Collections.Functions.Start;
using Collections.Functions.Tests.History;
using Collections.Functions.Tests.Orchestrations;
using Collections.Functions.Waking;
using Collections.Web;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Http;

/// <summary>
/// The HTTP contract behind a server that is routed as the Functions worker is: one route takes everything, with an endpoint and route values of its own.
/// </summary>
public sealed class FrontTests : IAsyncLifetime
{
    private const string Token = "a manager's token";

    private static readonly DurableTaskClient Durable = new Mock<DurableTaskClient>("test").Object;

    private readonly Mock<IStore> _desk = new();
    private readonly Storage _storage = new();
    private WebApplication? _worker;

    private HttpClient Client { get; set; } = null!;

    private Front Front => _worker!.Services.GetRequiredService<Front>();

    private FakeTimeProvider Clock { get; } = new(AzureHouse.At("2021-08-03 09:00"));

    public async Task InitializeAsync()
    {
        _worker = Build();
        await _worker.StartAsync();
        await _worker.Services.GetRequiredService<Opening>().WaitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        Client = new HttpClient { BaseAddress = new Uri(_worker.Urls.First()) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseKestrelCore();
        builder.Services
            .AddRouting()
            .AddStore(_desk.Object)
            .AddSingleton(Mock.Of<ILetterSender>())
            .AddSingleton(Mock.Of<IWorkSignal>())
            .AddSingleton<TimeProvider>(Clock)
            .AddCollections(Company.Settings, Regions.BuiltIn, PolicyBook.Load(null), new LetterTemplates())
            .AddCollectionsHttp(new HttpOptions { Tokens = [new ApiToken(Token, ApiRole.Manager, "Mia")] })
            .AddSingleton<IStorageSetup>(_storage)
            .AddSingleton<Opening>().AddHostedService(services => services.GetRequiredService<Opening>())
            .AddSingleton<DurableLine>()
            .AddSingleton<HttpFunctions>()
            .AddSingleton<Front>();
        var worker = builder.Build();
        worker.Map("{*everything}", async (HttpContext http) => { await http.RequestServices.GetRequiredService<HttpFunctions>().ApiAsync(http.Request, Durable); });
        return worker;
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _worker!.DisposeAsync();
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/console/console.js", "text/javascript")]
    [InlineData("/api/health", "application/json")]
    public async Task Request_ThroughTheWorker_ReachesTheAppsOwnRoute(string path, string type)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Description_TellsOfTheAppsRoutesAlone()
    {
        var paths = (JObject)JObject.Parse(await Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)))["paths"]!;

        Assert.Contains("/api/bank/{feed}", paths.Properties().Select(path => path.Name));
        Assert.DoesNotContain(paths.Properties(), path => path.Name.Contains("everything", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RouteValues_AreTheAppsOwn()
    {
        using var response = await Client.GetAsync(new Uri("/api/letters/l7-A1", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        _desk.Verify(desk => desk.LetterAsync("l7-A1", It.IsAny<CancellationToken>()));
    }

    [Fact]
    public async Task Body_ThroughTheWorker_IsRead()
    {
        using var response = await Client.PostAsync(
            new Uri("/api/scans", UriKind.Relative), new StringContent("""{"policy":"none such"}""", System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("is no policy that is known", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("GET", "/api/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/tasks", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/bank/main", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances", HttpStatusCode.NotFound)]
    public async Task Request_ThatIsRefused_GetsAProblem(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await Client.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task App_ThatIsNotOpenYet_AnswersHealthAlone()
    {
        _storage.IsThere = false;
        await using var worker = Build();
        await worker.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(worker.Urls.First()) };

        using var ready = await client.GetAsync(new Uri("/api/ready", UriKind.Relative));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(10)), (ready.StatusCode, ready.Headers.RetryAfter!.Delta));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/api/health", UriKind.Relative))).StatusCode);

        // Storage comes back, and the app opens by itself.
        _storage.IsThere = true;
        Clock.Advance(Opening.Rest);
        await worker.Services.GetRequiredService<Opening>().WaitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/api/ready", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Store_ThatDoesNotAnswer_IsNobodysMistake()
    {
        _desk.Setup(desk => desk.LetterAsync("l7-A1", It.IsAny<CancellationToken>())).ThrowsAsync(new StoreUnavailableException("the storage account does not answer"));
        using var response = await Client.GetAsync(new Uri("/api/letters/l7-A1", UriKind.Relative));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(10)), (response.StatusCode, response.Headers.RetryAfter!.Delta));
        Assert.Contains("the storage account does not answer; nothing was refused", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_WithoutItsStore_SaysWhenToAskAgain()
    {
        _desk.Setup(desk => desk.GetAsync("ready", It.IsAny<CancellationToken>())).ThrowsAsync(new StoreUnavailableException("the storage account does not answer"));
        using var response = await Client.GetAsync(new Uri("/api/ready", UriKind.Relative));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(10)), (response.StatusCode, response.Headers.RetryAfter!.Delta));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/health")]
    [InlineData("/api/tasks/none")]
    public async Task Head_AnswersAsGetWithoutABody(string path)
    {
        using var get = await Client.GetAsync(new Uri(path, UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await Client.SendAsync(request);

        Assert.Equal((get.StatusCode, get.Content.Headers.ContentType, get.Content.Headers.ContentLength), (head.StatusCode, head.Content.Headers.ContentType, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Stranger_IsRefused()
    {
        Client.DefaultRequestHeaders.Authorization = null;
        using var response = await Client.GetAsync(new Uri("/api/tasks", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Context_OfTheWorker_IsGivenBackAsItCame()
    {
        await using var scope = _worker!.Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var endpoint = new Endpoint(_ => throw new InvalidOperationException("the worker's endpoint is not the app's"), null, "Rest");
        (http.Request.Method, http.Request.Path, http.Response.Body) = ("GET", "/api/health", new MemoryStream());
        http.SetEndpoint(endpoint);
        http.Request.RouteValues = new RouteValueDictionary { ["rest"] = "health" };

        await Front.AnswerAsync(http);

        Assert.Equal(200, http.Response.StatusCode);
        Assert.Equal("""{"status":"ok"}""", System.Text.Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()));
        Assert.Same(endpoint, http.GetEndpoint());
        Assert.Equal("health", http.Request.RouteValues["rest"]);
        Assert.Same(scope.ServiceProvider, http.RequestServices);
        Assert.NotNull(http.Features.Get<IRouteValuesFeature>());
    }

    private sealed class Storage : IStorageSetup
    {
        public bool IsThere { get; set; } = true;

        public Task MakeAsync(CancellationToken cancel) => IsThere ? Task.CompletedTask : throw new StoreUnavailableException("nobody listens");
    }
}
