using System.Reflection;
using Collections.App.Archive;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.App.Sending;
using Collections.App.Start;
using Collections.Functions.Http;
using Collections.Functions.Tests.History;
using Collections.Functions.Tests.Orchestrations;
using Collections.Web;
using Collections.Web.Endpoints;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;

namespace Collections.Functions.Tests.Http;

/// <summary>
/// The Functions host takes the first function, in the order of their names, whose route and methods match. So a narrow route needs a name before that of
/// every wider one, or its requests are scaled, watched and switched off with the others.
/// </summary>
public sealed class DoorTests : IAsyncLifetime
{
    // As the host has them: from the attributes of the built assembly, of which the worker's generator makes functions.metadata.
    private static readonly List<Door> Doors =
    [
        .. typeof(HttpFunctions).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
            .SelectMany(method => method.GetParameters(), (method, parameter) => (method, Trigger: parameter.GetCustomAttribute<HttpTriggerAttribute>()))
            .Where(one => one.Trigger is not null)
            .Select(one => new Door(one.method.GetCustomAttribute<FunctionAttribute>()!.Name, one.Trigger!.Route!, one.Trigger.Methods))
            .OrderBy(door => door.Name, StringComparer.OrdinalIgnoreCase),
    ];

    private WebApplication? _app;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services
            .AddStore(Mock.Of<IStore>())
            .AddSingleton(Mock.Of<ILetterSender>())
            .AddSingleton(Mock.Of<IWorkSignal>())
            .AddSingleton<TimeProvider>(new VirtualClock(AzureHouse.At("2021-08-03 09:00")))
            .AddCollections(Company.Settings, Regions.BuiltIn, PolicyBook.Load(null), new LetterTemplates())
            .AddCollectionsHttp(new HttpOptions { Tokens = [new ApiToken("token", ApiRole.Manager, "Mia")] });
        _app = builder.Build();
        _app.MapCollections();
        await Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _app!.DisposeAsync();

    [Fact]
    public void Names_SortWithTheWideRoutesLast() =>
        Assert.Equal(["Bank", "EmailReports", "Ledger", "Rest", "Web"], Doors.Select(door => door.Name));

    [Theory]
    [InlineData("POST", "/api/bank/main", "Bank")]
    [InlineData("POST", "/api/bank/main/statements", "Bank")]
    [InlineData("POST", "/api/ledger/invoices", "Ledger")]
    [InlineData("POST", "/API/Ledger/accounts", "Ledger")]
    [InlineData("POST", "/api/email/reports", "EmailReports")]
    [InlineData("GET", "/api/email/other", "Rest")]
    [InlineData("GET", "/api/tasks", "Rest")]
    [InlineData("GET", "/api/bankers", "Rest")]
    [InlineData("GET", "/openapi.json", "Web")]
    [InlineData("GET", "/", "Web")]
    [InlineData("GET", "/console/console.js", "Web")]
    public void Request_GoesToTheFunctionThatIsMeantForIt(string method, string path, string function) =>
        Assert.Equal(function, FirstFor(method, path)?.Name);

    [Fact]
    public void EveryEndpointOfTheApp_GoesToTheNarrowestFunctionThatTakesIt()
    {
        var requests = ((IEndpointRouteBuilder)_app!).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(
                route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"],
                (route, method) => (Method: method, Path: Sample(route.RoutePattern)))
            .Distinct()
            .ToList();

        Assert.True(requests.Count > 40, $"only {requests.Count} endpoints were found");
        Assert.All(requests, request => Assert.Equal(
            Doors.Where(door => door.Takes(request.Method, request.Path)).MaxBy(door => door.Narrowness)?.Name, FirstFor(request.Method, request.Path)?.Name));
        Assert.Equal(Doors.Select(door => door.Name), requests.Select(request => FirstFor(request.Method, request.Path)!.Name).Distinct().Order(StringComparer.Ordinal));
    }

    private static Door? FirstFor(string method, string path) => Doors.Find(door => door.Takes(method, path));

    private static string Sample(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "x",
    }))));

    private sealed record Door(string Name, string Route, string[]? Methods)
    {
        private readonly TemplateMatcher _matcher = new(TemplateParser.Parse(Route), []);

        /// <summary>The literal segments of its route: the more, the narrower.</summary>
        public int Narrowness => TemplateParser.Parse(Route).Segments.Count(segment => segment.IsSimple && segment.Parts[0].IsLiteral);

        public bool Takes(string method, string path) =>
            (Methods is null or [] || Methods.Contains(method, StringComparer.OrdinalIgnoreCase)) && _matcher.TryMatch(new PathString(path), []);
    }
}
