using Microsoft.Playwright;

namespace Collections.Local.Tests.Browser;

/// <summary>Debian's Chromium, without a window: one for all tests, each of which has a context of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where it is: what <c>COLLECTIONS_CHROMIUM</c> says, or where Debian puts it.</summary>
    public static string Program => Environment.GetEnvironmentVariable("COLLECTIONS_CHROMIUM") ?? "/usr/bin/chromium";

    public async Task InitializeAsync()
    {
        if (ChromiumFactAttribute.Absence is null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Quiet });
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A page of somebody who has just signed in.</summary>
    public async Task<IPage> SignInAsync(Uri address, string token)
    {
        var page = await (await _browser!.NewContextAsync()).NewPageAsync();
        await page.GotoAsync($"{address}#token={token}");
        await page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Worklist" }).WaitForAsync();
        return page;
    }
}

/// <summary>Runs where Chromium is, and is skipped, visibly, elsewhere; under <c>CI=true</c> it fails there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Absence;

    public static string? Absence =>
        File.Exists(Chromium.Program) || Environment.GetEnvironmentVariable("CI") == "true" ? null : $"there is no Chromium at {Chromium.Program}; COLLECTIONS_CHROMIUM says where it is";
}
