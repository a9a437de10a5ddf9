using System.Globalization;
using Collections.Core.Calendars;
using Spectre.Console;

namespace Collections.Local.Terminal;

/// <summary>What a command writes to: for people in colours and tables where somebody looks, plain where it goes to a file or a program.</summary>
internal sealed class Screen
{
    // Lines that go to a file or another program are not broken at the width of a terminal that isn't there.
    private const int WidthOfFiles = 200;

    public Screen(TextWriter output, TextWriter error)
    {
        (Output, Error) = (output, error);
        Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!IsWatched)
        {
            Console.Profile.Width = WidthOfFiles;
        }
    }

    /// <summary>Plain output, for JSON and single lines.</summary>
    public TextWriter Output { get; }

    /// <summary>What went wrong.</summary>
    public TextWriter Error { get; }

    /// <summary>Tables and progress.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>True if a person looks at a terminal.</summary>
    public bool IsWatched => ReferenceEquals(Output, System.Console.Out) && !System.Console.IsOutputRedirected;

    /// <summary>A line for people.</summary>
    public void Say(string line) => Output.WriteLine(line);

    /// <summary>A figure as people read it: <c>1,234</c>.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A moment as a place's clocks show it, to the minute.</summary>
    public static string Moment(DateTimeOffset moment, TimeZoneInfo zone) =>
        LocalClock.ToLocal(moment, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>So many of something: <c>1 account</c>, <c>1,234 accounts</c>.</summary>
    public static string Count(long number, string one, string many) => $"{Number(number)} {(number == 1 ? one : many)}";

    /// <summary>A table of two columns, the second flush right.</summary>
    public void Figures(IEnumerable<(string What, string Figure)> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn("");
        table.AddColumn("", column => column.RightAligned().PadLeft(3));
        foreach (var (what, figure) in rows)
        {
            table.AddRow(Markup.Escape(what), Markup.Escape(figure));
        }

        Console.Write(table);
    }

    /// <summary>A table with headers.</summary>
    public void Rows(IEnumerable<string> headers, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns([.. headers]);
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        Console.Write(table);
    }

    /// <summary>Runs work under a progress bar where somebody watches, else without.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="all">What there is to do in all, in any unit.</param>
    /// <param name="work">The work; it tells how much is done.</param>
    public async Task<T> ProgressAsync<T>(string what, double all, Func<Action<double>, Task<T>> work)
    {
        if (!IsWatched)
        {
            return await work(_ => { });
        }

        return await Console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(Markup.Escape(what), maxValue: Math.Max(all, 1));
                var result = await work(done => task.Value = done);
                task.Value = task.MaxValue;
                return result;
            });
    }
}
