using System.Net;
using Newtonsoft.Json.Linq;

namespace Collections.Local.Tests.Commands;

/// <summary>The server as the command starts it, through a real socket.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Serve_OnAVirtualClock_MovesItWhenToldAndGoesOnThereAfterARestart()
    {
        string[] args = ["serve", "--data", _cli.Data, "--urls", "http://127.0.0.1:0", "--clock", "2021-08-03T08:00", "--timezone", "Australia/Sydney"];
        await using (var first = await Server.StartAsync(args))
        {
            Assert.Equal("2021-08-02T22:00:00+00:00", (string?)(await first.GetAsync("/api/clock"))["now"]);
            Assert.Equal(HttpStatusCode.OK, await first.PostAsync("/api/clock", """{"to":"2021-08-05T09:00:00+10:00"}"""));
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await Server.StartAsync(args);
        Assert.Equal("2021-08-04T23:00:00+00:00", (string?)(await second.GetAsync("/api/clock"))["now"]);
        Assert.Contains(second.Said, line => line.Contains("stands at 2021-08-04 23:00 UTC", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serve_OnTheRealClock_CollectsByItselfOnceAPolicyIsSigned()
    {
        // R5, R39: the day's scan is due from midnight on, and waits for the signature; nobody asks for it.
        Directory.CreateDirectory(_cli.Data);
        File.WriteAllText(Path.Combine(_cli.Data, "appsettings.json"), """{ "company": { "scanAt": "00:00" } }""");
        var invoices = _cli.File("invoices.csv", "invoice,account,issued,due,amount\n1,A1,2021-06-01,2021-07-01,100.00\n");
        await Cli.RunAsync("import", "invoices", invoices, "--data", _cli.Data);
        await using var server = await Server.StartAsync("serve", "--data", _cli.Data, "--urls", "http://127.0.0.1:0");
        await server.SaidAsync("before it is signed");
        Assert.Contains(server.Said, line => line.Contains("before it is signed", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, await server.PostAsync("/api/policies/three-calls/sign", "{}"));

        var @case = await server.UntilAsync("/api/accounts/A1", account => account["case"] is { Type: JTokenType.Object } opened ? opened : null);
        Assert.Equal("three-calls", (string?)@case["policy"]);
    }

    [Fact]
    public async Task Serve_WithAnIntake_TakesWhatIsPutThere()
    {
        await using var server = await Server.StartAsync(
            "serve", "--data", _cli.Data, "--urls", "http://127.0.0.1:0", "--clock", "2021-08-03T08:00", "--intake", _cli.In("intake"));
        await server.SaidAsync("Files are taken from ");
        var done = Path.Combine(_cli.In("intake"), "done", "accounts", "accounts.csv");

        File.Move(_cli.File("accounts.csv", "account,name\nA1,Smith & Sons\n"), Path.Combine(_cli.In("intake"), "accounts", "accounts.csv"));

        var account = await server.UntilAsync("/api/accounts", page => File.Exists(done) ? page["items"]!.First() : null);
        Assert.Equal("A1", (string?)account["account"]);
        Assert.True(File.Exists(done + ".result.json"));
    }

    [Fact]
    public async Task Serve_OfDataThatAnotherServes_IsRefused()
    {
        await using var server = await Server.StartAsync("serve", "--data", _cli.Data, "--urls", "http://127.0.0.1:0", "--clock", "2021-08-03T08:00");

        var second = await Cli.RunAsync("serve", "--data", _cli.Data, "--urls", "http://127.0.0.1:0");

        Assert.Equal(2, second.Code);
        Assert.Contains("in use", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WhereItCanNotListen_SaysSo()
    {
        await using var server = await Server.StartAsync("serve", "--data", _cli.Data, "--urls", "http://127.0.0.1:0", "--clock", "2021-08-03T08:00");

        var taken = await Cli.RunAsync("serve", "--data", _cli.In("other"), "--urls", server.Address);
        var tooFar = await Cli.RunAsync("serve", "--data", _cli.In("other"), "--urls", "http://0.0.0.0:0");

        Assert.Equal((2, 2), (taken.Code, tooFar.Code));
        Assert.Contains("already in use", taken.Error, StringComparison.Ordinal);
        Assert.Contains("COLLECTIONS_TOKEN_CLERK", tooFar.Error, StringComparison.Ordinal);
    }
}
