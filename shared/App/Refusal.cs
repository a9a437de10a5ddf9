namespace Collections.App;

/// <summary>Why a person's request cannot be done.</summary>
public enum RefusalKind
{
    /// <summary>What it speaks of isn't there.</summary>
    NotFound,

    /// <summary>It is not this person's to do.</summary>
    NotAllowed,

    /// <summary>Somebody else was first.</summary>
    Conflict,

    /// <summary>The rules refuse it.</summary>
    Rules,
}

/// <summary>A person's request cannot be done; nothing of it was.</summary>
/// <param name="kind">What kind of obstacle it is.</param>
/// <param name="why">Why, in a sentence.</param>
/// <param name="wrongField">The field of the request that is to blame, or null.</param>
/// <param name="rule">The rule's number, or 0.</param>
public sealed class RefusalException(RefusalKind kind, string why, string? wrongField = null, int rule = 0) : Exception(why)
{
    /// <summary>What kind of obstacle it is.</summary>
    public RefusalKind Kind => kind;

    /// <summary>The field of the request that is to blame, or null.</summary>
    public string? Field => wrongField;

    /// <summary>The rule's number, or 0.</summary>
    public int Rule => rule;
}
