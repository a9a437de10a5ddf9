namespace Collections.StoreContract;

/// <summary>How much is tried of what has no end, such as moments at which a machine may stop: some of it at a desk, much more where <c>CI=true</c> is set.</summary>
public static class Thoroughness
{
    /// <summary>True where nobody waits.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>A number of repetitions.</summary>
    /// <param name="full">Where nobody waits.</param>
    /// <param name="atADesk">Where somebody does.</param>
    public static int Of(int full, int atADesk) => IsFull ? full : atADesk;
}
