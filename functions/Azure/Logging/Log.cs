using Microsoft.Extensions.Logging;

namespace Collections.Functions.Logging;

/// <summary>What this host logs. Alerts and saved queries ask for the events by these ids and names; they are not used again for anything else.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 101, EventName = "OrchestrationStuck", Level = LogLevel.Error, Message = "the case of {Account} is stuck: {Activity} failed: {Why}")]
    public static partial void OrchestrationStuck(this ILogger log, string account, string activity, string why);

    [LoggerMessage(EventId = 201, EventName = "AccountsWoken", Level = LogLevel.Debug, Message = "woke accounts: {Woken}, {Started} of them started and {Raised} told")]
    public static partial void AccountsWoken(this ILogger log, int woken, int started, int raised);

    [LoggerMessage(EventId = 202, EventName = "WakeFailed", Level = LogLevel.Warning, Message = "{Account} could not be woken; it is tried again")]
    public static partial void WakeFailed(this ILogger log, Exception problem, string account);

    [LoggerMessage(EventId = 203, EventName = "PokeFailed", Level = LogLevel.Warning, Message = "nobody could be told of changed accounts ({Count}); the sweep finds them")]
    public static partial void SignalFailed(this ILogger log, Exception problem, int count);

    [LoggerMessage(EventId = 204, EventName = "SweepDone", Level = LogLevel.Information, Message = "the sweep found overdue accounts: {Due}, for a letter's sake {Letters} of them")]
    public static partial void SweepDone(this ILogger log, int due, int letters);

    [LoggerMessage(EventId = 205, EventName = "InstancesPurged", Level = LogLevel.Information, Message = "purged instances that ended before {Before:O}: {Count}")]
    public static partial void InstancesPurged(this ILogger log, int count, DateTimeOffset before);

    [LoggerMessage(EventId = 206, EventName = "StaleBank", Level = LogLevel.Warning, Message = "the bank is silent since {Day:yyyy-MM-dd}: letters and calls wait (R20)")]
    public static partial void StaleBank(this ILogger log, DateOnly day);

    [LoggerMessage(EventId = 207, EventName = "DirectWakeFailed", Level = LogLevel.Debug, Message = "accounts ({Count}) could not be woken directly; the queue does it")]
    public static partial void DirectWakeFailed(this ILogger log, Exception problem, int count);

    [LoggerMessage(EventId = 301, EventName = "ScanStarted", Level = LogLevel.Information, Message = "scan {Scan}: accounts {Accounts}, batches {Batches}")]
    public static partial void ScanStarted(this ILogger log, string scan, int accounts, int batches);

    [LoggerMessage(
        EventId = 302, EventName = "ScanBatchDone", Level = LogLevel.Information,
        Message = "scan {Scan}: accounts done {Accounts}, opened {Opened}, joined {Joined}")]
    public static partial void ScanBatchDone(this ILogger log, string scan, int accounts, int opened, int joined);

    [LoggerMessage(EventId = 401, EventName = "PoisonMessage", Level = LogLevel.Error, Message = "a message of {Queue} failed too often; task {Task} asks a person: {Body}")]
    public static partial void PoisonMessage(this ILogger log, string queue, string task, string body);

    [LoggerMessage(EventId = 501, EventName = "LetterThrottled", Level = LogLevel.Warning, Message = "the email service asks to wait until {Until:O}")]
    public static partial void LetterThrottled(this ILogger log, DateTimeOffset until);

    [LoggerMessage(EventId = 502, EventName = "LetterFailed", Level = LogLevel.Warning, Message = "letter {Letter} was not sent, or nobody can tell yet: {Why}")]
    public static partial void LetterFailed(this ILogger log, string letter, string why);

    [LoggerMessage(EventId = 602, EventName = "OpeningFailed", Level = LogLevel.Error, Message = "the app can't be opened, and is not ready; it is tried again")]
    public static partial void OpeningFailed(this ILogger log, Exception problem);
}
