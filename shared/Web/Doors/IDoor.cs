using Collections.Core.Cases;
using Collections.Web.Answers;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Http;

namespace Collections.Web.Doors;

/// <summary>A way in: it knows callers by one kind of credential.</summary>
internal interface IDoor
{
    /// <summary>Looks who calls.</summary>
    /// <returns>Who calls; null if the request carries nothing that this door looks at.</returns>
    /// <exception cref="ProblemException">What it carries is not good (401), or cannot be checked now (503).</exception>
    ValueTask<Caller?> AdmitAsync(HttpContext http);
}

/// <summary>How somebody came in.</summary>
internal enum SignIn
{
    /// <summary>By a bearer token.</summary>
    Token,

    /// <summary>By the sign-in page of the platform that hosts the app.</summary>
    Platform,
}

/// <summary>Who calls.</summary>
/// <param name="Name">The name for the record.</param>
/// <param name="Roles">What they are.</param>
/// <param name="SignIn">How they came in.</param>
internal sealed record Caller(string Name, IReadOnlyCollection<ApiRole> Roles, SignIn SignIn = SignIn.Token)
{
    public bool IsManager => Roles.Contains(ApiRole.Manager);

    public Actor Actor => new(Name, IsManager);

    /// <summary>True if they may do what a role may: a manager may do all that a clerk may.</summary>
    public bool May(ApiRole role) => Roles.Contains(role) || (role == ApiRole.Clerk && IsManager);
}
