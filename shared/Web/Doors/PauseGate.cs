using Collections.App.Company;
using Collections.App.Stores;
using Collections.Web.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Collections.Web.Doors;

/// <summary>While a company moves, nobody changes it.</summary>
internal static class PauseGate
{
    private const string RetryAfterSeconds = "300";

    /// <summary>Ends a request of a person's, or of a person's program, if it would change a company that is paused.</summary>
    public static async Task CheckAsync(HttpContext http)
    {
        if (await IsShutAsync(http) is { } paused)
        {
            throw new ProblemException(StatusCodes.Status409Conflict, paused.Why);
        }
    }

    /// <summary>As <see cref="CheckAsync"/>, of a bank or a mail service, which delivers again by itself: it is asked to do so later.</summary>
    public static async Task CheckDeliveryAsync(HttpContext http)
    {
        if (await IsShutAsync(http) is { } paused)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, paused.Why);
        }
    }

    private static async Task<Paused?> IsShutAsync(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api/archive", StringComparison.OrdinalIgnoreCase)
            ? await CompanyPause.ReadAsync(http.RequestServices.GetRequiredService<ICompanyValues>(), http.RequestAborted)
            : null;
}
