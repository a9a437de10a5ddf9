using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables.Rows;

/// <summary>The keys of rows: characters that Table storage forbids are escaped, numbers sort as text does.</summary>
/// <remarks>They are the storage format: none of them may change without a migration.</remarks>
internal static class Keys
{
    /// <summary>The one row that a turn reads and writes.</summary>
    public const string File = "file";

    /// <summary>The row of what people tell each other about the account: its contacts' log, promises and disputes.</summary>
    public const string Story = "story";

    /// <summary>Indexes over all accounts are spread over so many partitions, because one takes 2,000 writes a second at most.</summary>
    public const int Shards = 4;

    private const long HighestOwing = long.MaxValue / 2;

    // Number of characters of a key that are written out; Table storage takes 512 in all.
    private const int LongestText = 200;

    // So much of a text that is cut is left as it was.
    private const int LongestBeginning = LongestText - 33;

    /// <summary>An account's partition.</summary>
    public static string Account(string code) => Short(Ids.Escape(code));

    /// <summary>A name of the company's: of a value, a scan, a task.</summary>
    public static string Name(string name) => Short(Ids.Escape(name));

    /// <summary>The account's shard of an index.</summary>
    public static string Shard(string index, string account) => string.Create(CultureInfo.InvariantCulture, $"{index}-{Hash(account)[0] % Shards}");

    /// <summary>The partitions of an index.</summary>
    public static IEnumerable<string> AllShards(string index) =>
        Enumerable.Range(0, Shards).Select(shard => string.Create(CultureInfo.InvariantCulture, $"{index}-{shard}"));

    /// <summary>A settled item; the number is one, whatever its case.</summary>
    public static string Settled(string number, int part) => string.Create(CultureInfo.InvariantCulture, $"i~{AnyCase(number)}~{part:D5}");

    /// <summary>All settled items of an invoice number.</summary>
    public static (string From, string To) SettledOf(string number) => ($"i~{AnyCase(number)}~", $"i~{AnyCase(number)}~~");

    /// <summary>A payment that reached the account.</summary>
    public static string Payment(string paymentId) => $"p~{Short(Ids.Escape(paymentId))}";

    /// <summary>The partition of all that a feed told of an amount, of one kind.</summary>
    public static string Duplicates(string feed, string kind, Money amount) => $"same-{Convert.ToHexStringLower(Hash($"{feed}\n{kind}\n{amount}").AsSpan(0, 16))}";

    /// <summary>An entry among those, by its day.</summary>
    public static string OfDay(DateOnly day, string paymentId) => $"{OfDay(day)}{Payment(paymentId)[1..]}";

    /// <summary>What the entries of a day begin with.</summary>
    public static string OfDay(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.DayNumber:D7}");

    /// <summary>A package of items that leave the account for another one, which is billed for theirs now.</summary>
    public static string Package(string account, long version) => string.Create(CultureInfo.InvariantCulture, $"{PackagesOf(account).From}{version:D12}");

    /// <summary>All packages of items of an account.</summary>
    public static (string From, string To) PackagesOf(string account) => ($"m~{Account(account)}~~", $"m~{Account(account)}~~~~");

    /// <summary>Says that a package was unpacked.</summary>
    public static string Unpacked(string source, string package) => $"n~{Account(source)}{package[1..]}";

    /// <summary>A task that has ended.</summary>
    public static string Task(string taskId) => $"t~{Short(taskId)}";

    /// <summary>A letter.</summary>
    public static string Letter(string letterId) => $"l~{Short(letterId)}";

    /// <summary>A page of the record, by its first line.</summary>
    public static string Record(int firstLine) => string.Create(CultureInfo.InvariantCulture, $"r~{firstLine:D9}");

    /// <summary>A page of events.</summary>
    public static string Events(int seq) => string.Create(CultureInfo.InvariantCulture, $"e~{seq:D9}");

    /// <summary>A key that was answered before.</summary>
    public static string Known(string key) => $"k~{Convert.ToHexStringLower(Hash(key))}";

    /// <summary>Rows whose keys begin so.</summary>
    public static (string From, string To) Prefix(char kind) => ($"{kind}~", $"{kind}~~~~~");

    /// <summary>A moment, so that earlier ones sort first.</summary>
    public static string Moment(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds():D15}");

    /// <summary>A moment, so that later ones sort first.</summary>
    public static string MomentDescending(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{999_999_999_999_999 - at.ToUnixTimeMilliseconds():D15}");

    /// <summary>The place of a task or a letter in a list: the last comes first, and of one moment the last that the account numbered.</summary>
    public static string Newest(DateTimeOffset at, string id) => string.Create(
        CultureInfo.InvariantCulture, $"{MomentDescending(at)}-{(Ids.TryParse(id, out _, out var number, out _) ? 999_999_999 - number : 0):D9}-{Short(id)}");

    /// <summary>A task's place in the worklist: the day, what is most urgent, what is owing, the id.</summary>
    public static string Rank(DateOnly day, int priority, Money? owing, string taskId) => string.Create(
        CultureInfo.InvariantCulture, $"{day.DayNumber:D7}-{priority:D2}-{HighestOwing - (owing?.Minor ?? 0):D19}-{Short(taskId)}");

    /// <summary>What the ranks of a day's tasks begin with; those of all days before it sort before it.</summary>
    public static string RankOfDay(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.DayNumber:D7}");

    /// <summary>True for what <see cref="Rank"/> gives.</summary>
    public static bool IsRank(string text) => HasDigits(text, 0, 7) && HasDigits(text, 8, 2) && HasDigits(text, 11, 19);

    /// <summary>True for what begins with a moment, as places in lists of the newest do.</summary>
    public static bool IsMoment(string text) => HasDigits(text, 0, 15);

    /// <summary>Text that upper and lower case count the same in.</summary>
    public static string AnyCase(string text) => Short(Ids.Escape(text.ToUpperInvariant()));

    /// <summary>What stands for a payer in the rows of those who may be called so: such keys begin as the texts do.</summary>
    public static string Payer(string text) => Short(Ids.Escape(text));

    /// <summary>What the keys of all payers begin with whose texts begin so; a long one's keys are cut, and whoever reads them looks at the text.</summary>
    public static string PayerBeginning(string text) => Ids.Escape(text) is var escaped && escaped.Length > LongestBeginning ? escaped[..LongestBeginning] : Ids.Escape(text);

    /// <summary>The partition of a look-up: spread by the key itself.</summary>
    public static string LookUp(string kind, string key) => $"{kind}-{Convert.ToHexStringLower(Hash(key).AsSpan(0, 1))}";

    private static bool HasDigits(string text, int from, int count) =>
        text.Length > from + count && text[from + count] == '-' && !text.AsSpan(from, count).ContainsAnyExceptInRange('0', '9');

    // A longer text is cut, and told apart by its hash.
    private static string Short(string text) =>
        text.Length <= LongestText ? text : $"{text[..LongestBeginning]}~{Convert.ToHexStringLower(Hash(text).AsSpan(0, 16))}";

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
