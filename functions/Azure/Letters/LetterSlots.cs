using System.Security.Cryptography;
using System.Text;

namespace Collections.Functions.Letters;

/// <summary>How many letters may leave.</summary>
/// <param name="PerMinute">In any minute.</param>
/// <param name="PerHour">In any hour.</param>
public readonly record struct LetterRates(int PerMinute, int PerHour)
{
    /// <summary>What Communication Services grant a new subscription on a domain of its own.</summary>
    public static LetterRates Default => new(30, 100);
}

/// <summary>A letter that waits for its slot.</summary>
/// <param name="OldestDue">The due date of the oldest invoice that it asks for.</param>
/// <param name="Id">A hash of the letter's id.</param>
/// <param name="At">When it was told to ask again.</param>
public readonly record struct WaitingLetter(DateOnly OldestDue, ulong Id, DateTimeOffset At)
{
    /// <summary>Older debts first; among equals, whoever it be, always the same. When they were told to come does not count.</summary>
    public static IComparer<WaitingLetter> OldestFirst { get; } =
        Comparer<WaitingLetter>.Create((a, b) => a.OldestDue == b.OldestDue ? a.Id.CompareTo(b.Id) : a.OldestDue.CompareTo(b.OldestDue));

    /// <summary>A letter's id in eight bytes.</summary>
    public static ulong IdOf(string letterId) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(letterId)));
}

/// <summary>Who may send, and who waits: the letters of the last hour, a pause that the service asked for, and a queue by the age of debts. Pure.</summary>
/// <remarks>
/// Every letter waits a moment at first, so that the letters of one scan, which come due together, are all in the queue before the first of them goes.
/// A letter that does not come back at its moment (paid, held, too late in the day) loses its place a while later; nobody waits for it longer.
/// </remarks>
public sealed class LetterSlots
{
    /// <summary>How long a letter waits at least.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromSeconds(30);

    /// <summary>How late a letter may come and still have its place.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // An older debt goes first if it comes within this; a slot is not kept free for longer.
    private static readonly TimeSpan About = TimeSpan.FromMinutes(2);

    // Nobody asks again sooner than this.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly List<DateTimeOffset> _sent;
    private readonly SortedSet<WaitingLetter> _waiting;

    /// <summary>Nothing was sent, and nobody waits.</summary>
    public LetterSlots()
        : this([], [], DateTimeOffset.MinValue)
    {
    }

    /// <summary>What was kept.</summary>
    /// <param name="sent">When letters left, oldest first.</param>
    /// <param name="waiting">Who waits.</param>
    /// <param name="pausedUntil">The end of the service's pause.</param>
    public LetterSlots(IEnumerable<DateTimeOffset> sent, IEnumerable<WaitingLetter> waiting, DateTimeOffset pausedUntil) =>
        (_sent, _waiting, PausedUntil) = ([.. sent], new SortedSet<WaitingLetter>(waiting, WaitingLetter.OldestFirst), pausedUntil);

    /// <summary>When letters of the last hour left, oldest first.</summary>
    public IReadOnlyList<DateTimeOffset> Sent => _sent;

    /// <summary>Who waits, oldest debts first.</summary>
    public IReadOnlyCollection<WaitingLetter> Waiting => _waiting;

    /// <summary>Nothing leaves before this: the service said so.</summary>
    public DateTimeOffset PausedUntil { get; private set; }

    /// <summary>Asks for a slot now.</summary>
    /// <returns>Null if the letter may go, and then it counts as gone; else when to ask again.</returns>
    public DateTimeOffset? Reserve(string letterId, DateOnly oldestDue, DateTimeOffset now, LetterRates rates)
    {
        now = Forget(now);
        var me = new WaitingLetter(oldestDue, WaitingLetter.IdOf(letterId), now);
        var place = Place(me);
        var hasWaited = place is { At: var told } && told <= now;
        if (place is { } old)
        {
            _waiting.Remove(old);
        }

        var ahead = _waiting.TakeWhile(other => WaitingLetter.OldestFirst.Compare(other, me) < 0).ToList();
        if (hasWaited && SlotOf(ahead.Count(other => other.At <= now + About), now, rates) <= now)
        {
            _sent.Add(now);
            return null;
        }

        var earliest = hasWaited ? now : place?.At ?? now + Gathering;
        var slot = SlotOf(ahead.Count, earliest, rates);
        slot = slot > now + Rest ? slot : now + Rest;
        _waiting.Add(me with { At = slot });
        return slot;
    }

    /// <summary>The service asks to wait.</summary>
    public void Pause(DateTimeOffset until) => PausedUntil = until > PausedUntil ? until : PausedUntil;

    // Machines' clocks differ a little: what another machine wrote is not in the future.
    private DateTimeOffset Forget(DateTimeOffset now)
    {
        now = _sent is [.., var last] && last > now ? last : now;
        _sent.RemoveAll(sent => now - sent > Hour);
        _waiting.RemoveWhere(letter => now - letter.At > Patience);
        return now;
    }

    private WaitingLetter? Place(WaitingLetter me)
    {
        foreach (var letter in _waiting.GetViewBetween(me, me))
        {
            return letter;
        }

        return null;
    }

    // When the next letter could leave, if so many left before it as soon as they can.
    private DateTimeOffset SlotOf(int ahead, DateTimeOffset earliest, LetterRates rates)
    {
        var sent = new List<DateTimeOffset>(_sent);
        var slot = earliest > PausedUntil ? earliest : PausedUntil;
        for (var i = 0; ; i++)
        {
            slot = Later(slot, FreedBy(sent, rates.PerMinute, Minute), FreedBy(sent, rates.PerHour, Hour));
            if (i == ahead)
            {
                return slot;
            }

            sent.Add(slot);
        }
    }

    // A window that is full becomes free a moment after its first letter has left it.
    private static DateTimeOffset FreedBy(List<DateTimeOffset> sent, int rate, TimeSpan window) =>
        sent.Count >= rate ? sent[^rate] + window + TimeSpan.FromMilliseconds(1) : DateTimeOffset.MinValue;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b, DateTimeOffset c) => a > b ? (a > c ? a : c) : b > c ? b : c;
}
