using Collections.App.Company;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Files;
using Collections.Files.Statements;
using Collections.Files.Statements.Reading;

namespace Collections.App.Payments;

/// <summary>Loads files of bank statements for a feed: every good entry is kept, every bad one is told, and the same money counts once.</summary>
public sealed class StatementDesk(BankDesk bank, IPaymentStore payments, IPaymentList paymentList, ICompanyValues values, CompanySettings company)
{
    /// <summary>Loads a file. Entries are committed so many at a time; the same file again, or one that overlaps it, changes nothing (promise 4).</summary>
    /// <param name="feed">The feed's name, in upper or lower case: an account's statements always come by the same feed.</param>
    /// <param name="file">The file; what it is, its content tells.</param>
    /// <param name="options">How a CSV file names its columns and writes its dates, and the currency of entries that name none.</param>
    /// <param name="reached">Gets the accounts that payments reached.</param>
    /// <param name="progress">Is told how many parts of the file were read.</param>
    /// <param name="cancel">Ends it between two commits.</param>
    /// <exception cref="ImportFormatException">It is no file of statements.</exception>
    public async Task<StatementReport> LoadAsync(
        string feed, Stream file, ImportOptions options, ICollection<string> reached, IProgress<long>? progress, CancellationToken cancel)
    {
        var parts = StatementReader.Read(file, options);
        var before = (await payments.FeedsAsync(cancel)).FirstOrDefault(state => state.Feed.Equals(feed, StringComparison.OrdinalIgnoreCase));
        feed = before?.Feed ?? feed;
        var load = new StatementLoad(bank, paymentList, values, feed, before?.AsOf, reached);
        var statements = new FeedProgress(values, feed, company.Place.Region.Banking);
        await statements.LoadAsync(cancel);
        long read = 0;
        foreach (var part in parts)
        {
            await TakeAsync(part, load, statements, cancel);
            progress?.Report(++read);
        }

        await load.FlushAsync(cancel);
        await load.KeepAsync(cancel);
        await load.FindReversalsAsync(cancel);
        await CarryOnAsync(feed, load, statements, cancel);
        return load.Tally.Report(parts.Format, load.CompleteTo);
    }

    private static Task TakeAsync(StatementPart part, StatementLoad load, FeedProgress statements, CancellationToken cancel)
    {
        switch (part)
        {
            case StatementEntry entry:
                return load.TakeAsync(entry, cancel);
            case RejectedPart rejected:
                load.Tally.Reject(rejected.Error);
                break;
            case SkippedPart skipped:
                load.Tally.Skip(skipped);
                break;
            case StatementNote note:
                load.Tally.Note($"line {note.Line}: {note.Text}");
                break;
            case Statement statement when statements.Take(statement) is { } why:
                load.Tally.Note($"line {statement.Line}: {why}");
                break;
        }

        return Task.CompletedTask;
    }

    // Only once all of it is committed does the feed count as complete to where the statements end (R20); an empty statement counts too.
    private async Task CarryOnAsync(string feed, StatementLoad load, FeedProgress statements, CancellationToken cancel)
    {
        if (statements.Through is { } through)
        {
            var end = LocalClock.ToInstant(through.AddDays(1), TimeOnly.MinValue, company.Place.TimeZone, GapRule.EndOfGap, OverlapRule.Earlier).AddSeconds(-1);
            load.CompleteTo = load.CompleteTo > end ? load.CompleteTo : end;
        }

        if (load.CompleteTo is { } completeTo)
        {
            load.CompleteTo = bank.Capped(completeTo);
            await bank.ReceiveAsync(feed, load.CompleteTo, [], cancel);
            await statements.SaveAsync(cancel);
        }
    }
}
