using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.Files.Statements;

/// <summary>Gives every transaction an id that is the same in each statement that lists it, whatever the format and however often it is loaded.</summary>
/// <remarks>
/// <para>
/// Where the bank has a reference of its own (<c>AcctSvcrRef</c>, or <c>TxId</c>; what follows <c>//</c> in MT940's field 61; <c>FITID</c>; the id column of a
/// CSV file): <c>ACCOUNT:REFERENCE:20210803C90000</c>, that is, the seller's account, the reference, the day of booking, C or D for credit or debit, and the
/// amount in minor units. Banks give one reference to a payment and its return, or count anew every day: so the reference alone is not enough.
/// </para>
/// <para>
/// Else: <c>ACCOUNT:20210803C90000:</c> and 24 hexadecimal digits of SHA-256 over the reference, the payer, the payer's account and the end-to-end id, in
/// lower case and without anything but letters and digits.
/// </para>
/// <para>
/// One of several transactions that a bank booked as one sum has the sum's id, a point and its rank. The second of the same in a statement has <c>~2</c> at
/// its end, the third <c>~3</c>: two equal payments on a day are two, and the same statement again is nothing new. So it is with the second of the same in
/// statements that follow each other; those that came by other files the load counts (<c>StatementChain</c>).
/// </para>
/// <para>
/// Only letters, digits and <c>: . ~ - _</c> are in an id, so that it can stand in an address and be a key in any store.
/// </para>
/// </remarks>
public sealed class EntryKeys
{
    private const int MaxReference = 80;

    // Linear in time, whatever the text.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex ByReference = new(@"^(?<prefix>[^:]*:[^:]+:)\d{8}[CD]\d+(~\d+|~undo)*$", Linear);
    private static readonly Regex PartOrDigest = new(@"^[^:]*:([^:]+:\d{8}[CD]\d+(~\d+)?\.\d+|\d{8}[CD]\d+:[0-9a-f]{24})(~\d+|~undo)*$", Linear);

    private readonly Dictionary<string, Counts> _accounts = new(StringComparer.Ordinal);
    private Counts _counts = new();
    private string _account = "";
    private string _source = "";
    private readonly Dictionary<UInt128, int> _inStatement = [];
    private StatementHead? _head;

    /// <summary>Begins a statement.</summary>
    /// <param name="source">How its entries come (<see cref="BankEntry.Source"/>).</param>
    /// <param name="account">Its account, or null.</param>
    /// <param name="identity">What tells it from others of the account.</param>
    /// <param name="opening">The balance before it, if it says so.</param>
    /// <param name="head">What it follows, where that can be told.</param>
    internal void Begin(string source, string? account, string identity, Money? opening, StatementHead? head = null)
    {
        _head = head;
        _inStatement.Clear();
        _source = source;
        _account = account ?? "";
        if (!_accounts.TryGetValue(_account, out var counts))
        {
            _accounts.Add(_account, counts = new Counts());
        }

        // Pages and statements that follow each other list different transactions. One that comes twice, or overlaps another, lists the same again.
        if (!counts.Statements.Add(identity) || (opening is { } o && counts.Closing is { } c && o != c))
        {
            counts.Seen.Clear();
        }

        counts.Closing = null;
        _counts = counts;
    }

    /// <summary>Ends a statement.</summary>
    internal void End(Money? closing) => _counts.Closing = closing;

    /// <summary>The id of a transaction, or of a sum of several.</summary>
    internal string IdOf(RawEntry entry) => Count(entry).Id;

    /// <summary>An id with its rank among equal ones.</summary>
    public static string Ranked(string id, int rank) => rank == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}~{rank}");

    private (string Id, (string Id, int InStatement, int InFile) Told) Count(RawEntry entry)
    {
        var money = string.Create(CultureInfo.InvariantCulture, $"{entry.BookedOn:yyyyMMdd}{(entry.IsCredit ? 'C' : 'D')}{entry.Amount.Minor}");
        var id = entry.BankReference is { } reference
            ? $"{Prefix(_account, reference)}{money}"
            : $"{_account}:{money}:{Digest(entry)}";
        var digest = Short(id);
        var count = _counts.Seen[digest] = _counts.Seen.GetValueOrDefault(digest) + 1;
        return (Ranked(id, count), (id, _inStatement[digest] = _inStatement.GetValueOrDefault(digest) + 1, count));
    }

    /// <summary>How the ids begin of whatever a bank gave a reference to.</summary>
    public static string Prefix(string? account, string reference) => $"{account}:{Safe(reference)}:";

    /// <summary>The <see cref="Prefix"/> of an id; null for one that has none, because the bank gave no reference, or gave it to a sum.</summary>
    public static string? PrefixIn(string id) => ByReference.Match(id) is { Success: true } match ? match.Groups["prefix"].Value : null;

    /// <summary>True for an id that was made here; a webhook's looks otherwise.</summary>
    public static bool IsKey(string id) => ByReference.IsMatch(id) || PartOrDigest.IsMatch(id);

    /// <summary>The id of one of several transactions that were booked as one sum.</summary>
    /// <param name="batch">The sum's id.</param>
    /// <param name="rank">Its rank among them, from 1.</param>
    public static string PartOf(string batch, int rank) => string.Create(CultureInfo.InvariantCulture, $"{batch}.{rank}");

    /// <summary>The entry under its id.</summary>
    internal StatementEntry Finish(RawEntry entry, string? id = null)
    {
        var (own, told) = id is null ? Count(entry) : (id, default);
        return new StatementEntry(
            entry.Line,
            new BankEntry(own, entry.BookedOn, entry.Amount, entry.IsCredit, entry.Reference, entry.Payer, entry.Account, ReversalOf: null)
            {
                PayerAccount = entry.Details.PayerAccount,
                StructuredReference = entry.Details.StructuredReference,
                EndToEndId = entry.Details.EndToEndId,
                BankReference = entry.Details.BankReference ?? entry.BankReference,
                Source = _source,
            },
            entry.Details with
            {
                OwnAccount = _account.Length == 0 ? null : _account,
                BankReference = entry.BankReference,
                Statement = _head,
                Told = id is null ? told : null,
            });
    }

    private static string Safe(string reference)
    {
        var safe = string.Concat(reference.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' ? c : '-'));
        return safe.Length <= MaxReference ? safe : Hash(reference);
    }

    private static string Digest(RawEntry entry)
    {
        var texts = new[] { entry.Reference, entry.Payer, entry.Details.PayerAccount, entry.Details.EndToEndId ?? entry.Details.OwnerReference };
        return Hash(string.Join('|', texts.Select(text => string.Concat((text ?? "").Where(char.IsLetterOrDigit)).ToLowerInvariant())));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));

    // An id is some hundred characters; a year's file has a million of them.
    private static UInt128 Short(string id) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private sealed class Counts
    {
        public HashSet<string> Statements { get; } = new(StringComparer.Ordinal);

        public Dictionary<UInt128, int> Seen { get; } = [];

        public Money? Closing { get; set; }
    }
}
