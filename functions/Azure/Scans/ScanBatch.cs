using Collections.App;
using Newtonsoft.Json;

namespace Collections.Functions.Scans;

/// <summary>A part of a scan, as a message of the queue.</summary>
/// <param name="Scan">The scan's id.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="AsOf">The day as of which to look.</param>
/// <param name="TotalOpen">What is open in the ledger, minor units, where the policy asks; else 0 (R10).</param>
/// <param name="Codes">The accounts.</param>
public sealed record ScanBatch(string Scan, string Policy, DateOnly AsOf, long TotalOpen, IReadOnlyList<string> Codes)
{
    /// <summary>So many accounts are a message: a minute's work at most, and little to do again after a failure.</summary>
    public const int AccountsMax = 50;

    /// <summary>The message.</summary>
    public string Write() => Json.Write(this);

    /// <summary>A batch of a message.</summary>
    /// <exception cref="FormatException">It is no such message.</exception>
    public static ScanBatch Read(string message)
    {
        try
        {
            return JsonConvert.DeserializeObject<ScanBatch>(message, Json.Settings) is { Scan: not null, Policy: not null, Codes: not null } batch
                ? batch
                : throw new FormatException("a message of a scan's batch must name the scan, its policy and its accounts");
        }
        catch (JsonException problem)
        {
            throw new FormatException("a message of a scan's batch cannot be read", problem);
        }
    }
}
