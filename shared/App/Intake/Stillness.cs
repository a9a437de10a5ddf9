namespace Collections.App.Intake;

/// <summary>Tells finished files from those that somebody is still writing: a file is finished when its size and time have stood still for a while.</summary>
/// <param name="clock">The machine's clock, since files are written in its time, whatever the company's.</param>
public sealed class Stillness(TimeProvider clock)
{
    /// <summary>How long a file must stand still.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <summary>How long a file that couldn't be taken is left before it is tried again.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>How long a file may wait until a person is told, and those that come after it wait no longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private Dictionary<string, Sight> _sights = new(StringComparer.Ordinal);

    /// <summary>Takes note of the files that are there; those that are gone are forgotten.</summary>
    /// <param name="files">All of them.</param>
    /// <param name="tellsWhenWritten"><see cref="IIntakeFolder.TellsWhenWritten"/>.</param>
    public void Look(IEnumerable<IntakeFile> files, bool tellsWhenWritten)
    {
        var now = clock.GetUtcNow();
        _sights = files.ToDictionary(file => file.Path, file => Seen(file, tellsWhenWritten && file.ChangedAt < now ? file.ChangedAt : now), StringComparer.Ordinal);
    }

    /// <summary>True if a file is finished, as far as anybody can tell, and need not rest.</summary>
    public bool IsStill(IntakeFile file) =>
        _sights.TryGetValue(file.Path, out var sight) && sight.File == file && clock.GetUtcNow() is var now && now - sight.Since >= Quiet && now >= sight.NotBefore;

    /// <summary>True if a file has waited for too long.</summary>
    public bool IsOverdue(IntakeFile file) => _sights.TryGetValue(file.Path, out var sight) && IsOverdue(sight);

    /// <summary>The files that have waited for too long, each with what was wrong when it was tried last; null if it was not tried.</summary>
    public IReadOnlyList<(string Path, string? Trouble)> Overdue() =>
        [.. _sights.Values.Where(IsOverdue).Select(sight => (sight.File.Path, sight.Trouble)).OrderBy(one => one.Path, StringComparer.Ordinal)];

    /// <summary>Lets a file rest that couldn't be taken.</summary>
    public void LetRest(IntakeFile file, string trouble)
    {
        if (_sights.TryGetValue(file.Path, out var sight))
        {
            _sights[file.Path] = sight with { NotBefore = clock.GetUtcNow() + Rest, Trouble = trouble };
        }
    }

    /// <summary>Forgets a file that is gone.</summary>
    public void Forget(IntakeFile file) => _sights.Remove(file.Path);

    private bool IsOverdue(Sight sight) => clock.GetUtcNow() - sight.First >= Patience;

    private Sight Seen(IntakeFile file, DateTimeOffset since) =>
        !_sights.TryGetValue(file.Path, out var before) ? new Sight(file, since, since, since, Trouble: null)
        : before.File == file ? before
        : before with { File = file, Since = since };

    /// <summary>What is known of a file.</summary>
    /// <param name="File">The file as it was seen last.</param>
    /// <param name="Since">Since when it has been so.</param>
    /// <param name="First">When a file of this name was seen first.</param>
    /// <param name="NotBefore">It is not tried before this.</param>
    /// <param name="Trouble">What was wrong when it was tried last, or null.</param>
    private sealed record Sight(IntakeFile File, DateTimeOffset Since, DateTimeOffset First, DateTimeOffset NotBefore, string? Trouble);
}
