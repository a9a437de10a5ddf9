using Collections.App.Letters;
using Collections.App.Sending;

namespace Collections.Local.Simulation;

/// <summary>Takes letters and keeps nothing of them.</summary>
internal sealed class NowhereSender : ILetterSender
{
    /// <inheritdoc/>
    public int AtOnce => 64;

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancellationToken) => Task.FromResult<SendResult>(new SendResult.Sent());

    /// <inheritdoc/>
    public Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken) => Task.FromResult<Lookup>(new Lookup.CannotTell());
}
