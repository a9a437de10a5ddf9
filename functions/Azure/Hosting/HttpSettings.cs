using Collections.App.Company;
using Collections.Web.Settings;

namespace Collections.Functions.Hosting;

/// <summary>Who may call, as the settings say.</summary>
internal static class HttpSettings
{
    private const string Tenant = "COLLECTIONS_ENTRA_TENANT";
    private const string Audience = "COLLECTIONS_ENTRA_AUDIENCE";

    /// <summary>The options of the HTTP interface.</summary>
    /// <exception cref="SettingsException">A setting is not right; the message names it.</exception>
    public static HttpOptions Of(HostSettings settings) => new()
    {
        Tokens = [.. Tokens(settings)],
        ReportsToken = settings.ReportsToken,
        FeedSecrets = settings.Feeds(),
        FeedParts = settings.FeedParts(),
        FeedZone = settings.TimeZone,
        Entra = Entra(settings),

        // App Service itself says so, where its built-in authentication stands before the app and strips the header of others.
        TrustPlatformSignIn = bool.TryParse(settings.Find("WEBSITE_AUTH_ENABLED"), out var isOn) && isOn,
    };

    private static IEnumerable<ApiToken> Tokens(HostSettings settings)
    {
        if (settings.ClerkToken is { } clerk)
        {
            yield return new ApiToken(clerk, ApiRole.Clerk, "clerk");
        }

        if (settings.ManagerToken is { } manager)
        {
            yield return new ApiToken(manager, ApiRole.Manager, "manager");
        }
    }

    // A registration's tokens name it by its client id or by the address that is made of it.
    private static EntraOptions? Entra(HostSettings settings)
    {
        var (tenant, audience) = (settings.Find(Tenant), settings.Find(Audience));
        if (tenant is null || audience is null)
        {
            return null;
        }

        var audiences = audience.Split([' ', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new EntraOptions
        {
            Tenant = Guid.TryParse(tenant, out var id) ? id : throw new SettingsException($"the setting {Tenant} '{tenant}' is no tenant's id"),
            Audiences = [.. audiences, .. audiences.Where(one => Guid.TryParse(one, out _)).Select(one => $"api://{one}")],
        };
    }
}
