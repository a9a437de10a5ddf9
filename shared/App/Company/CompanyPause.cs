using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.App.Company;

/// <summary>What a company is paused for.</summary>
public enum PauseReason
{
    /// <summary>It is read out: what changed meanwhile would be lost.</summary>
    Export,

    /// <summary>It is written: half of it must not begin to collect.</summary>
    Import,
}

/// <summary>A company that is paused.</summary>
/// <param name="For">What for.</param>
/// <param name="Since">Since when.</param>
public sealed record Paused(PauseReason For, DateTimeOffset Since)
{
    /// <summary>Why something is not done, in a sentence.</summary>
    public string Why => For == PauseReason.Export
        ? string.Create(CultureInfo.InvariantCulture, $"the company is paused since {Since:yyyy-MM-dd HH:mm} UTC, while it is exported")
        : string.Create(CultureInfo.InvariantCulture, $"the company is paused since {Since:yyyy-MM-dd HH:mm} UTC, until its import is finished");
}

/// <summary>
/// Keeps a company from collecting, and from being changed, while it moves. It is a value of the company's, so that every machine heeds it and no crash
/// ends it: whoever finishes what was begun does.
/// </summary>
public static class CompanyPause
{
    /// <summary>The name of the value; it is not moved with the company.</summary>
    public const string Name = "paused";

    /// <summary>What was begun on another machine before the pause is over by then: a turn is a matter of seconds.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(1);

    /// <summary>The pause, or null if the company goes about its work.</summary>
    public static async Task<Paused?> ReadAsync(ICompanyValues values, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(values);
        return await values.GetAsync(Name, cancel) is { Length: > 0 } kept && kept.Split(' ') is [var word, var since] && Words.TryParse<PauseReason>(word, out var reason)
            ? new Paused(reason, DateTimeOffset.ParseExact(since, "O", CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Pauses the company.</summary>
    public static Task BeginAsync(ICompanyValues values, PauseReason reason, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.SetAsync(Name, $"{Words.Of(reason)} {now.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)}", cancel);
    }

    /// <summary>Lets it go on.</summary>
    public static Task EndAsync(ICompanyValues values, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.SetAsync(Name, "", cancel);
    }
}
