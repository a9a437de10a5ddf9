using System.Security.Cryptography;
using System.Text;
using Collections.App;
using Collections.Web.Endpoints;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests;

/// <summary>A tenant of Entra ID on this machine: it publishes its keys, and signs tokens as the real one would.</summary>
internal sealed class Tenant : IAsyncDisposable
{
    public const string Audience = "api://collections";

    private readonly List<RsaSecurityKey> _published = [];
    private readonly WebApplication _app;
    private int _keys;
    private int _reads;

    private Tenant(WebApplication app) => _app = app;

    public static Guid Id { get; } = new("8a2c1f0e-6b1d-4f0a-9c3e-2d5b7a9e1c44");

    public Uri Authority => new($"{_app.Urls.First()}/{Id:D}/v2.0");

    public bool IsDown { get; set; }

    /// <summary>How often the keys were read.</summary>
    public int Reads => _reads;

    /// <summary>The key that signs now.</summary>
    public RsaSecurityKey Key => _published[^1];

    public static async Task<Tenant> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var tenant = new Tenant(builder.Build());
        tenant._app.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", tenant.Describe);
        tenant._app.MapGet("/keys", tenant.PublishKeys);
        await tenant._app.StartAsync();
        tenant._published.Add(tenant.NewKey());
        return tenant;
    }

    /// <summary>A key that nobody publishes.</summary>
    public RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = $"key-{++_keys}" };

    /// <summary>From now on another key signs, and the old one is gone.</summary>
    public void ChangeKey()
    {
        _published.Clear();
        _published.Add(NewKey());
    }

    /// <summary>A token for an hour from a moment on; claims given as null are left out.</summary>
    public string Sign(
        DateTimeOffset from, object? claims = null, SecurityKey? key = null, string algorithm = SecurityAlgorithms.RsaSha256, string? issuer = null,
        string audience = Audience)
    {
        var all = JObject.FromObject(new { tid = Id, azp = "an-app", preferred_username = "kim@harbour.example", roles = new[] { "Collections.Clerk" } });
        all.Merge(JObject.FromObject(claims ?? new { }), new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Replace, MergeNullValueHandling = MergeNullValueHandling.Merge });
        all["iss"] = issuer ?? Authority.ToString();
        all["aud"] = audience;
        all["nbf"] = from.ToUnixTimeSeconds();
        all["exp"] = from.AddHours(1).ToUnixTimeSeconds();
        foreach (var empty in all.Properties().Where(claim => claim.Value.Type == JTokenType.Null).ToList())
        {
            empty.Remove();
        }

        return new JsonWebTokenHandler().CreateToken(all.ToString(), new SigningCredentials(key ?? Key, algorithm));
    }

    /// <summary>A token that says of itself that it is not signed.</summary>
    public string Unsigned(DateTimeOffset from) =>
        $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{Sign(from).Split('.')[1]}.";

    /// <summary>A token signed with the public key as though it were a shared secret.</summary>
    public string Confused(DateTimeOffset from) =>
        Sign(from, key: new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Key.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = Key.KeyId }, algorithm: SecurityAlgorithms.HmacSha256);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Describe() => IsDown ? Results.StatusCode(503) : Json(new { issuer = Authority.ToString(), jwks_uri = $"{_app.Urls.First()}/keys" });

    private IResult PublishKeys()
    {
        _reads++;
        return Json(new { keys = _published.Select(JsonWebKeyConverter.ConvertFromRSASecurityKey).Select(key => new { kty = "RSA", use = "sig", kid = key.Kid, n = key.N, e = key.E }) });
    }

    private static IResult Json(object value) => Results.Text(JObject.FromObject(value).ToString(), "application/json");
}

/// <summary>The contract's routes behind a tenant of Entra ID and a platform's own sign-in.</summary>
public sealed class EntraHost : BareHost
{
    private Tenant? _tenant;

    internal Tenant Tenant => _tenant!;

    protected override HttpOptions Options => base.Options with
    {
        Entra = new EntraOptions { Tenant = Tenant.Id, Audiences = [Tenant.Audience], Authority = Tenant.Authority },
        TrustPlatformSignIn = true,
    };

    public override async Task InitializeAsync()
    {
        _tenant = await Tenant.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Tenant.DisposeAsync();
    }
}
