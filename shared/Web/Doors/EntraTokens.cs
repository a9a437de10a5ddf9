using System.Globalization;
using Collections.Web.Answers;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Collections.Web.Doors;

/// <summary>Access tokens of Microsoft Entra ID: signed by a key of the one tenant, for this app, in time.</summary>
internal sealed class EntraTokens(EntraOptions options, SigningKeys keys, TimeProvider clock) : IDoor
{
    /// <summary>The one algorithm that Entra ID signs with; any other is somebody else's choice.</summary>
    private const string Algorithm = SecurityAlgorithms.RsaSha256;

    private const string InvalidToken = "invalid_token";

    /// <summary>How far Entra's clock and this one may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    private readonly JsonWebTokenHandler _handler = new();

    public async ValueTask<Caller?> AdmitAsync(HttpContext http)
    {
        if (Credentials.BearerOf(http.Request) is not { } text || !_handler.CanReadToken(text))
        {
            return null;
        }

        var token = Read(text) ?? throw Refuse(http, "the token cannot be read");
        if (token.Alg != Algorithm)
        {
            throw Refuse(http, $"the token must be signed with {Algorithm}");
        }

        var key = await FindKeyAsync(http, token.Kid) ?? throw Refuse(http, "the token is signed with a key that the tenant does not publish");
        var result = await _handler.ValidateTokenAsync(token, Parameters(key));
        return result.IsValid ? CallerOf(http, token) : throw Refuse(http, WhyNot(token, result.Exception));
    }

    private JsonWebToken? Read(string text)
    {
        try
        {
            return _handler.ReadJsonWebToken(text);
        }
        catch (Exception)
        {
            // Whatever a stranger writes into a token is their mistake, in whichever way the library stumbles over it.
            return null;
        }
    }

    private async Task<SecurityKey?> FindKeyAsync(HttpContext http, string kid)
    {
        try
        {
            return await keys.FindAsync(kid, http.RequestAborted);
        }
        catch (KeysUnreachableException)
        {
            http.Response.Headers.RetryAfter = SigningKeys.PauseSeconds.ToString(CultureInfo.InvariantCulture);
            throw new ProblemException(
                StatusCodes.Status503ServiceUnavailable, "the token cannot be checked now: Entra ID's keys cannot be read; try again a little later");
        }
    }

    private TokenValidationParameters Parameters(SecurityKey key) => new()
    {
        ValidAlgorithms = [Algorithm],
        IssuerSigningKey = key,
        ValidIssuers = options.Issuers,
        ValidAudiences = options.Audiences,
        LifetimeValidator = (from, to, _, _) => IsInTime(from, to),
    };

    private bool IsInTime(DateTime? from, DateTime? to)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return to is { } end && now < end + Skew && (from is not { } start || now >= start - Skew);
    }

    private static string WhyNot(JsonWebToken token, Exception? problem) => problem switch
    {
        SecurityTokenInvalidLifetimeException => string.Create(
            CultureInfo.InvariantCulture, $"the token is not in time: it is valid from {token.ValidFrom:u} to {token.ValidTo:u}"),
        SecurityTokenInvalidIssuerException => "the token was issued by another tenant",
        SecurityTokenInvalidAudienceException => "the token is for another app",
        SecurityTokenInvalidSignatureException => "the token's signature is not right",
        _ => "the token is not valid",
    };

    private Caller CallerOf(HttpContext http, JsonWebToken token) =>
        new(NameOf(http, token), options.RolesOf(token.Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value)));

    // What a token says of a person is signed, so no header overrides it. A program may say for whom it calls.
    private static string NameOf(HttpContext http, JsonWebToken token)
    {
        var app = Claim(token, "appid") ?? Claim(token, "azp") ?? "app";
        return Claim(token, "idtyp") == "app"
            ? Credentials.NameOf(http.Request, app)
            : Claim(token, "preferred_username") ?? Claim(token, "upn") ?? Claim(token, "name") ?? app;
    }

    private static string? Claim(JsonWebToken token, string name) =>
        token.TryGetClaim(name, out var claim) ? Credentials.Printable(claim.Value) : null;

    private static ProblemException Refuse(HttpContext http, string why) => Credentials.Refuse(http, why, InvalidToken);
}
