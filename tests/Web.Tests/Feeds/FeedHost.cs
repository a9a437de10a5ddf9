using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Collections.App;
using Collections.App.Company;
using Collections.Web.Settings;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests.Feeds;

/// <summary>The routes with feeds of every scheme.</summary>
public class FeedHost : BareHost
{
    public const string TextSecret = "whsec_a-text-of-its-own-kind";
    public const string OldTextSecret = "the-secret-that-is-replaced";

    public static string Base64Secret { get; } = Convert.ToBase64String("sixteen bytes and some"u8);

    protected override HttpOptions Options => base.Options with
    {
        FeedSecrets = new Dictionary<string, IReadOnlyList<string>>
        {
            ["cards"] = [TextSecret, OldTextSecret],
            ["hex"] = [TextSecret, OldTextSecret],
            ["base"] = [Base64Secret],
            ["mute"] = [],
            ["mapped"] = [TextSecret],
            ["bank"] = [TextSecret],
            ["kept"] = [TextSecret],
        },
        FeedParts = new Dictionary<string, SettingsFile.FeedPart>
        {
            ["cards"] = new() { Scheme = "stripe", Header = "Stripe-Signature" },
            ["hex"] = new() { Scheme = "hmac-sha256-hex", Header = "X-Signature", Prefix = "sha256=" },
            ["base"] = new() { Scheme = "hmac-sha256-base64", Header = "X-Mac", SecretEncoding = "base64" },
            ["mapped"] = Mappings.Part(Mappings.Cards),
            ["bank"] = Mappings.Part(Mappings.Bank),
            ["kept"] = Mappings.Part(Mappings.Bank, json => json["onBadEntry"] = "keep-good"),
            ["mute"] = new() { Scheme = "hmac-sha256-hex", Header = "X-Signature" },
        },
    };

    public static byte[] Mac(string key, string content) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(content));

    public static string Hex(string key, string content) => Convert.ToHexStringLower(Mac(key, content));

    public static string Stripe(string body, DateTimeOffset at, params IReadOnlyList<string> keys)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={time}," + string.Join(',', keys.Select(key => $"v1={Hex(key, $"{time}.{body}")}"));
    }

    public Task<(HttpStatusCode Status, JToken Json)> PostSignedAsync(string feed, string body) => PostAsync(feed, body, "X-Signature", Hex(TextSecret, body));

    public async Task<(HttpStatusCode Status, JToken Json)> PostAsync(string feed, string body, string? header, string? value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/bank/{feed}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new("application/json");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        using var response = await Client.SendAsync(request);
        return (response.StatusCode, JToken.Parse(await response.Content.ReadAsStringAsync()));
    }
}
