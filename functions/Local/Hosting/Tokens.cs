using System.Security.Cryptography;
using Collections.App.Company;
using Collections.Web.Settings;

namespace Collections.Local.Hosting;

/// <summary>Who may call the API.</summary>
/// <param name="Clerk">The clerks' token, or null for none.</param>
/// <param name="Manager">The managers' token, or null for none.</param>
/// <param name="AreMade">True if they were made for this run: they are shown once, kept nowhere, and are others at the next start.</param>
internal sealed record Tokens(string? Clerk, string? Manager, bool AreMade)
{
    private const int Bytes = 24;

    /// <summary>The settings' tokens; made ones where the settings have none at all.</summary>
    public static Tokens Of(HostSettings settings) => settings.ClerkToken is null && settings.ManagerToken is null
        ? new Tokens(RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true), RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true), AreMade: true)
        : new Tokens(settings.ClerkToken, settings.ManagerToken, AreMade: false);

    /// <summary>The tokens as the API takes them.</summary>
    public IReadOnlyList<ApiToken> ToApi() =>
    [
        .. Clerk is { } clerk ? [new ApiToken(clerk, ApiRole.Clerk, "clerk")] : Array.Empty<ApiToken>(),
        .. Manager is { } manager ? [new ApiToken(manager, ApiRole.Manager, "manager")] : Array.Empty<ApiToken>(),
    ];

    /// <summary>The addresses to listen on, checked: tokens that were made up are for this machine only.</summary>
    /// <exception cref="CommandException">An address is none, or reaches further than the tokens may.</exception>
    public IReadOnlyList<string> Checked(string urls)
    {
        var all = urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var url in all)
        {
            // Kestrel's * and + stand for every address of the machine.
            if (!Uri.TryCreate(url.Replace("*", "0.0.0.0", StringComparison.Ordinal).Replace("+", "0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri)
                || uri.Scheme is not ("http" or "https"))
            {
                throw new CommandException($"--urls '{url}' is no address such as http://127.0.0.1:8080");
            }

            if (AreMade && !uri.IsLoopback)
            {
                throw new CommandException(
                    $"{url} can be reached from other machines: set COLLECTIONS_TOKEN_CLERK and COLLECTIONS_TOKEN_MANAGER first, or listen on 127.0.0.1");
            }
        }

        return all.Length > 0 ? all : throw new CommandException("--urls names no address");
    }
}
