using Collections.Core.Cases;
using Collections.Local.Tests.Http;
using Microsoft.Playwright;
using Newtonsoft.Json.Linq;

namespace Collections.Local.Tests.Browser;

/// <summary>What people type in the console is not lost, not sent twice, and asked about where it can't be taken back.</summary>
public sealed class ConsoleTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly LiveHost _host = new();

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.OpenCasesAsync();
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [ChromiumFact]
    public async Task Note_IsStillThere_AfterAReload_AStepBack_AndASessionThatEnded()
    {
        var note = string.Concat(Enumerable.Repeat("They asked for a copy of INV-1.", 125));
        var page = await chromium.SignInAsync(_host.Address, LiveHost.ClerkToken);
        var call = (string)(await _host.TaskAsync("call"))["id"]!;
        await GoAsync(page, $"#/tasks/{call}");
        await page.GetByText("They refuse").ClickAsync();
        await page.Locator("textarea[name=note]").FillAsync(note);

        await page.ReloadAsync();
        await HasNoteAsync(page, note);
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Accounts" }).ClickAsync();
        await page.GoBackAsync();
        await HasNoteAsync(page, note);

        // The session ends while the form is sent: the server does not know the token any more.
        await page.RouteAsync("**/api/tasks/*/complete", route => route.FulfillAsync(new RouteFulfillOptions { Status = 401, Body = "{}", ContentType = "application/problem+json" }));
        await page.Locator("textarea[name=note]").PressAsync("Control+Enter");
        await page.GetByLabel("Access token").FillAsync(LiveHost.ClerkToken);
        Assert.DoesNotContain(LiveHost.ClerkToken, await DraftsAsync(page), StringComparison.Ordinal);
        await page.UnrouteAllAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await HasNoteAsync(page, note);

        await page.Locator("textarea[name=note]").PressAsync("Control+Enter");
        await page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Completed" }).WaitForAsync();
        Assert.Equal("[]", await DraftsAsync(page));
        Assert.Contains((await _host.AccountAsync("SMITH"))["record"]!, line => ((string?)line["why"])!.Contains(note, StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task Promise_SentTwiceInOneBreath_OrAgainAfterALostAnswer_IsOne()
    {
        var page = await chromium.SignInAsync(_host.Address, LiveHost.ClerkToken);
        await GoAsync(page, "#/accounts/SMITH");
        var release = new TaskCompletionSource();
        await page.RouteAsync("**/promises", async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });
        await PromiseAsync(page, "2021-08-09");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Keyboard.PressAsync("Control+Enter");
        release.SetResult();
        await page.Locator("dialog").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        Assert.Single((await _host.AccountAsync("SMITH"))["promises"]!);

        // The server takes it, and the answer is lost on its way; the clerk presses again.
        await page.UnrouteAllAsync();
        var isLost = false;
        await page.RouteAsync("**/promises", async route =>
        {
            if (isLost)
            {
                await route.ContinueAsync();
                return;
            }

            isLost = true;
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await PromiseAsync(page, "2021-08-10");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Locator("dialog .complaint").WaitForAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Locator("dialog").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });

        Assert.Equal(2, (await _host.AccountAsync("SMITH"))["promises"]!.Count());
    }

    [ChromiumFact]
    public async Task Next_LeadsNoClerkIntoAManagersTask()
    {
        await _host.Store.OpenCompanyTaskAsync("letters-wait", TaskKind.Attention, Role.Manager, "letters wait", LiveHost.Start, CancellationToken.None);
        var page = await chromium.SignInAsync(_host.Address, LiveHost.ClerkToken);
        await GoAsync(page, $"#/tasks/{(string)(await _host.TaskAsync("call"))["id"]!}");
        await page.GetByText("They refuse").ClickAsync();
        await page.Locator("textarea[name=note]").PressAsync("Control+Enter");

        await page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Completed" }).WaitForAsync();
        Assert.Equal("Back to the worklist", await page.Locator("aside .primary").TextContentAsync());
        await GoAsync(page, "#/tasks/letters-wait");
        await page.GetByText("only a manager can say what came of it").WaitForAsync();

        var manager = await chromium.SignInAsync(_host.Address, LiveHost.ManagerToken);
        await GoAsync(manager, "#/tasks/letters-wait");
        await manager.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Complete the task" }).WaitForAsync();
    }

    [ChromiumFact]
    public async Task HandingOver_AsksTwice_R13()
    {
        var agency = await UntilAgencyAsync();
        var page = await chromium.SignInAsync(_host.Address, LiveHost.ManagerToken);
        await GoAsync(page, $"#/tasks/{(string)agency["id"]!}");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Complete the task" }).ClickAsync();

        // Enter twice is no answer: the focus is on the way out.
        var question = page.GetByRole(AriaRole.Dialog);
        await question.WaitForAsync();
        Assert.Contains("SMITH", await question.TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("1,000.00", await question.TextContentAsync(), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Enter");
        await question.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        Assert.Equal("open", (string?)(await _host.GetAsync($"/api/tasks/{agency["id"]}", LiveHost.ManagerToken)).Ok["task"]!["status"]);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Complete the task" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Hand over" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Completed" }).WaitForAsync();
        Assert.Equal("closed", (string?)(await _host.AccountAsync("SMITH"))["case"]!["status"]);
    }

    // Every call is made and refused, day after day, until nothing is left but the agency.
    private async Task<JToken> UntilAgencyAsync()
    {
        for (var day = LiveHost.Start.AddHours(3); day < LiveHost.Start.AddDays(90); day = day.AddDays(1))
        {
            await _host.MoveToAsync(day.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
            foreach (var task in (await _host.GetAsync("/api/tasks", LiveHost.ManagerToken)).Ok["items"]!.Where(task => (string?)task["account"] == "SMITH"))
            {
                if ((string?)task["kind"] == "agency")
                {
                    return task;
                }

                _ = (await _host.PostAsync($"/api/tasks/{task["id"]}/complete", """{"outcome": "reached-refused", "note": "no"}""", LiveHost.ManagerToken)).Ok;
            }
        }

        throw new InvalidOperationException("the case never came to the agency");
    }

    private static async Task GoAsync(IPage page, string hash)
    {
        await page.EvaluateAsync("hash => { location.hash = hash; }", hash);
        await page.Locator("#main h1").WaitForAsync();
        await page.WaitForFunctionAsync("hash => location.hash === hash && !document.querySelector('.loading')", hash);
    }

    private static async Task PromiseAsync(IPage page, string date)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Promise", Exact = true }).ClickAsync();
        await page.Locator("dialog input[type=date]").FillAsync(date);
    }

    private static async Task HasNoteAsync(IPage page, string note)
    {
        await page.GetByText("What you had typed is back.").WaitForAsync();
        Assert.Equal(note, await page.Locator("textarea[name=note]").InputValueAsync());
        Assert.True(await page.GetByText("They refuse").IsCheckedAsync());
    }

    private static async Task<string> DraftsAsync(IPage page) => (await page.EvaluateAsync<string>(
        "() => JSON.stringify(Object.entries(sessionStorage).filter(([key]) => key.startsWith('collections-draft') || key.startsWith('collections-place')))"))!;
}
