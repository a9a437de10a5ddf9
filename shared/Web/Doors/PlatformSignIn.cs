using System.Text;
using Collections.App;
using Collections.Web.Answers;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Doors;

/// <summary>
/// People whom the hosting platform has signed in (App Service's built-in authentication): it tells who they are by the header
/// <c>X-MS-CLIENT-PRINCIPAL</c>, and lets no caller send that header.
/// </summary>
/// <remarks>
/// Behind it stands a cookie, which a browser sends along with whatever another site makes it ask for. So nothing is changed without the header
/// <c>X-Collections: console</c>, which no other site's page can add.
/// </remarks>
internal sealed class PlatformSignIn(EntraOptions names) : IDoor
{
    private const string OwnHeader = "X-Collections";
    private const string OwnValue = "console";
    private const string LongRoleClaim = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";
    private const string LongNameClaim = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn";

    public ValueTask<Caller?> AdmitAsync(HttpContext http)
    {
        var request = http.Request;
        var principal = request.Headers["X-MS-CLIENT-PRINCIPAL"].ToString();
        if (principal.Length == 0 || request.Headers.Authorization.Count > 0)
        {
            return ValueTask.FromResult<Caller?>(null);
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && request.Headers[OwnHeader] != OwnValue)
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden, $"a request of somebody who is signed in by the platform changes nothing without the header {OwnHeader}: {OwnValue}");
        }

        var claims = ClaimsOf(principal) ?? throw Credentials.Refuse(http, "the platform's sign-in cannot be read");
        var name = Named("preferred_username") ?? Named("upn") ?? Named(LongNameClaim) ?? Named("name")
            ?? throw Credentials.Refuse(http, "the platform's sign-in names nobody");
        return ValueTask.FromResult<Caller?>(
            new Caller(name, names.RolesOf(claims.Where(claim => claim.Type is "roles" or LongRoleClaim).Select(claim => claim.Value)), SignIn.Platform));

        string? Named(string type) => Credentials.Printable(claims.FirstOrDefault(claim => claim.Type == type).Value);
    }

    private static List<(string Type, string Value)>? ClaimsOf(string principal)
    {
        try
        {
            var json = Json.Parse(Convert.FromBase64String(principal)) as JObject;
            return (json?["claims"] as JArray)?.OfType<JObject>()
                .Select(claim => (Type: claim["typ"] as JValue, Value: claim["val"] as JValue))
                .Select(claim => (claim.Type?.Value as string ?? "", claim.Value?.Value as string ?? ""))
                .ToList();
        }
        catch (Exception problem) when (problem is FormatException or JsonException or DecoderFallbackException)
        {
            return null;
        }
    }
}
