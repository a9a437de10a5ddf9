using Collections.App.Clocks;
using Collections.App.Payments;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;

namespace Collections.Local.Simulation;

/// <summary>Works through the worklist as a world answers.</summary>
internal sealed class SimulatedClerks(IWorklist worklist, BankWatch bankWatch, TurnRunner turns, TimeProvider clock)
{
    private const int PageSize = 500;

    // An answer may open another task for the same day; more rounds than this mean that one opens the other for ever.
    private const int MostRounds = 100;

    /// <summary>Finishes every task that is due and that the world has an answer to.</summary>
    /// <exception cref="InvalidOperationException">The rules refuse an answer: the world is wrong.</exception>
    public async Task WorkAsync(IWorld world, DateOnly day, CancellationToken cancel)
    {
        var bank = await bankWatch.FreshnessAsync(cancel);
        for (var round = 0; round < MostRounds; round++)
        {
            // One task an account at a time: what comes of it may end the others.
            var answers = (await DueAsync(cancel))
                .Where(task => task.Account is not null)
                .Select(task => (Task: task, Answer: world.Answer(task, day)))
                .Where(one => one.Answer is not null)
                .Select(one => (one.Task, Answer: one.Answer!))
                .DistinctBy(one => one.Task.Account)
                .ToList();
            if (answers.Count == 0)
            {
                return;
            }

            await FinishAsync(answers, bank, cancel);
        }

        throw new InvalidOperationException($"the tasks of {day:O} do not end");
    }

    // Oldest first, so that a run that was interrupted among them goes on in the same order.
    private async Task<List<TaskRow>> DueAsync(CancellationToken cancel)
    {
        var tasks = new List<TaskRow>();
        string? cursor = null;
        do
        {
            var page = await worklist.TasksAsync(new TaskFilter(DueBy: clock.GetUtcNow(), Cursor: cursor, Limit: PageSize), cancel);
            tasks.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return [.. tasks.OrderBy(task => task.OpenedAt).ThenBy(task => task.Id.Length).ThenBy(task => task.Id, StringComparer.Ordinal)];
    }

    private async Task FinishAsync(List<(TaskRow Task, TaskAnswer Answer)> answers, BankFreshness bank, CancellationToken cancel)
    {
        var requests = answers.ConvertAll(one => new TurnRequest(one.Task.Account!, new TaskCompleted(one.Answer.By, one.Task.Id, one.Answer.Outcome)));
        var reports = await turns.RunAsync(requests, bank, cancel);
        for (var i = 0; i < answers.Count; i++)
        {
            if (reports[i]?.Refusal is { } why)
            {
                var (task, answer) = answers[i];
                var other = answer.IfRefused ?? throw new InvalidOperationException($"{task.Account}: {why}");
                await turns.RunAsync(new TurnRequest(task.Account!, new TaskCompleted(answer.By, task.Id, other)), bank, cancel);
            }
        }
    }
}
