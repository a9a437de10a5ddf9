using System.Globalization;
using System.Text;
using Collections.Core.Cases;
using Newtonsoft.Json.Linq;

namespace Collections.App.Intake;

/// <summary>What the store keeps of a content that came in: enough to know it again, and to put away what a crash left standing.</summary>
/// <param name="File">The path that it came by.</param>
/// <param name="At">When it was loaded.</param>
/// <param name="State">How much of it was taken.</param>
/// <param name="Place">Where its file was put.</param>
/// <param name="Pending">The file that is still to be put away, or null.</param>
internal sealed record Filing(string File, DateTimeOffset At, IntakeState State, string Place, PendingFile? Pending)
{
    /// <summary>The name of the value that the company keeps for a content. All feeds are one: the same money must not count for two of them.</summary>
    public static string NameOf(IntakeKind kind, string hash) => $"intake:{Words.Of(kind)}:{hash}";

    /// <summary>Reads what was kept; null for nothing.</summary>
    public static Filing? Read(string? kept)
    {
        if (kept is not { Length: > 0 })
        {
            return null;
        }

        var json = (JObject)Json.Parse(Encoding.UTF8.GetBytes(kept));
        return new Filing(
            Text(json, "file"), DateTimeOffset.Parse(Text(json, "at"), CultureInfo.InvariantCulture),
            Words.TryParse<IntakeState>(Text(json, "state"), out var state) ? state : throw new InvalidDataException($"'{Text(json, "state")}' is no state of a file"),
            Text(json, "place"),
            json["pending"] is JObject pending ? new PendingFile(Text(pending, "from"), Text(pending, "to"), Text(pending, "answer")) : null);
    }

    /// <summary>What to keep.</summary>
    public string Write() => Json.Write(this);

    private static string Text(JObject json, string name) => (string?)json[name] ?? throw new InvalidDataException($"what is kept of a file has no {name}");
}

/// <summary>A file that is loaded and not yet put away.</summary>
/// <param name="From">Where it stands.</param>
/// <param name="To">Where it is to be put.</param>
/// <param name="Answer">What is to stand beside it.</param>
internal sealed record PendingFile(string From, string To, string Answer);
