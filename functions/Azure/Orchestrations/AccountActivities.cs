using Collections.App.Clocks;
using Collections.App.Sending;
using Collections.Functions.Naming;
using Microsoft.Azure.Functions.Worker;

namespace Collections.Functions.Orchestrations;

/// <summary>What an orchestration has done: everything that reads a clock, the store or the network.</summary>
/// <remarks>Each may be run twice, or begun and not finished: what they do is committed whole and asked of the store again (design, promises 1 and 2).</remarks>
public sealed class AccountActivities(CaseWorker worker, IWorkSignal signal)
{
    /// <summary>Runs the turns that are due on an account, and says what comes next.</summary>
    [Function(Names.RunTurns)]
    public async Task<Agenda> RunTurnsAsync([ActivityTrigger] string account, CancellationToken cancel)
    {
        if (await worker.RunTurnsAsync(account, cancel) is not { } agenda)
        {
            return Agenda.Over("unknown");
        }

        if (agenda.Account == account)
        {
            return Agenda.Of(agenda);
        }

        // A branch's case is the case of the account that is billed, and that account's instance goes on with it.
        await signal.SignalAsync([agenda.Account], cancel);
        return Agenda.Over("billed to another account");
    }

    /// <summary>Sends a letter that is due, or finds out what became of it. A letter that a payment has overtaken is not sent (R19).</summary>
    /// <exception cref="LetterUnderWayException">Another machine may be handing it over at this moment: it is tried again later.</exception>
    [Function(Names.SendLetter)]
    public Task SendLetterAsync([ActivityTrigger] LetterOrder order, CancellationToken cancel) =>
        worker.SendLetterAsync(order.Account, order.Letter, cancel);
}
