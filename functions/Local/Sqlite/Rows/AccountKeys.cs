using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite.Rows;

/// <summary>What the writer needs to know of an account to write its rows.</summary>
internal sealed record AccountKey(long Id, long BillToId, string Code, Currency Currency, TimeZoneInfo TimeZone);

/// <summary>Remembers accounts by their codes, on the writer's thread: a turn then needs no query to find its account.</summary>
internal sealed class AccountKeys
{
    private const int MostRemembered = 200_000;

    private static readonly Query ByCode = new("SELECT id, payer_id, code, currency, time_zone FROM accounts WHERE code = ?");
    private static readonly Query ById = new("SELECT id, payer_id, code, currency, time_zone FROM accounts WHERE id = ?");

    private readonly Dictionary<string, AccountKey> _byCode = new(StringComparer.Ordinal);

    /// <summary>The account with a code, or null.</summary>
    public AccountKey? Find(Connection db, string code)
    {
        if (_byCode.TryGetValue(code, out var known))
        {
            return known;
        }

        if (db[ByCode].Add(code).ReadFirst(Read) is not { } found)
        {
            return null;
        }

        if (_byCode.Count >= MostRemembered)
        {
            _byCode.Clear();
        }

        _byCode[code] = found;
        return found;
    }

    /// <summary>The account that is billed for a code, or null.</summary>
    public AccountKey? FindBillTo(Connection db, string code) =>
        Find(db, code) is not { } key ? null : key.BillToId == key.Id ? key : Get(db, key.BillToId);

    /// <summary>The account with a key that a row names.</summary>
    public AccountKey Get(Connection db, long id) => db[ById].Add(id).ReadFirst(Read)!;

    /// <summary>Forgets an account that changed.</summary>
    public void Forget(string code) => _byCode.Remove(code);

    /// <summary>Forgets everything: what was read was rolled back.</summary>
    public void Forget() => _byCode.Clear();

    private static AccountKey Read(Statement row) => new(row.Long(0), row.Long(1), row.Text(2), row.Currency(3), Stored.Zone(row.Text(4)));
}
