using System.Security.Cryptography;
using System.Text;
using Collections.Core.Cases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.App.Http;

/// <summary>Who calls.</summary>
/// <param name="Name">The name for the record.</param>
/// <param name="Role">What they may do.</param>
internal sealed record Caller(string Name, ApiRole Role)
{
    public bool IsManager => Role == ApiRole.Manager;

    public Actor Actor => new(Name, IsManager);
}

/// <summary>What a route asks of its caller; the description tells it.</summary>
/// <param name="Role">The least role.</param>
internal sealed record Needs(ApiRole Role);

/// <summary>Lets callers in by their bearer tokens.</summary>
internal sealed class Doorman
{
    private const int MaxName = 100;

    private readonly List<(byte[] Hash, ApiToken Token)> _tokens = [];

    public Doorman(HttpOptions options)
    {
        foreach (var token in options.Tokens)
        {
            if (string.IsNullOrWhiteSpace(token.Token) || string.IsNullOrWhiteSpace(token.Name))
            {
                throw new ArgumentException("a token, or its name, is blank", nameof(options));
            }

            _tokens.Add((HashOf(token.Token), token));
        }
    }

    public Caller Admit(HttpContext http, ApiRole role)
    {
        var token = Find(http.Request.Headers.Authorization.ToString());
        if (token is null)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            throw new ProblemException(
                StatusCodes.Status401Unauthorized,
                http.Request.Headers.Authorization.Count == 0 ? "a token is needed: Authorization: Bearer …" : "the token is not known");
        }

        return token.Role >= role
            ? new Caller(NameOf(http, token), token.Role)
            : throw new ProblemException(StatusCodes.Status403Forbidden, "only a manager may do this");
    }

    // All tokens are compared, each in constant time: how long it takes tells nothing of any of them.
    private ApiToken? Find(string authorization)
    {
        const string Scheme = "Bearer ";
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var hash = HashOf(authorization[Scheme.Length..].Trim());
        ApiToken? found = null;
        foreach (var (known, token) in _tokens)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, known) ? token : found;
        }

        return found;
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string NameOf(HttpContext http, ApiToken token)
    {
        var name = http.Request.Headers["X-Clerk"].ToString().Trim();
        if (name.Length == 0)
        {
            return token.Name;
        }

        if (name.Length <= MaxName && TextRules.WhyNot(name) is null)
        {
            return name;
        }

        var errors = new FieldErrors();
        errors.Add("X-Clerk", $"must be a name of at most {MaxName} printable characters");
        errors.ThrowIfAny();
        return token.Name;
    }
}

/// <summary>Puts the <see cref="Doorman"/> before routes.</summary>
internal static class DoormanRoutes
{
    /// <summary>Asks a role of whoever calls the routes of a group.</summary>
    public static RouteGroupBuilder For(this IEndpointRouteBuilder routes, ApiRole role)
    {
        var group = routes.MapGroup("").WithMetadata(new Needs(role));
        group.AddEndpointFilter(async (context, next) =>
        {
            var doorman = (Doorman)context.HttpContext.RequestServices.GetService(typeof(Doorman))!;
            context.HttpContext.Features.Set(doorman.Admit(context.HttpContext, role));
            return await next(context);
        });
        return group;
    }

    /// <summary>Who calls, once the doorman has let them in.</summary>
    public static Caller Caller(this HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("a route without a doorman has no caller");
}
