using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Collections.Local.Demo;
using Collections.Local.Hosting;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary><c>demo</c>: a sample company, months of collecting in seconds, and then the app to look at.</summary>
internal static class DemoCommand
{
    private const string MarkName = "this-is-a-demo";

    public static Command Create(Screen screen)
    {
        var data = new Option<string>("--data")
        {
            Description = "the folder for the sample company; it is made anew each time", HelpName = "DIR",
            DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), $"collections-demo-{Environment.UserName}"),
        };
        var urls = new Option<string?>("--urls") { Description = "where to listen; this machine unless told", HelpName = "URL" };
        var keep = new Option<bool>("--keep") { Description = "go on with the sample company as the last demo left it" };
        var noServe = new Option<bool>("--no-serve") { Description = "end after the figures" };
        var command = new Command("demo", "Shows a sample company: months of collecting in seconds, then the app itself on what came of it.") { data, urls, keep, noServe };
        command.SetAction((parsed, cancel) => RunAsync(
            screen, new DataFolder(parsed.GetValue(data)!), parsed.GetValue(urls), parsed.GetValue(keep), parsed.GetValue(noServe), cancel));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, DataFolder data, string? urls, bool keep, bool noServe, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        using var locked = data.Lock();
        var isThere = keep && data.HasDatabase;
        if (!isThere)
        {
            Clear(data);
        }

        await using var host = await DemoRun.OpenAsync(data, cancel);
        if (!isThere)
        {
            await screen.ProgressAsync("the months pass", DemoRun.Days, async done =>
            {
                await DemoRun.RunAsync(host, new Told(day => done(day.DayNumber - DemoRun.From.DayNumber + 1)), cancel);
                return true;
            });
            await DemoReport.ShowAsync(screen, host, watch.Elapsed, cancel);
        }

        if (!noServe)
        {
            await LocalServer.RunAsync(host, Tokens.Of(host.Settings), urls ?? FreeUrl(), intake: null, screen.Say, cancel);
        }

        return ExitCodes.Done;
    }

    // Only a folder that a demo has made is ever emptied.
    private static void Clear(DataFolder data)
    {
        var mark = Path.Combine(data.Path, MarkName);
        if (data.HasDatabase && !File.Exists(mark))
        {
            throw new CommandException($"{data.Path} holds a company that no demo has made; take another folder (--data)");
        }

        foreach (var file in (string[])[data.Database, $"{data.Database}-wal", $"{data.Database}-shm"])
        {
            File.Delete(file);
        }

        if (Directory.Exists(data.Outbox) && File.Exists(mark))
        {
            Directory.Delete(data.Outbox, recursive: true);
        }

        File.WriteAllText(mark, "");
        File.WriteAllText(data.Settings, DemoCompany.Settings);
    }

    // Somebody who only wants to look is not asked to free a port.
    private static string FreeUrl()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, new Uri(LocalServer.DefaultUrls).Port);
            listener.Start();
            return LocalServer.DefaultUrls;
        }
        catch (SocketException)
        {
            return "http://127.0.0.1:0";
        }
    }

    private sealed class Told(Action<DateOnly> tell) : IProgress<DateOnly>
    {
        public void Report(DateOnly value) => tell(value);
    }
}
