using System.Diagnostics.CodeAnalysis;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Local.Hosting;

/// <summary>What <c>appsettings.json</c> may say. A name that isn't here is an error, so that a slip is not taken for a default.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "The JSON reader makes it.")]
internal sealed class SettingsFile
{
    /// <summary>The file's name, in the data folder or beside the program.</summary>
    public const string Name = "appsettings.json";

    private static readonly JsonSerializer Strict = JsonSerializer.Create(new JsonSerializerSettings
    {
        MissingMemberHandling = MissingMemberHandling.Error,
        DateParseHandling = DateParseHandling.None,
    });

    public CompanyPart Company { get; init; } = new();

    public TokensPart Tokens { get; init; } = new();

    /// <summary>The bank feeds by name, each with its secrets.</summary>
    public Dictionary<string, FeedPart> Feeds { get; init; } = [];

    public string? Smtp { get; init; }

    /// <summary>ASP.NET's own: how much is logged.</summary>
    public JToken? Logging { get; init; }

    /// <summary>ASP.NET's own: the web server's limits and certificates.</summary>
    public JToken? Kestrel { get; init; }

    /// <summary>Reads the files that are there; a later one wins, setting by setting.</summary>
    /// <exception cref="CommandException">A file is not right; the message says where.</exception>
    public static SettingsFile Read(params IEnumerable<string> paths)
    {
        var all = new JObject();
        foreach (var path in paths.Where(File.Exists))
        {
            try
            {
                using var reader = new JsonTextReader(new StringReader(File.ReadAllText(path))) { DateParseHandling = DateParseHandling.None };
                var file = JObject.Load(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });

                // Each file is checked by itself, so that the message names the right one.
                file.ToObject<SettingsFile>(Strict);
                all.Merge(file, new JsonMergeSettings
                {
                    MergeArrayHandling = MergeArrayHandling.Replace,
                    PropertyNameComparison = StringComparison.OrdinalIgnoreCase,
                });
            }
            catch (JsonException e)
            {
                throw new CommandException($"{path}: {e.Message}");
            }
        }

        return all.ToObject<SettingsFile>(Strict)!;
    }

    /// <summary>The seller and its defaults.</summary>
    [SuppressMessage("Performance", "CA1812", Justification = "The JSON reader makes it.")]
    internal sealed class CompanyPart
    {
        public string? Name { get; init; }

        public IReadOnlyList<string> Address { get; init; } = [];

        public string? From { get; init; }

        public string? ReplyTo { get; init; }

        public string? Phone { get; init; }

        public string? BankAccountName { get; init; }

        public IReadOnlyList<string> BankLines { get; init; } = [];

        public string? CardLink { get; init; }

        public string? TimeZone { get; init; }

        public string? Region { get; init; }

        public string? Currency { get; init; }

        public string? Terms { get; init; }

        public string? Policy { get; init; }

        public string? ScanAt { get; init; }
    }

    /// <summary>The tokens of the people who call the API.</summary>
    [SuppressMessage("Performance", "CA1812", Justification = "The JSON reader makes it.")]
    internal sealed class TokensPart
    {
        public string? Clerk { get; init; }

        public string? Manager { get; init; }
    }

    /// <summary>A bank feed.</summary>
    [SuppressMessage("Performance", "CA1812", Justification = "The JSON reader makes it.")]
    internal sealed class FeedPart
    {
        /// <summary>Its secrets (<c>whsec_…</c>), several while one is changed for another.</summary>
        public string? Secret { get; init; }
    }
}
