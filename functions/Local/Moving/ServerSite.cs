using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Collections.App.Archive;
using Collections.App.Company;
using Collections.Core.Cases;
using Collections.Local.Hosting;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Local.Moving;

/// <summary>A company behind a server's API: on this machine, or on Azure.</summary>
internal sealed class ServerSite : ICompanySite
{
    private const int AccountsOnPage = 200;
    private const int RowsInPart = 500;

    // A server that scales from nothing takes its time for the first answer, and a busy one says so; each request is safe to repeat.
    private const int MostTries = 4;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(4);

    private readonly HttpClient _http;

    /// <summary>Names a server.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="token">A manager's token.</param>
    public ServerSite(Uri url, string token)
    {
        _http = new HttpClient { BaseAddress = url, Timeout = LongestAnswer };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task PauseAsync(PauseReason reason, Action<string> say, CancellationToken cancel)
    {
        using var answer = await PostAsync("pause", For(reason), cancel);
        var seconds = (int?)(await ReadAsync(answer, cancel))["settlesInSeconds"] ?? 0;
        if (seconds > 0)
        {
            say(string.Create(CultureInfo.InvariantCulture, $"{_http.BaseAddress} is paused; {seconds} s until what it was doing is over"));
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancel);
        }
    }

    public async Task ResumeAsync(PauseReason reason, CancellationToken cancel)
    {
        using var answer = await PostAsync("resume", For(reason), cancel);
    }

    public async Task<(string Line, string? Next)> ReadCompanyAsync(string? after, CancellationToken cancel)
    {
        using var answer = await GetAsync("company", after, RowsInPart, cancel);
        var next = answer.Headers.TryGetValues("X-Next", out var values) ? Uri.UnescapeDataString(values.First()) : null;
        return ((await answer.Content.ReadAsStringAsync(cancel)).TrimEnd('\n'), next);
    }

    public async Task<IReadOnlyList<string>> ReadAccountsAsync(string? after, CancellationToken cancel)
    {
        using var answer = await GetAsync("accounts", after, AccountsOnPage, cancel);
        return (await answer.Content.ReadAsStringAsync(cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async Task WriteCompanyAsync(string line, CancellationToken cancel)
    {
        using var answer = await PostAsync("company", () => Lines([line]), cancel);
    }

    public async Task<IReadOnlyList<ArchiveResult>> WriteAccountsAsync(IReadOnlyList<string> lines, CancellationToken cancel)
    {
        using var answer = await PostAsync("accounts", () => Lines(lines), cancel);
        return [.. (await ReadAsync(answer, cancel))["accounts"]!.Select(result => new ArchiveResult(
            (string)result["account"]!, Words.TryParse<ArchiveState>((string?)result["state"], out var state) ? state : ArchiveState.Refused,
            (string?)result["why"]))];
    }

    public Task<IReadOnlyList<string>?> VerifyAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>?>(null);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Func<HttpContent> For(PauseReason reason) =>
        () => new StringContent($$"""{"for": "{{Words.Of(reason)}}"}""", Encoding.UTF8, "application/json");

    private static StringContent Lines(IReadOnlyList<string> lines) =>
        new(string.Concat(lines.Select(line => $"{line}\n")), Encoding.UTF8, "application/x-ndjson");

    private Task<HttpResponseMessage> GetAsync(string what, string? after, int limit, CancellationToken cancel)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"api/archive/{what}?limit={limit}");
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Get, after is null ? path : $"{path}&after={Uri.EscapeDataString(after)}"), cancel);
    }

    private Task<HttpResponseMessage> PostAsync(string what, Func<HttpContent> body, CancellationToken cancel) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Post, $"api/archive/{what}") { Content = body() }, cancel);

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = make();
                var answer = await _http.SendAsync(request, cancel);
                if (answer.IsSuccessStatusCode)
                {
                    return answer;
                }

                using (answer)
                {
                    var why = await WhyAsync(answer, cancel);
                    if ((int)answer.StatusCode < 500 || attempt == MostTries)
                    {
                        throw new CommandException($"{request.RequestUri} answered {(int)answer.StatusCode}: {why}");
                    }
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
            {
                if (attempt == MostTries)
                {
                    throw new CommandException($"{_http.BaseAddress} can't be reached: {e.Message}");
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(attempt), cancel);
        }
    }

    private static async Task<string> WhyAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            return (string?)(await ReadAsync(answer, cancel))["detail"] ?? answer.ReasonPhrase ?? "no reason";
        }
        catch (JsonException)
        {
            return answer.ReasonPhrase ?? "no reason";
        }
    }

    private static async Task<JObject> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        using var reader = new JsonTextReader(new StringReader(await answer.Content.ReadAsStringAsync(cancel))) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }
}
