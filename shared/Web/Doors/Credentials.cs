using Collections.Web.Answers;
using Collections.Web.Requests;
using Microsoft.AspNetCore.Http;

namespace Collections.Web.Doors;

/// <summary>What the doors share: where a token stands, whose name counts, how strangers are turned away.</summary>
internal static class Credentials
{
    private const int MaxName = 100;
    private const string Scheme = "Bearer ";

    /// <summary>The request's bearer token; null if it has none.</summary>
    public static string? BearerOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : null;
    }

    /// <summary>The name that the header <c>X-Clerk</c> gives; where it gives none, another.</summary>
    /// <exception cref="ProblemException">It gives one that cannot be printed.</exception>
    public static string NameOf(HttpRequest request, string otherwise)
    {
        var name = request.Headers["X-Clerk"].ToString().Trim();
        if (name.Length > MaxName || TextRules.WhyNot(name) is not null)
        {
            var errors = new FieldErrors();
            errors.Add("X-Clerk", $"must be a name of at most {MaxName} printable characters");
            errors.ThrowIfAny();
        }

        return name.Length == 0 ? otherwise : name;
    }

    /// <summary>A name that an identity provider vouches for, in characters that the record can keep; null if nothing is left of it.</summary>
    public static string? Printable(string? name)
    {
        var cleaned = TextRules.Cleaned(name ?? "").Trim();
        return cleaned.Length == 0 ? null : cleaned[..Math.Min(cleaned.Length, MaxName)];
    }

    /// <summary>Turns a caller away with a 401.</summary>
    /// <param name="http">The request.</param>
    /// <param name="why">Why, for people.</param>
    /// <param name="error">The code of RFC 6750, or null where no token was given, or one that nobody knows.</param>
    public static ProblemException Refuse(HttpContext http, string why, string? error = null)
    {
        http.Response.Headers.WWWAuthenticate = error is null ? "Bearer" : $"Bearer error=\"{error}\"";
        return new ProblemException(StatusCodes.Status401Unauthorized, why);
    }
}
