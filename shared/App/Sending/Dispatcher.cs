using Collections.App.Company;
using Collections.App.Stores;

namespace Collections.App.Sending;

/// <summary>Sends intended letters as they fall due, several side by side, each of another account: a letter that a mail server is slow with delays itself alone.</summary>
/// <remarks>
/// One process sends a company's letters with it. What a crash left attempted is looked up before anything is begun, at the first call and after a pause or
/// a failure. Nothing is begun while the company is paused.
/// </remarks>
public sealed class Dispatcher(IDueWork dueWork, ICompanyValues values, HandOver handOver, LetterWatch watch, ILetterSender sender, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<string, Task> _underWay = new(StringComparer.Ordinal);
    private bool _mustRecover = true;

    /// <summary>Sends all that is due now, and waits for the end of it.</summary>
    /// <returns>How many letters were looked at.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancel)
    {
        var looked = 0;
        while (true)
        {
            looked += await BeginDueAsync(cancel);
            if (await NextEndAsync(cancel) is not { } next)
            {
                return looked;
            }

            await next.WaitAsync(cancel);
        }
    }

    /// <summary>Begins to send what is due now, as far as the sender takes more, and waits for none of it.</summary>
    /// <returns>How many letters were begun.</returns>
    /// <exception cref="Exception">What a letter begun earlier failed with. It is looked up by the next call.</exception>
    public async Task<int> BeginDueAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (await CompanyPause.ReadAsync(values, cancel) is not null)
            {
                // A company that comes here may bring letters whose fate nobody knows.
                _mustRecover = true;
                return 0;
            }

            await ForgetEndedAsync();
            if (_mustRecover)
            {
                await LookUpInFlightAsync(cancel);
                _mustRecover = false;
            }

            return await FillAsync(cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Ends with the next of the letters that are under way, however it ends; null if none is. Its failure is told by <see cref="BeginDueAsync"/>.</summary>
    public async Task<Task?> NextEndAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            return _underWay.Count == 0 ? null : Task.WhenAny(_underWay.Values);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Waits until no letter is under way by this process.</summary>
    public async Task UntilIdleAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await Task.WhenAll(_underWay.Values).WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancel.ThrowIfCancellationRequested();
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Finds out what became of letters that a crash left attempted.</summary>
    public async Task RecoverAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await LookUpInFlightAsync(cancel);
            _mustRecover = false;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<int> FillAsync(CancellationToken cancel)
    {
        // While nothing can leave, one letter at a time finds out whether it can again; the others stay as they are.
        var free = (watch.IsBroken ? 1 : sender.AtOnce) - _underWay.Count;
        if (free <= 0)
        {
            return 0;
        }

        var due = await dueWork.LettersDueAsync(clock.GetUtcNow(), free + _underWay.Count, cancel);
        var begun = due.Where(letter => !_underWay.ContainsKey(letter.LetterId)).Take(free).ToList();
        foreach (var letter in begun)
        {
            _underWay[letter.LetterId] = Task.Run(() => handOver.SendAsync(letter.Account, letter.LetterId, cancel), CancellationToken.None);
        }

        return begun.Count;
    }

    private async Task ForgetEndedAsync()
    {
        foreach (var (letter, task) in _underWay.Where(entry => entry.Value.IsCompleted).ToList())
        {
            _underWay.Remove(letter);
            _mustRecover |= !task.IsCompletedSuccessfully;
            await task;
        }
    }

    private async Task LookUpInFlightAsync(CancellationToken cancel)
    {
        foreach (var letter in await dueWork.LettersInFlightAsync(cancel))
        {
            if (!_underWay.ContainsKey(letter.Id))
            {
                await handOver.LookUpAsync(letter, cancel);
            }
        }
    }
}
