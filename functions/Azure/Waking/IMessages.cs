using Collections.Functions.Naming;

namespace Collections.Functions.Waking;

/// <summary>Puts messages on the app's queues.</summary>
public interface IMessages
{
    /// <summary>Puts a message on a queue.</summary>
    /// <param name="queue">The queue, of <see cref="Names"/>.</param>
    /// <param name="body">The message: text, at most 48 KiB as UTF-8.</param>
    /// <param name="delay">How long nobody sees it yet; null for not at all.</param>
    /// <param name="cancel">Ends it.</param>
    Task SendAsync(string queue, string body, TimeSpan? delay, CancellationToken cancel);
}
