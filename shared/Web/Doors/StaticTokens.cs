using System.Security.Cryptography;
using System.Text;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Http;

namespace Collections.Web.Doors;

/// <summary>The tokens that the settings name.</summary>
internal sealed class StaticTokens : IDoor
{
    private readonly List<(byte[] Hash, ApiToken Token)> _tokens = [];

    /// <exception cref="ArgumentException">A token, or its name, is blank.</exception>
    public StaticTokens(HttpOptions options)
    {
        var reports = options.ReportsToken is { } secret ? new[] { new ApiToken(secret, ApiRole.Reporter, "mail") } : [];
        foreach (var token in options.Tokens.Concat(reports))
        {
            if (string.IsNullOrWhiteSpace(token.Token) || string.IsNullOrWhiteSpace(token.Name))
            {
                throw new ArgumentException("a token, or its name, is blank", nameof(options));
            }

            _tokens.Add((HashOf(token.Token), token));
        }
    }

    public ValueTask<Caller?> AdmitAsync(HttpContext http) =>
        ValueTask.FromResult(Credentials.BearerOf(http.Request) is { } text && Find(text) is { } token
            ? new Caller(Credentials.NameOf(http.Request, token.Name), [token.Role])
            : null);

    // All tokens are compared, each in constant time: how long it takes tells nothing of any of them.
    private ApiToken? Find(string text)
    {
        var hash = HashOf(text);
        ApiToken? found = null;
        foreach (var (known, token) in _tokens)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, known) ? token : found;
        }

        return found;
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
