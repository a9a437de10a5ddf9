namespace Collections.Web.Settings;

/// <summary>Whose access tokens of Microsoft Entra ID are let in, and which app roles they need.</summary>
public sealed record EntraOptions
{
    /// <summary>The names of the roles where no tenant is set.</summary>
    internal static EntraOptions Names { get; } = new() { Tenant = Guid.Empty, Audiences = [] };

    /// <summary>The one tenant whose tokens count.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>Whom the tokens must be for: the app registration's client id, and its application ID URI such as <c>api://…</c>.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>
    /// Where the tenant's OpenID configuration is, without <c>/.well-known/openid-configuration</c>; it is also the issuer of version 2 tokens. Null for
    /// <c>https://login.microsoftonline.com/{tenant}/v2.0</c>.
    /// </summary>
    public Uri? Authority { get; init; }

    /// <summary>The app role of clerks.</summary>
    public string ClerkRole { get; init; } = "Collections.Clerk";

    /// <summary>The app role of managers.</summary>
    public string ManagerRole { get; init; } = "Collections.Manager";

    /// <summary>The app role of the mail service's reports; the default is the name that Event Grid's secure webhooks ask for.</summary>
    public string ReporterRole { get; init; } = "AzureEventGridSecureWebhookSubscriber";

    /// <summary>The authority in force, without a slash at its end.</summary>
    internal string AuthorityText => Authority?.ToString().TrimEnd('/') ?? $"https://login.microsoftonline.com/{Tenant:D}/v2.0";

    /// <summary>The issuers of the tenant's tokens, version 2 and version 1; which of them an app gets is a setting of its registration.</summary>
    internal IReadOnlyList<string> Issuers => [AuthorityText, $"https://sts.windows.net/{Tenant:D}/"];

    /// <summary>The roles that a caller's app roles come to.</summary>
    internal IReadOnlyList<ApiRole> RolesOf(IEnumerable<string> appRoles)
    {
        var given = appRoles.ToHashSet(StringComparer.Ordinal);
        (ApiRole Role, string Name)[] known = [(ApiRole.Clerk, ClerkRole), (ApiRole.Manager, ManagerRole), (ApiRole.Reporter, ReporterRole)];
        return [.. known.Where(one => given.Contains(one.Name)).Select(one => one.Role)];
    }

    /// <exception cref="ArgumentException">There is no tenant or no audience, or the keys would come over a line that anybody can listen to.</exception>
    internal EntraOptions Checked() =>
        Tenant == Guid.Empty ? throw new ArgumentException("Entra needs the tenant's id")
        : Audiences.Count == 0 || Audiences.Any(string.IsNullOrWhiteSpace) ? throw new ArgumentException("Entra needs the audiences of its tokens; none may be blank")
        : Authority is { IsLoopback: false } uri && uri.Scheme != Uri.UriSchemeHttps ? throw new ArgumentException($"Entra's authority {uri} must be https")
        : this;
}
