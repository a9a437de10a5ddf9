using Collections.App.Company;
using Collections.App.Payments;
using Collections.Web.Settings;

namespace Collections.Web.Feeds;

/// <summary>A bank feed as its deliveries are read.</summary>
/// <param name="Name">Its name, as it is stored.</param>
/// <param name="Keys">The keys of its secrets; none for a feed that is not known.</param>
/// <param name="Signature">How its deliveries are signed.</param>
/// <param name="Mapping">How its own JSON is read; null for the contract's own form.</param>
internal sealed record Feed(string Name, IReadOnlyList<byte[]> Keys, FeedSignature Signature, FeedMapping? Mapping = null);

/// <summary>The feeds with their keys, made once.</summary>
internal sealed class FeedKeys
{
    private readonly Dictionary<string, Feed> _feeds = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="FormatException">A feed's name or secret is none; the message names the feed.</exception>
    /// <exception cref="SettingsException">Another of its settings is not right; the message names it.</exception>
    public FeedKeys(HttpOptions options)
    {
        var parts = new Dictionary<string, SettingsFile.FeedPart>(options.FeedParts, StringComparer.OrdinalIgnoreCase);
        foreach (var (feed, secrets) in options.FeedSecrets)
        {
            if (!FeedName.Is(feed))
            {
                throw new FormatException($"'{feed}' is no name of a bank feed: {FeedName.Rule}");
            }

            _feeds.Add(feed, Of(feed, secrets, parts.GetValueOrDefault(feed), options.FeedZone));
        }
    }

    /// <summary>A feed; without any key if it is not known.</summary>
    public Feed Find(string feed) => _feeds.GetValueOrDefault(feed) ?? new Feed(feed, [], FeedSignature.Standard);

    private static Feed Of(string feed, IReadOnlyList<string> secrets, SettingsFile.FeedPart? part, TimeZoneInfo zone)
    {
        var signature = part is null ? FeedSignature.Standard : FeedSignature.Of(feed, part);
        var mapping = part?.Mapping is { } own ? new FeedMapping(feed, own, zone) : null;
        try
        {
            return new Feed(feed, [.. secrets.Select(signature.KeyOf)], signature, mapping);
        }
        catch (FormatException problem)
        {
            throw new FormatException($"a secret of bank feed {feed} {problem.Message}", problem);
        }
    }
}
