using Collections.Web.Answers;
using Collections.Web.Doors;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Endpoints;

/// <summary>Who the caller is here.</summary>
/// <param name="Name">The name for the record.</param>
/// <param name="Role">What they may do.</param>
/// <param name="SignIn">How they came in.</param>
internal sealed record Me(string Name, ApiRole Role, SignIn SignIn);

/// <summary>How people can sign in; no secret.</summary>
/// <param name="Platform">True if the platform's sign-in page is trusted.</param>
/// <param name="Tokens">True if there are bearer tokens that a person could have.</param>
internal sealed record SignInWays(bool Platform, bool Tokens);

/// <summary>Signing in.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder open, IEndpointRouteBuilder clerk)
    {
        open.MapGet("/api/sign-in", (HttpOptions options) => new Answer(new SignInWays(options.TrustPlatformSignIn, options.Tokens.Count > 0)))
            .Describe("get-sign-in", "How people can sign in; no token needed.")
            .Answers<SignInWays>();

        clerk.MapGet("/api/me",
            (HttpContext http) => new Answer(new Me(
                http.Caller().Name, http.Caller().IsManager ? ApiRole.Manager : ApiRole.Clerk, http.Caller().SignIn)))
            .Describe("get-me", "Who the caller is, and what they may do.")
            .Answers<Me>();
    }
}
