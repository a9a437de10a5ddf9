namespace Collections.App.Stores;

/// <summary>The store does not answer, or not in time: what was asked may be asked again later, and was not refused.</summary>
/// <remarks>Over HTTP it is 503 with <c>Retry-After</c> (RFC 9110, 15.6.4).</remarks>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How soon it is worth asking again.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(10);
}
