using System.Text;
using Collections.Files.Statements;
using Collections.Files.Statements.Reading;

namespace Collections.Files.Tests.Statements;

/// <summary>What a file of statements came to, sorted by kind.</summary>
internal sealed record StatementReading(StatementFormat Format, IReadOnlyList<StatementPart> Parts)
{
    public List<StatementEntry> Entries { get; } = [.. Parts.OfType<StatementEntry>()];

    public List<RejectedPart> Rejected { get; } = [.. Parts.OfType<RejectedPart>()];

    public List<SkippedPart> Skipped { get; } = [.. Parts.OfType<SkippedPart>()];

    public List<StatementNote> Notes { get; } = [.. Parts.OfType<StatementNote>()];

    public List<Statement> Statements { get; } = [.. Parts.OfType<Statement>()];

    /// <summary>Credits and debits: how many, and how much of a currency in units.</summary>
    public (int Credits, decimal In, int Debits, decimal Out) Sums(string currency)
    {
        var all = Entries.ConvertAll(entry => entry.Entry).FindAll(entry => entry.Amount.Currency.Code == currency);
        return (all.Count(e => e.IsCredit), all.Where(e => e.IsCredit).Sum(e => e.Amount.Amount), all.Count(e => !e.IsCredit), all.Where(e => !e.IsCredit).Sum(e => e.Amount.Amount));
    }

    public static StatementReading Of(string text, ImportOptions? options = null) => Of(new MemoryStream(Encoding.UTF8.GetBytes(text)), options);

    public static StatementReading Of(Stream stream, ImportOptions? options = null)
    {
        var file = StatementReader.Read(stream, options ?? ImportOptions.Canonical);
        return new StatementReading(file.Format, [.. file]);
    }

    /// <summary>The error of the one part that was rejected, on one line.</summary>
    public string TheError() => Assert.Single(Rejected).Error.ToString();
}
