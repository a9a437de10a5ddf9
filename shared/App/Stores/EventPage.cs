using Collections.App.Formats;
using Collections.Core.Cases;

namespace Collections.App.Stores;

/// <summary>The events of one turn, in their place in the account's history: all pages together rebuild its case.</summary>
/// <param name="Seq">Its place, from 1.</param>
/// <param name="At">The moment of the turn, to the millisecond.</param>
/// <param name="By">Who or what caused it.</param>
/// <param name="Lines">How many lines the account's record has with this turn.</param>
/// <param name="Events">The events, as <see cref="CaseEventFormat"/> writes them.</param>
/// <param name="Hash">SHA-256, in hex, over the page before it, the record as far as it goes, and this page.</param>
public sealed record EventPage(int Seq, DateTimeOffset At, string By, int Lines, string Events, string Hash)
{
    /// <summary>The events, read.</summary>
    /// <param name="account">The account's code.</param>
    /// <exception cref="InvalidDataException">A newer release has written them.</exception>
    public IReadOnlyList<Reasoned> Read(string account) => CaseEventFormat.Read(Events, account);

    /// <summary>The case that pages make; <see cref="Case.New"/> of none.</summary>
    /// <param name="account">The account's code.</param>
    /// <param name="pages">Pages from the first one on, in order.</param>
    /// <exception cref="InvalidDataException">A newer release has written some of them.</exception>
    public static Case Fold(string account, IEnumerable<EventPage> pages) =>
        Case.Fold(Case.New(account), pages.SelectMany(page => page.Read(account), (_, reasoned) => reasoned.Event));
}

/// <summary>What happened to accounts, event by event.</summary>
public interface IEventStore
{
    /// <summary>The pages of an account's events, oldest first. A branch's code gives those of the account that is billed.</summary>
    /// <remarks>None for a code that is not known, and for an account on which no turn of this release has decided anything yet.</remarks>
    Task<IReadOnlyList<EventPage>> EventsAsync(string account, CancellationToken cancel);
}
