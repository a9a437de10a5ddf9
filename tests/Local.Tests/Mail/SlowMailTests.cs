using System.Globalization;
using Collections.StoreContract;
using Xunit.Abstractions;

namespace Collections.Local.Tests.Mail;

/// <summary>
/// The real program with a mail server that thinks about each letter: nobody whose payment was acknowledged is written to after it (R19, promise 3), and a power
/// failure leaves nobody in doubt but whose letter was being handed over (promise 2).
/// </summary>
/// <remarks><c>COLLECTIONS_MAIL=full</c> runs them with half a second a letter, over more than 1,000 letters and 100 failures; that takes some minutes.</remarks>
public sealed class SlowMailTests(ITestOutputHelper output)
{
    private const int Lanes = 8;
    private const int Seed = 20210803;

    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static bool IsFull => Environment.GetEnvironmentVariable("COLLECTIONS_MAIL") == "full";

    [Fact]
    public async Task R19_PaymentsAcknowledgedWhileLettersLeave_NobodyIsWrittenToLater()
    {
        var (runs, letters, delay) = IsFull ? (5, 220, TimeSpan.FromMilliseconds(500)) : (1, 60, TimeSpan.FromMilliseconds(100));
        var random = new Random(Seed);
        var (sent, spared, latest) = (0, 0, TimeSpan.MinValue);
        for (var run = 0; run < runs; run++)
        {
            await using var server = new SlowMailServer(delay);
            await using var company = await ServedCompany.StartAsync(server.Port, letters);
            var acknowledged = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            var payers = Enumerable.Range(1, letters).OrderBy(_ => random.Next()).Take(letters * 8 / 10).ToList();
            foreach (var account in payers)
            {
                await company.PayAsync(account);
                acknowledged[ServedCompany.AddressOf(account)] = TimeProvider.System.GetUtcNow();
            }

            var states = await UntilNothingIsOnItsWayAsync(company);
            foreach (var mail in server.Mails)
            {
                latest = acknowledged.TryGetValue(mail.To, out var at) && mail.At - at > latest ? mail.At - at : latest;
            }

            (sent, spared) = (sent + server.Mails.Count, spared + states.GetValueOrDefault("withdrawn"));
            Assert.Equal(server.Mails.Count, server.Mails.DistinctBy(mail => mail.Id).Count());
            Assert.Equal(server.Mails.Count, states.GetValueOrDefault("sent"));
            Assert.Equal(letters, states.Values.Sum());
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sent} letters left, {spared} were spared; the latest left {latest.TotalMilliseconds:F0} ms after the acknowledgement of its payment"));
        Assert.True(spared > 0, "no payment came in time for anything to be shown");
        Assert.True(latest <= Allowed, $"a letter left {latest} after its payment had been acknowledged");
    }

    [Fact]
    public async Task Promise2_KilledWhileLettersLeave_OnlyThoseBeingHandedOverAreInDoubt()
    {
        var (kills, letters, delay) = IsFull ? (100, 1_500, TimeSpan.FromMilliseconds(500)) : (Thoroughness.Of(full: 4, atADesk: 2), 120, TimeSpan.FromMilliseconds(100));
        var random = new Random(Seed);
        await using var server = new SlowMailServer(delay);
        await using var company = await ServedCompany.StartAsync(server.Port, letters);
        var (inDoubt, most) = (0, 0);
        for (var kill = 1; kill <= kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 800)));
            await company.KillAsync();
            await company.ServeAsync();

            var unknown = await UntilLookedUpAsync(company);
            most = Math.Max(most, unknown - inDoubt);
            inDoubt = unknown;
        }

        var states = await UntilNothingIsOnItsWayAsync(company);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kills} kills: {server.Mails.Count} of {letters} letters left, {inDoubt} in doubt, {most} at most after one kill"));
        Assert.True(most <= Lanes, $"{most} letters were in doubt after one kill, and {Lanes} at most are handed over side by side");
        Assert.Equal(server.Mails.Count, server.Mails.DistinctBy(mail => mail.Id).Count());
        Assert.Equal(letters, states.GetValueOrDefault("sent") + states.GetValueOrDefault("unknown"));
        Assert.InRange(server.Mails.Count, states.GetValueOrDefault("sent"), letters);
        Assert.Equal(inDoubt, (await company.AllAsync("/api/tasks")).Count(task => (string?)task["kind"] == "check-letter"));
    }

    [Fact]
    public async Task Server_ThatHangsOverOneLetter_DelaysItAlone()
    {
        await using var server = new SlowMailServer(TimeSpan.Zero) { Hangs = ServedCompany.AddressOf(1) };
        await using var company = await ServedCompany.StartAsync(server.Port, 20);

        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (server.Mails.Count < 19)
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, $"{server.Mails.Count} of 19 letters left");
            await Task.Delay(20);
        }

        // Cases and payments go on as well: the account whose letter hangs pays, and its case closes.
        await company.PayAsync(1);
        while ((string?)(await company.GetAsync("/api/accounts/A1"))["case"]!["status"] != "closed")
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, "the case does not close");
            await Task.Delay(20);
        }
    }

    private static async Task<Dictionary<string, int>> UntilNothingIsOnItsWayAsync(ServedCompany company)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var states = await company.LettersAsync();
            if (states.GetValueOrDefault("intended") + states.GetValueOrDefault("attempted") == 0)
            {
                return states;
            }

            Assert.True(TimeProvider.System.GetUtcNow() < until, $"still on their way: {string.Join(", ", states)}");
            await Task.Delay(50);
        }
    }

    // Those in doubt after a kill are among the letters that stand as attempted after it; each of these is looked up, or leaves, and is attempted no more.
    private static async Task<int> UntilLookedUpAsync(ServedCompany company)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        HashSet<string>? begun = null;
        while (true)
        {
            var letters = await company.AllAsync("/api/letters");
            var attempted = letters.Where(letter => (string?)letter["status"] == "attempted").Select(letter => (string)letter["id"]!).ToHashSet(StringComparer.Ordinal);
            begun ??= attempted;
            if (!begun.Overlaps(attempted))
            {
                return letters.Count(letter => (string?)letter["status"] == "unknown");
            }

            Assert.True(TimeProvider.System.GetUtcNow() < until, $"not looked up: {string.Join(", ", begun.Intersect(attempted))}");
            await Task.Delay(20);
        }
    }
}
