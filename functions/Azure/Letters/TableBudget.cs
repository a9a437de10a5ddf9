using Azure;
using Azure.Data.Tables;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.Functions.Logging;
using Microsoft.Extensions.Logging;

namespace Collections.Functions.Letters;

/// <summary>The sender's budget, shared by all machines: one entity of the company's table, changed by whoever holds its newest version.</summary>
public sealed class TableBudget(TableClient company, LetterRates rates, ILogger<TableBudget> log) : ILetterBudget, IDisposable
{
    private const string Partition = "letter-budget";
    private const string Row = "slots";
    private const string Part = "part";

    // A property takes 64 KiB, an entity 1 MiB: fifteen of them hold 45,000 letters that wait.
    private const int PartBytes = 60_000;
    private const int PartsMax = 15;

    private const int MostTries = 100;
    private const int LongestRestMs = 100;

    // Within a process they take turns, so that machines alone contend.
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> ReserveAsync(LetterRef letter, DateOnly oldestDue, DateTimeOffset now, CancellationToken cancel) =>
        ChangeAsync(slots => slots.Reserve(letter.LetterId, oldestDue, now, rates), cancel);

    /// <summary>The service asks to wait: nothing leaves before that moment.</summary>
    public async Task PauseAsync(DateTimeOffset until, CancellationToken cancel)
    {
        log.LetterThrottled(until);
        await ChangeAsync(
            slots =>
            {
                slots.Pause(until);
                return true;
            },
            cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<T> ChangeAsync<T>(Func<LetterSlots, T> change, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var kept = await company.GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: cancel);
                var slots = kept.HasValue ? SlotFormat.Read(Bytes(kept.Value!)) : new LetterSlots();
                var answer = change(slots);
                try
                {
                    await SaveAsync(slots, kept.HasValue ? kept.Value!.ETag : default, cancel);
                    return answer;
                }
                catch (RequestFailedException e) when (e.Status is 409 or 412 && attempt < MostTries)
                {
                    // Another machine was quicker.
                    await Task.Delay(Random.Shared.Next(LongestRestMs), cancel);
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private Task SaveAsync(LetterSlots slots, ETag etag, CancellationToken cancel)
    {
        var bytes = SlotFormat.Write(slots);
        var entity = new TableEntity(Partition, Row);
        for (var i = 0; i * PartBytes < bytes.Length; i++)
        {
            if (i == PartsMax)
            {
                throw new InvalidOperationException($"{slots.Waiting.Count} letters wait to be sent, which is more than the budget can keep in order; raise its rates");
            }

            entity[$"{Part}{i}"] = bytes[(i * PartBytes)..Math.Min((i + 1) * PartBytes, bytes.Length)];
        }

        return etag == default
            ? company.AddEntityAsync(entity, cancel)
            : company.UpdateEntityAsync(entity, etag, TableUpdateMode.Replace, cancel);
    }

    private static byte[] Bytes(TableEntity entity)
    {
        var bytes = new List<byte>();
        for (var i = 0; entity.GetBinary($"{Part}{i}") is { } part; i++)
        {
            bytes.AddRange(part);
        }

        return [.. bytes];
    }
}
