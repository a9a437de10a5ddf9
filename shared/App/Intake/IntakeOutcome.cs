using System.Globalization;
using Collections.App.Ledger;
using Collections.App.Payments;
using Collections.Files;
using Newtonsoft.Json;

namespace Collections.App.Intake;

/// <summary>How much of a file was taken.</summary>
public enum IntakeState
{
    /// <summary>All of it, now or before.</summary>
    Taken,

    /// <summary>The good rows; others were rejected.</summary>
    TakenInPart,

    /// <summary>Nothing.</summary>
    Failed,
}

/// <summary>What loading a file came to.</summary>
/// <param name="State">How much of it was taken.</param>
/// <param name="Answer">The JSON that the upload of the file would have been answered with.</param>
/// <param name="Summary">The same in a few words.</param>
internal sealed record IntakeOutcome(IntakeState State, string Answer, string Summary)
{
    private const int MostTold = 3;

    /// <summary>A ledger file that was read to its end.</summary>
    public static IntakeOutcome Of(ImportReport report) => new(
        StateOf(report.RejectedCount, report.Accepted + report.Unchanged),
        Json.Write(report, Formatting.Indented),
        string.Create(CultureInfo.InvariantCulture, $"accepted {report.Accepted}, unchanged {report.Unchanged}, {Told(report.RejectedCount, report.Rejected)}"));

    /// <summary>Statements that were read to their end.</summary>
    public static IntakeOutcome Of(StatementReport report) => new(
        StateOf(report.RejectedCount, report.Entries - report.RejectedCount),
        Json.Write(report, Formatting.Indented),
        string.Create(
            CultureInfo.InvariantCulture,
            $"entries {report.Entries}, matched {report.Matched}, unmatched {report.Unmatched}, known {report.Duplicates}, {Told(report.RejectedCount, report.Rejected)}"));

    /// <summary>A file that can't be read as a whole.</summary>
    public static IntakeOutcome Refused(string file, string why) => new(IntakeState.Failed, Json.Write(new IntakeProblem(why, file), Formatting.Indented), why);

    /// <summary>A file of which all is known.</summary>
    public static IntakeOutcome Again(Filing before) => new(
        IntakeState.Taken,
        Json.Write(new TakenBefore(AlreadyTaken: true, before.File, before.At, before.Place), Formatting.Indented),
        $"already taken as {before.File}");

    private static IntakeState StateOf(long rejected, long kept) =>
        rejected == 0 ? IntakeState.Taken : kept > 0 ? IntakeState.TakenInPart : IntakeState.Failed;

    private static string Told(long count, IReadOnlyList<RowError> first)
    {
        var told = count == 0 ? "rejected 0" : string.Create(CultureInfo.InvariantCulture, $"rejected {count}: {string.Join("; ", first.Take(MostTold))}");
        return count > MostTold ? $"{told}; …" : told;
    }

    /// <summary>Why a file was not taken, with the members that the HTTP interface's problems have (RFC 9457).</summary>
    /// <param name="Detail">What went wrong, in a sentence.</param>
    /// <param name="Instance">The file, as it was put in.</param>
    private sealed record IntakeProblem(string Detail, string Instance)
    {
        public string Type => "about:blank";

        public string Title => "Bad Request";

        public int Status => 400;

        public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; } = new Dictionary<string, IReadOnlyList<string>>();
    }

    /// <summary>What stands beside a file whose content was taken before.</summary>
    /// <param name="AlreadyTaken">Always true.</param>
    /// <param name="File">The file's path when it was taken.</param>
    /// <param name="TakenAt">When that was.</param>
    /// <param name="Place">Where it was put then, with its answer beside it.</param>
    private sealed record TakenBefore(bool AlreadyTaken, string File, DateTimeOffset TakenAt, string Place);
}
