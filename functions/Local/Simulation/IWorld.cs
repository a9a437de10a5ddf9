using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.Local.Simulation;

/// <summary>What happens around a company whose days are simulated. The same day gives the same things however often it is asked for.</summary>
internal interface IWorld
{
    /// <summary>Brings what the books and the bank have to tell in the morning of a day.</summary>
    Task MorningAsync(DateOnly day, CancellationToken cancel);

    /// <summary>What comes of a task on a day, or null if nobody takes it on.</summary>
    /// <param name="task">The task.</param>
    /// <param name="day">The day.</param>
    TaskAnswer? Answer(TaskRow task, DateOnly day);
}

/// <summary>What a person makes of a task.</summary>
/// <param name="By">Who.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="IfRefused">What they say if the rules don't take that, or null if they always do.</param>
internal sealed record TaskAnswer(Actor By, Outcome Outcome, Outcome? IfRefused = null);
