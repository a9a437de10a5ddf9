using System.Globalization;
using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.App.Turns;

/// <summary>Puts a turn's events in their place, with a hash over the page before and over the record, so that neither can be changed unseen (R40).</summary>
/// <remarks>
/// The lines of the record keep the hashes that they have always had: many turns decide something that is worth no line, and a line of an earlier release
/// has no event. So the events have a chain of their own, each link of which holds the record as it was.
/// </remarks>
public static class EventChain
{
    /// <summary>Makes the page of a turn; null if it decided nothing that is kept.</summary>
    /// <param name="file">The account before it.</param>
    /// <param name="after">The case after it.</param>
    /// <param name="events">What was decided.</param>
    /// <param name="lines">The lines that the turn adds to the record.</param>
    /// <param name="by">Who or what caused it.</param>
    /// <param name="at">The moment of the turn.</param>
    public static EventPage? Seal(AccountFile file, Case after, IReadOnlyList<Reasoned> events, IReadOnlyList<SealedLine> lines, Actor by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(lines);

        // Of an account on which nothing was ever collected no case is kept, and what it owes is the ledger's matter.
        if (events.Count == 0 || (after.IsBlank && events.All(reasoned => reasoned.Event is CaseReviewed)))
        {
            return null;
        }

        // What an earlier release stored begins the events of its account.
        var isFirst = file.EventCount == 0 && !file.Case.IsBlank;
        var text = CaseEventFormat.Write(isFirst ? [new Reasoned(new CaseCarriedOver(file.Case), new Why(Because.OlderRelease)), .. events] : events);
        var (seq, count) = (file.EventCount + 1, file.RecordCount + lines.Count);
        var record = lines.Count > 0 ? lines[^1].Hash : file.RecordHash;
        var stored = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        return new EventPage(seq, stored, by.Name, count, text, Hash(file.EventHash, seq, stored, by.Name, record, text));
    }

    /// <summary>SHA-256, in lower-case hex, over the hash of the page before, the record's hash and the page's fields, each on a line of its own.</summary>
    public static string Hash(string previous, int seq, DateTimeOffset at, string by, string record, string events) => RecordChain.Sha256(string.Create(
        CultureInfo.InvariantCulture, $"{previous}\n{seq}\n{at.ToUnixTimeMilliseconds()}\n{by}\n{record}\n{events}"));
}
