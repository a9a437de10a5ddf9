using Collections.App.Letters;

namespace Collections.App.Sending;

/// <summary>Sends letters, each by itself, and says what became of it.</summary>
public interface ILetterSender
{
    /// <summary>How many letters it takes side by side; at least 1.</summary>
    int AtOnce => 1;

    /// <summary>
    /// Hands a letter over. A sender that keeps the letter's id hands it over once however often it is asked; any other is asked again
    /// only after <see cref="SendResult.Failed"/> or <see cref="SendResult.HeldBack"/>.
    /// </summary>
    /// <param name="letter">The letter.</param>
    /// <param name="mayLeave">
    /// Asked once all is prepared, in the last moment in which the letter can still be kept (R19): a server may have taken minutes until then. Where it says no
    /// the answer is <see cref="SendResult.HeldBack"/>. What it throws is thrown on; the letter was then not handed over.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>
    /// What is known; network and disk failures, and a cancellation, are answers and not exceptions, because "certainly not sent" and "perhaps sent"
    /// lead to different things.
    /// </returns>
    Task<SendResult> SendAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancellationToken);

    /// <summary>
    /// True if <see cref="LookUpAsync"/> always tells, once <see cref="LetterUnderWayException.Longest"/> has passed since the letter was handed over. A letter
    /// whose fate is not known is then looked up; otherwise a person is asked.
    /// </summary>
    bool CanTell => false;

    /// <summary>Looks a letter up whose sending was begun and whose end isn't known.</summary>
    Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken);

    /// <summary>Looks, quickly and without sending anything, whether letters can leave at all.</summary>
    Task<SenderState> LookAsync(CancellationToken cancellationToken) => Task.FromResult(SenderState.NotKnown);
}

/// <summary>Whether letters can leave.</summary>
/// <param name="IsKnown">False where only sending a letter could tell.</param>
/// <param name="Trouble">Why none can, for people; null if they can, or if it isn't known.</param>
public readonly record struct SenderState(bool IsKnown, string? Trouble)
{
    /// <summary>Only sending a letter can tell.</summary>
    public static SenderState NotKnown => default;

    /// <summary>They can.</summary>
    public static SenderState Fine => new(true, null);

    /// <summary>They can't.</summary>
    public static SenderState Broken(string trouble) => new(true, trouble);
}

/// <summary>What became of a letter that was handed over.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>It was taken over for delivery.</summary>
    /// <param name="Detail">What the taker said, such as its queue's id.</param>
    public sealed record Sent(string Detail = "") : SendResult;

    /// <summary>It was certainly not taken over.</summary>
    /// <param name="Permanent">True when this letter to this address is refused for good: a bounce (R35). False when trying later may help.</param>
    /// <param name="Why">The reason, for people.</param>
    /// <param name="IsOurs">True when the fault is not this letter's: no letter can leave before somebody has mended the folder, the server or the settings.</param>
    public sealed record Failed(bool Permanent, string Why, bool IsOurs = false) : SendResult;

    /// <summary>It was certainly not taken over, because in the last moment it was no longer to go.</summary>
    public sealed record HeldBack : SendResult;

    /// <summary>It may have been taken over or not; nobody sends it again before it has been looked up.</summary>
    /// <param name="Why">The reason, for people.</param>
    public sealed record Unknown(string Why) : SendResult;
}

/// <summary>What a sender knows about a letter that it may have taken over.</summary>
public abstract record Lookup
{
    private Lookup()
    {
    }

    /// <summary>It was sent.</summary>
    /// <param name="At">When.</param>
    public sealed record Sent(DateTimeOffset At) : Lookup;

    /// <summary>It was taken over, and then refused for good: a bounce (R35).</summary>
    /// <param name="Why">The reason, for people.</param>
    public sealed record Refused(string Why) : Lookup;

    /// <summary>It was certainly not sent; sending it is safe.</summary>
    public sealed record NotSent : Lookup;

    /// <summary>The sender keeps no record that could tell: a person has to.</summary>
    public sealed record CannotTell : Lookup;
}
