using Collections.Web.Answers;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Collections.Web.Doors;

/// <summary>What a route asks of its caller; the description tells it.</summary>
/// <param name="Role">The least role.</param>
internal sealed record Needs(ApiRole Role);

/// <summary>Lets callers in: the doors are asked in order, and the first that knows the caller decides.</summary>
internal sealed class Doorman(IEnumerable<IDoor> doors, HttpOptions options)
{
    private readonly IDoor[] _doors = [.. doors];

    public async ValueTask<Caller> AdmitAsync(HttpContext http, ApiRole role)
    {
        var caller = await FindAsync(http) ?? throw Credentials.Refuse(
            http, http.Request.Headers.Authorization.Count == 0 ? "a token is needed: Authorization: Bearer …" : "the token is not known");
        return caller.May(role) ? caller : throw new ProblemException(StatusCodes.Status403Forbidden, WhyNot(caller, role));
    }

    private async ValueTask<Caller?> FindAsync(HttpContext http)
    {
        foreach (var door in _doors)
        {
            if (await door.AdmitAsync(http) is { } caller)
            {
                return caller;
            }
        }

        return null;
    }

    private string WhyNot(Caller caller, ApiRole role)
    {
        var entra = options.Entra ?? EntraOptions.Names;
        return role switch
        {
            ApiRole.Reporter => $"only a mail service may do this: the reports' token, or the app role {entra.ReporterRole}",
            ApiRole.Manager when caller.May(ApiRole.Clerk) => "only a manager may do this",
            _ => $"the caller has neither of the app roles {entra.ClerkRole} and {entra.ManagerRole}",
        };
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
            context.HttpContext.Features.Set(await doorman.AdmitAsync(context.HttpContext, role));
            await (role == ApiRole.Reporter ? PauseGate.CheckDeliveryAsync(context.HttpContext) : PauseGate.CheckAsync(context.HttpContext));
            return await next(context);
        });
        return group;
    }

    /// <summary>Who calls, once the doorman has let them in.</summary>
    public static Caller Caller(this HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("a route without a doorman has no caller");
}
