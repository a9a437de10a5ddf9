using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Collections.Web.Doors;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests;

/// <summary>Who comes in, what is refused at the door, and that every refusal is a problem document.</summary>
[Collection(nameof(BareHost))]
public sealed class GateTests(BareHost host)
{
    public static TheoryData<string, string> Refused => new()
    {
        { "", "a token is needed" },
        { "Bearer wrong", "the token is not known" },
        { "Bearer", "the token is not known" },
        { "Basic Y2xlcms6dG9rZW4=", "the token is not known" },
        { $"Bearer {BareHost.ClerkToken}x", "the token is not known" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Call_WithoutAKnownToken_Is401(string authorization, string why)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/tasks");
        if (authorization.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await host.Client.SendAsync(request);
        var problem = await ProblemAsync(response, HttpStatusCode.Unauthorized);

        Assert.Contains(why, (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task EveryRoute_WithoutItsRole_IsClosed()
    {
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .Select(route => (Path: route.RoutePattern.RawText!, Method: route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0], route.Metadata.GetMetadata<Needs>()?.Role))
            .ToList();
        foreach (var (path, method, role) in routes)
        {
            var url = path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
            using var stranger = await SendAsync(new HttpMethod(method), url, token: null);
            using var clerk = await SendAsync(new HttpMethod(method), url, BareHost.ClerkToken);
            var isOpen = path is "/api/health" or "/api/ready" or "/api/sign-in" || method == "OPTIONS";

            Assert.True(isOpen == (stranger.StatusCode != HttpStatusCode.Unauthorized), $"{method} {path} let a stranger in: {stranger.StatusCode}");
            Assert.True((role is ApiRole.Manager or ApiRole.Reporter) == (clerk.StatusCode == HttpStatusCode.Forbidden), $"{method} {path} for a clerk: {clerk.StatusCode}");
        }
    }

    [Fact]
    public async Task Call_ToNowhere_Is404() =>
        await ProblemAsync(await SendAsync(HttpMethod.Get, "/api/nothing/here", BareHost.ClerkToken), HttpStatusCode.NotFound);

    [Fact]
    public async Task Call_WithTheWrongMethod_Is405AndSaysWhichIsRight()
    {
        using var response = await SendAsync(HttpMethod.Delete, "/api/tasks", BareHost.ClerkToken);
        var problem = await ProblemAsync(response, HttpStatusCode.MethodNotAllowed);

        Assert.Equal("GET", response.Content.Headers.Allow.Single());
        Assert.Contains("GET", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithTheWrongTypeOfBody_Is415() =>
        await ProblemAsync(
            await SendAsync(HttpMethod.Post, "/api/accounts/A/promises", BareHost.ClerkToken, "date=2021-08-11", "application/x-www-form-urlencoded"),
            HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task Call_WithTooLongABody_Is413() =>
        await ProblemAsync(
            await SendAsync(HttpMethod.Post, "/api/accounts/A/notes", BareHost.ClerkToken, new string(' ', (10 * 1024 * 1024) + 1)),
            HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task Call_ThatBreaksAPart_Is500WithoutItsInsides()
    {
        host.Desk.Setup(desk => desk.LetterAsync("l1-A", It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("secret insides"));
        using var response = await SendAsync(HttpMethod.Get, "/api/letters/l1-A", BareHost.ClerkToken);
        var problem = await ProblemAsync(response, HttpStatusCode.InternalServerError);

        Assert.DoesNotContain("insides", problem.ToString(), StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty((string?)problem["traceId"]));
    }

    [Theory]
    [InlineData("limit=0&cursor=%01&status=ajar&dueBy=soon&role=king", "cursor dueBy limit role status")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    public async Task Query_WithWrongParameters_NamesThemAll(string query, string fields)
    {
        var problem = await ProblemAsync(await SendAsync(HttpMethod.Get, $"/api/tasks?{query}", BareHost.ClerkToken), HttpStatusCode.BadRequest);

        Assert.Equal(fields, string.Join(' ', problem["errors"]!.Children<JProperty>().Select(error => error.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Call_WithANameThatCannotBePrinted_Is400()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/tasks");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", BareHost.ClerkToken);
        request.Headers.TryAddWithoutValidation("X-Clerk", new string('x', 101));
        using var response = await host.Client.SendAsync(request);

        Assert.NotNull((await ProblemAsync(response, HttpStatusCode.BadRequest))["errors"]!["X-Clerk"]);
    }

    [Fact]
    public async Task Page_HasHeadersThatKeepItAlone()
    {
        using var response = await host.Client.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task Console_FileThatIsNotThere_Is404() =>
        await ProblemAsync(await SendAsync(HttpMethod.Get, "/console/..%2f..%2fetc%2fpasswd", token: null), HttpStatusCode.NotFound);

    [Fact]
    public async Task Answers_AreNotKeptByCaches()
    {
        using var response = await SendAsync(HttpMethod.Get, "/api/tasks", BareHost.ClerkToken);

        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await host.Client.SendAsync(request);
    }

    private static async Task<JObject> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
        return JObject.Parse(body);
    }
}
