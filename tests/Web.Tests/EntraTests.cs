using System.Net;
using System.Net.Http.Headers;
using Collections.Web.Doors;
using Collections.Web.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests;

/// <summary>Tokens of Entra ID, really signed: who comes in by them, as whom, and which are turned away.</summary>
public sealed class EntraTests(EntraHost host) : IClassFixture<EntraHost>
{
    private static readonly string[] Manager = ["Collections.Manager"];

    private DateTimeOffset Now => host.Clock.GetUtcNow();

    [Fact]
    public async Task Token_OfAPerson_IsThatPersonAndTheirRole()
    {
        var clerk = await MeAsync(host.Tenant.Sign(Now));
        var manager = await MeAsync(host.Tenant.Sign(Now, new { roles = Manager, preferred_username = (string?)null, upn = "mia@harbour.example" }));

        Assert.Equal(("kim@harbour.example", "clerk", "token"), clerk);
        Assert.Equal(("mia@harbour.example", "manager", "token"), manager);
    }

    [Fact]
    public async Task Token_OfVersion1_IsOfTheSameTenant() =>
        Assert.Equal("clerk", (await MeAsync(host.Tenant.Sign(Now, issuer: $"https://sts.windows.net/{Tenant.Id:D}/"))).Role);

    [Fact]
    public async Task StaticToken_BesideEntra_StillCounts() => Assert.Equal(("Chris", "clerk", "token"), await MeAsync(BareHost.ClerkToken));

    [Fact]
    public async Task ClerkHeader_NeverRenamesAPerson_ButAnAppMaySayForWhomItCalls()
    {
        var person = await MeAsync(host.Tenant.Sign(Now), clerk: "The Boss");
        var app = await MeAsync(host.Tenant.Sign(Now, new { idtyp = "app", preferred_username = (string?)null }), clerk: "Robin");
        var appAlone = await MeAsync(host.Tenant.Sign(Now, new { idtyp = "app", preferred_username = (string?)null, appid = "an-app-of-version-1" }));
        var nameless = await MeAsync(host.Tenant.Sign(Now, new { preferred_username = (string?)null }), clerk: "The Boss");

        Assert.Equal(("kim@harbour.example", "Robin", "an-app-of-version-1", "an-app"), (person.Name, app.Name, appAlone.Name, nameless.Name));
    }

    [Theory]
    [InlineData("other key", "the signature is not right")]
    [InlineData("unknown key", "a key that the tenant does not publish")]
    [InlineData("no key id", "a key that the tenant does not publish")]
    [InlineData("tampered", "the signature is not right")]
    [InlineData("none", "must be signed with RS256")]
    [InlineData("hs256", "must be signed with RS256")]
    [InlineData("ps256", "must be signed with RS256")]
    [InlineData("expired", "the token is not in time")]
    [InlineData("early", "the token is not in time")]
    [InlineData("tenant", "issued by another tenant")]
    [InlineData("audience", "for another app")]
    [InlineData("garbage", "cannot be read")]
    public async Task Token_ThatIsNotGood_Is401AndSaysWhy(string what, string why)
    {
        host.Clock.MoveTo(Now.AddMinutes(1));
        var good = host.Tenant.Sign(Now);
        var token = what switch
        {
            "other key" => host.Tenant.Sign(Now, key: new RsaSecurityKey(host.Tenant.NewKey().Rsa) { KeyId = host.Tenant.Key.KeyId }),
            "unknown key" => host.Tenant.Sign(Now, key: host.Tenant.NewKey()),
            "no key id" => host.Tenant.Sign(Now, key: new RsaSecurityKey(host.Tenant.Key.Rsa)),
            "tampered" => Tampered(good, host.Tenant.Sign(Now, new { roles = Manager })),
            "none" => host.Tenant.Unsigned(Now),
            "hs256" => host.Tenant.Confused(Now),
            "ps256" => host.Tenant.Sign(Now, algorithm: SecurityAlgorithms.RsaSsaPssSha256),
            "expired" => host.Tenant.Sign(Now.AddMinutes(-63)),
            "early" => host.Tenant.Sign(Now.AddMinutes(3)),
            "tenant" => host.Tenant.Sign(Now, issuer: $"https://login.microsoftonline.com/{Guid.Empty:D}/v2.0"),
            "audience" => host.Tenant.Sign(Now, audience: "api://other"),
            _ => "not.a.token",
        };
        using var response = await GetAsync("/api/me", token);
        var problem = JObject.Parse(await response.Content.ReadAsStringAsync());

        Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, problem.ToString());
        Assert.Equal("Bearer error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Contains(why.Replace("the signature", "the token's signature", StringComparison.Ordinal), (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal("clerk", (await MeAsync(good)).Role);
    }

    [Theory]
    [InlineData(-61)]
    [InlineData(1)]
    public async Task Token_WhoseClockIsALittleOff_IsGood(int minutes) => Assert.Equal("clerk", (await MeAsync(host.Tenant.Sign(Now.AddMinutes(minutes)))).Role);

    [Fact]
    public async Task Token_WithoutARole_Is403NamingTheRoles()
    {
        using var response = await GetAsync("/api/me", host.Tenant.Sign(Now, new { roles = new[] { "Other.Role" } }));
        var detail = (string?)JObject.Parse(await response.Content.ReadAsStringAsync())["detail"];

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("Collections.Clerk", detail, StringComparison.Ordinal);
        Assert.Contains("Collections.Manager", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OfAClerk_OpensNoManagersDoor()
    {
        using var request = Request(HttpMethod.Post, "/api/scans", host.Tenant.Sign(Now));
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Key_ThatChanged_IsReadAtOnce_AndTheOldOneIsOut()
    {
        var old = host.Tenant.Sign(Now);
        Assert.Equal("clerk", (await MeAsync(old)).Role);
        host.Clock.MoveTo(Now.AddMinutes(1));
        host.Tenant.ChangeKey();

        Assert.Equal("clerk", (await MeAsync(host.Tenant.Sign(Now))).Role);
        using var response = await GetAsync("/api/me", old);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Keys_AreReadAtMostOnceAPause_HoweverManyMadeUpTokensCome()
    {
        host.Clock.MoveTo(Now.AddMinutes(1));
        var before = host.Tenant.Reads;
        var stranger = host.Tenant.Sign(Now, key: host.Tenant.NewKey());
        for (var i = 0; i < 5; i++)
        {
            using var response = await GetAsync("/api/me", stranger);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        Assert.Equal(before + 1, host.Tenant.Reads);
    }

    [Fact]
    public async Task Keys_ThatCannotBeRead_Are503UntilTheyCan_AndKnownOnesServeForADay()
    {
        var own = new EntraHost();
        await own.InitializeAsync();
        own.Tenant.IsDown = true;
        using var down = await SendAsync(own, own.Tenant.Sign(own.Clock.GetUtcNow()));
        own.Tenant.IsDown = false;
        own.Clock.MoveTo(own.Clock.GetUtcNow().AddSeconds(SigningKeys.PauseSeconds));
        using var up = await SendAsync(own, own.Tenant.Sign(own.Clock.GetUtcNow()));
        own.Tenant.IsDown = true;
        own.Clock.MoveTo(own.Clock.GetUtcNow().AddHours(13));
        using var known = await SendAsync(own, own.Tenant.Sign(own.Clock.GetUtcNow()));
        using var unknown = await SendAsync(own, own.Tenant.Sign(own.Clock.GetUtcNow(), key: own.Tenant.NewKey()));
        own.Clock.MoveTo(own.Clock.GetUtcNow().AddHours(11));
        using var old = await SendAsync(own, own.Tenant.Sign(own.Clock.GetUtcNow()));
        await own.DisposeAsync();

        Assert.Equal(
            [HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable],
            new[] { down, up, known, unknown, old }.Select(response => response.StatusCode));
        Assert.Equal(TimeSpan.FromSeconds(SigningKeys.PauseSeconds), down.Headers.RetryAfter!.Delta);
        Assert.Equal("application/problem+json", down.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public void Settings_ThatLetAnybodyIn_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Add(new EntraOptions { Tenant = Guid.Empty, Audiences = ["a"] }));
        Assert.Throws<ArgumentException>(() => Add(new EntraOptions { Tenant = Tenant.Id, Audiences = [] }));
        Assert.Throws<ArgumentException>(() => Add(new EntraOptions { Tenant = Tenant.Id, Audiences = [" "] }));
        Assert.Throws<ArgumentException>(() => Add(new EntraOptions { Tenant = Tenant.Id, Audiences = ["a"], Authority = new Uri("http://login.example/x") }));
        Assert.Equal(
            "https://login.microsoftonline.com/8a2c1f0e-6b1d-4f0a-9c3e-2d5b7a9e1c44/v2.0", new EntraOptions { Tenant = Tenant.Id, Audiences = ["a"] }.AuthorityText);

        static void Add(EntraOptions entra) => new ServiceCollection().AddCollectionsHttp(new HttpOptions { Entra = entra });
    }

    private static string Tampered(string good, string other) => $"{good.Split('.')[0]}.{other.Split('.')[1]}.{good.Split('.')[2]}";

    private async Task<(string? Name, string? Role, string? SignIn)> MeAsync(string token, string? clerk = null)
    {
        using var response = await GetAsync("/api/me", token, clerk);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        var me = JObject.Parse(body);
        return ((string?)me["name"], (string?)me["role"], (string?)me["signIn"]);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string token, string? clerk = null)
    {
        using var request = Request(HttpMethod.Get, path, token);
        if (clerk is not null)
        {
            request.Headers.Add("X-Clerk", clerk);
        }

        return await host.Client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> SendAsync(BareHost to, string token)
    {
        using var request = Request(HttpMethod.Get, "/api/me", token);
        return await to.Client.SendAsync(request);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}
