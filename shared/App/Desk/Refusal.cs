namespace Collections.App.Desk;

/// <summary>Why a person's request cannot be done.</summary>
internal enum RefusalKind
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
internal sealed class RefusalException(RefusalKind kind, string why, string? wrongField = null, int rule = 0) : Exception(why)
{
    public RefusalKind Kind => kind;

    public string? Field => wrongField;

    public int Rule => rule;
}
