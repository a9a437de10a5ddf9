using Collections.App.Stores;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.App.Payments.Matching;

/// <summary>How a payer hangs together with an account; later ones tell more.</summary>
internal enum PayerLink
{
    /// <summary>Nothing is known.</summary>
    None,

    /// <summary>The account is called nearly as the payer is.</summary>
    LikeName,

    /// <summary>The account is called as the payer is, or so begins, where the bank cut the name off.</summary>
    Name,

    /// <summary>Somebody of this name paid for it before.</summary>
    KnownName,

    /// <summary>This account number paid for it before.</summary>
    KnownNumber,
}

/// <summary>Whom a payer is known to pay for.</summary>
internal sealed class Payers
{
    // Shorter beginnings are those of too many names.
    private const int ShortestBeginning = 8;
    private const int ShortestWord = 4;
    private const int MostStarts = 8;

    private readonly SortedDictionary<string, PayerLink> _links = new(StringComparer.Ordinal);
    private readonly BoundedLookup _ledger;
    private readonly BankEntry _entry;
    private readonly string? _number;
    private readonly string? _name;

    public Payers(BankEntry entry, BoundedLookup ledger)
    {
        (_entry, _ledger) = (entry, ledger);
        _number = RemitterKey.OfAccount(entry.PayerAccount);
        _name = RemitterKeys.OfName(entry.Payer);
        ByNumber = _number is null ? [] : ledger.FindRemitters(_number, isBeginning: false);
        ByName = _name is null ? [] : ledger.FindRemitters(_name, isBeginning: false);
        Note(ByNumber, PayerLink.KnownNumber);
        Note(ByName.Where(known => known.IsLearned), PayerLink.KnownName);
        Note(ByName, PayerLink.Name);
    }

    /// <summary>The accounts that the payer's account number paid for.</summary>
    public IReadOnlyList<KnownRemitter> ByNumber { get; }

    /// <summary>The accounts that the payer's name is known for.</summary>
    public IReadOnlyList<KnownRemitter> ByName { get; private set; }

    /// <summary>The accounts, by code.</summary>
    public IEnumerable<string> Accounts => _links.Keys;

    /// <summary>True if the payer is known for an account other than this one, and not for this one.</summary>
    public bool Contradict(string account) => Link(account) == PayerLink.None && _links.Values.Any(link => link >= PayerLink.Name);

    /// <summary>How the payer hangs together with an account.</summary>
    public PayerLink Link(string account) => _links.GetValueOrDefault(account);

    /// <summary>True if the payer is known for no other account in the way in which they are known for this one.</summary>
    /// <remarks>Whoever paid for another once, and is called as a customer is, may pay for either.</remarks>
    public bool IsOnly(string account) => Link(account) switch
    {
        PayerLink.KnownNumber => ByNumber.Count == 1 && (ByName.Count == 0 || ByName.Any(known => known.Account == account)),
        PayerLink.None => false,
        PayerLink.LikeName => _links.Count == 1,
        _ => ByName.Count == 1,
    };

    /// <summary>Looks for those whose names begin as the payer's, or are nearly the same: banks cut names off, and people write them in their own way.</summary>
    /// <param name="words">The words of the text, which have the payer's name where the bank does not give it.</param>
    public void LookFurther(IReadOnlyList<string> words)
    {
        if (_name is null ? !string.IsNullOrWhiteSpace(_entry.Payer) : ByName.Count > 0)
        {
            return;
        }

        ByName = _name is null ? InText(words) : CutOff(_name);
        Note(ByName, PayerLink.Name);
        if (_name is not null && ByName.Count == 0 && Words(_name) is [{ Length: >= ShortestWord } first, ..] own)
        {
            Note(_ledger.FindRemitters($"n:{first}", isBeginning: true).Where(known => IsLike(own, Words(known.Key))), PayerLink.LikeName);
        }
    }

    /// <summary>The keys that a match with an account teaches.</summary>
    /// <remarks>A name that is known for another account is not: that they paid for this one once says nothing of what they pay next.</remarks>
    public IReadOnlyList<string> Lessons(string account)
    {
        var isAnothersName = ByName.Any(known => known.Account != account);
        return
        [
            .. RemitterKeys.Of(_entry.Payer, _entry.PayerAccount)
                .Where(key => key == _number
                    ? !ByNumber.Any(known => known.IsLearned && known.Account == account)
                    : !isAnothersName && !ByName.Any(known => known.IsLearned && known.Account == account && known.Key == key)),
        ];
    }

    // SMITH PLUMBING SUPP, or SMITH PLUMB SUPPL PT.
    private IReadOnlyList<KnownRemitter> CutOff(string name)
    {
        if (name.Length - 2 < ShortestBeginning)
        {
            return [];
        }

        IReadOnlyList<KnownRemitter> found = [.. _ledger.FindRemitters(name, isBeginning: true).DistinctBy(known => known.Account)];
        return found.Count > 0 || Words(name) is not [var first, var second, ..] words
            ? found
            : [.. _ledger.FindRemitters($"n:{first} {second[..Math.Min(ShortestWord, second.Length)]}", isBeginning: true)
                .Where(known => IsShortened(words, Words(known.Key))).DistinctBy(known => known.Account)];
    }

    private IReadOnlyList<KnownRemitter> InText(IReadOnlyList<string> words)
    {
        if (RemitterKeys.OfName(string.Join(' ', words)) is not { } key)
        {
            return [];
        }

        var found = new List<KnownRemitter>();
        var plain = Words(key);
        for (var at = 0; at < Math.Min(plain.Length - 1, MostStarts); at++)
        {
            found.AddRange(_ledger.FindRemitters($"n:{plain[at]} {plain[at + 1]}", isBeginning: true)
                .Where(known => Words(known.Key) is var name && plain.Skip(at).Take(name.Length).SequenceEqual(name, StringComparer.Ordinal)));
        }

        return [.. found.DistinctBy(known => known.Account)];
    }

    private void Note(IEnumerable<KnownRemitter> found, PayerLink link)
    {
        foreach (var known in found.Where(known => !_entry.Refused.Contains(known.Account)))
        {
            if (Link(known.Account) < link)
            {
                _links[known.Account] = link;
            }
        }
    }

    private static string[] Words(string key) => key[2..].Split(' ');

    // Each word is the beginning of the name's own, in their order; what is left of Pty at the end is none of it.
    private static bool IsShortened(string[] written, string[] name)
    {
        for (var i = 0; i < written.Length; i++)
        {
            if (i < name.Length ? !name[i].StartsWith(written[i], StringComparison.Ordinal) : i < written.Length - 1 || written[i].Length >= ShortestWord)
            {
                return false;
            }
        }

        return true;
    }

    // All words of the shorter name stand in the longer one, or all but one of three or more.
    private static bool IsLike(string[] a, string[] b)
    {
        var common = a.Intersect(b, StringComparer.Ordinal).Count();
        var shorter = Math.Min(a.Length, b.Length);
        return common > 0 && (common == shorter || (shorter > 2 && common == shorter - 1));
    }
}
