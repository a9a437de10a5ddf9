using System.Net;
using System.Text.RegularExpressions;

namespace Collections.Web.Tests;

/// <summary>The console's files fit together, and data never become markup in them.</summary>
[Collection(nameof(BareHost))]
public sealed partial class ConsoleTests(BareHost host)
{
    [Fact]
    public async Task Page_EveryFileThatItLeadsTo_IsServed()
    {
        var seen = new HashSet<string>();
        var open = new Queue<string>(["/"]);
        while (open.TryDequeue(out var path))
        {
            using var response = await host.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path} is {response.StatusCode}");
            var text = await response.Content.ReadAsStringAsync();
            foreach (var next in FileOf().Matches(text).Select(match => $"/console/{match.Groups["file"].Value}").Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        Assert.Contains("/console/console.css", seen);
        Assert.Contains("/console/task.js", seen);
    }

    [Fact]
    public void Scripts_NeverWriteMarkupAndCallNobodyElse()
    {
        var scripts = typeof(HttpServices).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".js", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(scripts);
        Assert.All(scripts, name =>
        {
            using var reader = new StreamReader(typeof(HttpServices).Assembly.GetManifestResourceStream(name)!);
            Assert.DoesNotMatch(Forbidden(), reader.ReadToEnd());
        });
    }

    // Behind a platform's sign-in stands a cookie: without this header the console could change nothing.
    [Fact]
    public async Task Calls_SayThatTheConsoleMadeThem() =>
        Assert.Contains("'X-Collections': 'console'", await host.Client.GetStringAsync(new Uri("/console/api.js", UriKind.Relative)), StringComparison.Ordinal);

    [GeneratedRegex("""(?:"/console/|from './)(?<file>[\w.]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex FileOf();

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?://", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Forbidden();
}
