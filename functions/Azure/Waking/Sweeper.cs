using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.Functions.Logging;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Collections.Functions.Waking;

/// <summary>Finds what should have been done by now and was not, because a wake was lost or an instance is not there; and watches the bank (R20).</summary>
public sealed class Sweeper(IDueWork dueWork, ICompanyValues values, BankWatch bankWatch, CaseWaker waker, TimeProvider clock, ILogger<Sweeper> log)
{
    /// <summary>
    /// What fell due less than this ago is left to the instance's own timer; otherwise every sweep would knock at doors that are about to open.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>One sweep wakes at most so many accounts; the next one goes on.</summary>
    private const int Most = 20_000;

    /// <summary>Wakes what is overdue; nothing while the company is paused.</summary>
    /// <param name="client">Durable Task's client.</param>
    /// <param name="grace">How long ago it must have fallen due.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>How many accounts were overdue.</returns>
    public async Task<int> SweepAsync(DurableTaskClient client, TimeSpan grace, CancellationToken cancel)
    {
        if (await CompanyPause.ReadAsync(values, cancel) is not null)
        {
            return 0;
        }

        if (await bankWatch.LookAsync(cancel) is { HasFallenSilent: true, SilentSince: { } day })
        {
            log.StaleBank(day);
        }

        var by = clock.GetUtcNow() - grace;
        var due = new HashSet<string>(await dueWork.DueAsync(by, Most, cancel), StringComparer.Ordinal);
        var cases = due.Count;
        due.UnionWith((await dueWork.LettersDueAsync(by, Most, cancel)).Select(letter => letter.Account));

        // A letter that was handed over a moment ago is in somebody's hands.
        due.UnionWith((await dueWork.LettersInFlightAsync(cancel))
            .Where(letter => clock.GetUtcNow() - letter.AttemptedAt >= LetterUnderWayException.Longest)
            .Select(letter => letter.Account));
        if (due.Count > 0)
        {
            log.SweepDone(due.Count, due.Count - cases);
            await waker.WakeAsync(client, due, cancel);
        }

        return due.Count;
    }
}
