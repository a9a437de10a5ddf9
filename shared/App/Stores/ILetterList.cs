namespace Collections.App.Stores;

/// <summary>The letters, to look through: what was written to whom, and whether it left.</summary>
public interface ILetterList
{
    /// <summary>Letters of an account or of all, newest first.</summary>
    Task<Page<LetterRow>> LettersAsync(string? account, LetterState? state, string? cursor, int limit, CancellationToken cancel);

    /// <summary>One letter, whole; null for an id that is not there.</summary>
    Task<LetterRow?> LetterAsync(string letterId, CancellationToken cancel);
}

/// <summary>Where a letter stands (promise 2).</summary>
public enum LetterState
{
    /// <summary>It shall go.</summary>
    Intended,

    /// <summary>It was handed to the sender.</summary>
    Attempted,

    /// <summary>The sender took it.</summary>
    Sent,

    /// <summary>It did not go after all.</summary>
    Withdrawn,

    /// <summary>It came back, or was refused.</summary>
    Bounced,

    /// <summary>Nobody can tell; a person looks.</summary>
    Unknown,
}

/// <summary>A letter as it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Account">The account.</param>
/// <param name="Step">The step that it belongs to.</param>
/// <param name="Template">Its template.</param>
/// <param name="State">Where it stands.</param>
/// <param name="IntendedAt">When it was intended.</param>
/// <param name="NotBefore">It is not attempted before this.</param>
/// <param name="AttemptedAt">When it was handed over, or null.</param>
/// <param name="SentAt">When the sender took it, or null.</param>
/// <param name="Draft">What it says; null until it is attempted.</param>
public sealed record LetterRow(
    string Id,
    string Account,
    string Step,
    string Template,
    LetterState State,
    DateTimeOffset IntendedAt,
    DateTimeOffset NotBefore,
    DateTimeOffset? AttemptedAt,
    DateTimeOffset? SentAt,
    LetterDraft? Draft);
