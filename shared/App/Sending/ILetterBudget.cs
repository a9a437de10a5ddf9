using Collections.App.Stores;

namespace Collections.App.Sending;

/// <summary>How many letters the sender takes: a port for senders that refuse what comes too fast.</summary>
public interface ILetterBudget
{
    /// <summary>Asks to send a letter now. Where not all that ask can go, the oldest debts go first.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="oldestDue">The due date of the oldest invoice that it asks for.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Null if it may go now, and then it counts as gone; else the moment at which to ask again.</returns>
    Task<DateTimeOffset?> ReserveAsync(LetterRef letter, DateOnly oldestDue, DateTimeOffset now, CancellationToken cancel);
}

/// <summary>The budget of a sender that takes all letters at once.</summary>
public sealed class NoLimit : ILetterBudget
{
    /// <inheritdoc/>
    public Task<DateTimeOffset?> ReserveAsync(LetterRef letter, DateOnly oldestDue, DateTimeOffset now, CancellationToken cancel) =>
        Task.FromResult<DateTimeOffset?>(null);
}
