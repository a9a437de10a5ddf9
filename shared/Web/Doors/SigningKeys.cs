using Collections.Web.Settings;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Collections.Web.Doors;

/// <summary>Nobody can tell which keys a tenant signs with.</summary>
internal sealed class KeysUnreachableException : Exception;

/// <summary>The keys that a tenant signs with, from its OpenID configuration.</summary>
/// <remarks>
/// The library's own manager renews in the background and on the system's clock, so that the first callers after a change of keys would be turned
/// away. Here they wait for the new keys, and time comes from the app's clock.
/// </remarks>
internal sealed partial class SigningKeys : IDisposable
{
    /// <summary>The seconds between two attempts to read the keys, so that made-up tokens cannot make this app call without end.</summary>
    public const int PauseSeconds = 30;

    /// <summary>Keys are read again when they are older than this.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromHours(12);

    /// <summary>Keys that could not be renewed are used no longer than this.</summary>
    private static readonly TimeSpan UsableFor = TimeSpan.FromHours(24);

    private readonly TimeProvider _clock;
    private readonly ILogger<SigningKeys> _log;
    private readonly string _address;
    private readonly HttpClient _http;
    private readonly HttpDocumentRetriever _documents;
    private readonly SemaphoreSlim _one = new(1, 1);
    private Known? _known;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;
    private bool _failed;

    public SigningKeys(EntraOptions options, TimeProvider clock, ILogger<SigningKeys> log)
    {
        (_clock, _log) = (clock, log);
        _address = options.AuthorityText + "/.well-known/openid-configuration";
        _http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(15) }) { Timeout = TimeSpan.FromSeconds(10) };
        _documents = new HttpDocumentRetriever(_http) { RequireHttps = options.Authority is not { IsLoopback: true } };
    }

    /// <summary>The key of an id.</summary>
    /// <returns>Null if the tenant publishes no such key.</returns>
    /// <exception cref="KeysUnreachableException">The keys cannot be read, so nobody can tell.</exception>
    public async Task<SecurityKey?> FindAsync(string? kid, CancellationToken cancel)
    {
        var now = _clock.GetUtcNow();
        var known = _known;
        if (known is null || now - known.ReadAt >= FreshFor || known.Find(kid) is null)
        {
            known = await RenewAsync(known, now, cancel);
        }

        var key = known is not null && now - known.ReadAt < UsableFor ? known.Find(kid) : null;
        return key is null && _failed ? throw new KeysUnreachableException() : key;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _one.Dispose();
    }

    private async Task<Known?> RenewAsync(Known? seen, DateTimeOffset now, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            // Somebody who came first has read them already, or tried to a moment ago.
            if (ReferenceEquals(_known, seen) && (_triedAt > now || now - _triedAt >= TimeSpan.FromSeconds(PauseSeconds)))
            {
                _triedAt = now;
                await ReadAsync(now);
            }

            return _known;
        }
        finally
        {
            _one.Release();
        }
    }

    // All callers share what is read here, so it does not end with the one who asked first.
    private async Task ReadAsync(DateTimeOffset now)
    {
        try
        {
            var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(_address, _documents, CancellationToken.None);
            _known = new Known(now, configuration.SigningKeys);
            _failed = false;
        }
        catch (Exception problem)
        {
            _failed = true;
            LogUnreadable(problem, _address);
        }
    }

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "the signing keys at {Address} cannot be read")]
    private partial void LogUnreadable(Exception problem, string address);

    private sealed record Known(DateTimeOffset ReadAt, ICollection<SecurityKey> Keys)
    {
        public SecurityKey? Find(string? kid) => Keys.FirstOrDefault(key => key.KeyId == kid && !string.IsNullOrEmpty(kid));
    }
}
