using Collections.Core.Remittances;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite.Rows;

/// <summary>The shapes of the ledger's numbers of one kind, remembered between commits: an import then asks the database nothing for them.</summary>
/// <remarks>Used by one thread at a time. Of the first so many only; a ledger has a handful.</remarks>
internal sealed class KnownShapes(string kind)
{
    /// <summary>So many of a kind are kept.</summary>
    public const int Most = 100;

    /// <summary>The kind of invoice numbers.</summary>
    public const string OfInvoices = "invoice";

    /// <summary>The kind of account codes.</summary>
    public const string OfAccounts = "account";

    private static readonly Query Read = new("SELECT shape FROM number_shapes WHERE kind = ? ORDER BY shape");
    private static readonly Query Insert = new("INSERT INTO number_shapes (kind, shape) VALUES (?, ?)");

    private List<string>? _shapes;
    private string _last = "";

    /// <summary>All of them, by text.</summary>
    public IReadOnlyList<string> All(Connection db) => Loaded(db);

    /// <summary>Keeps the shape of a number that is new to the ledger.</summary>
    public void Add(Connection db, string number)
    {
        // Numbers come in rows of the same shape, which then costs a comparison and nothing else.
        if (Fits(_last, number) || Loaded(db) is { Count: >= Most } || NumberShape.Of(number) is not { } shape)
        {
            return;
        }

        _last = shape;
        var shapes = Loaded(db);
        var place = shapes.BinarySearch(shape, StringComparer.Ordinal);
        if (place < 0)
        {
            db[Insert].Add(kind).Add(shape).Run();

            // A new list, because a matcher may hold the old one.
            _shapes = [.. shapes[..~place], shape, .. shapes[~place..]];
        }
    }

    /// <summary>Forgets them: what was written was rolled back, or another process wrote to the file.</summary>
    public void Forget() => (_shapes, _last) = (null, "");

    private List<string> Loaded(Connection db) => _shapes ??= db[Read].Add(kind).ReadAll(row => row.Text(0));

    private static bool Fits(string shape, string number)
    {
        if (shape.Length != number.Length || shape.Length == 0)
        {
            return false;
        }

        for (var i = 0; i < shape.Length; i++)
        {
            if ((char.IsAsciiDigit(number[i]) ? NumberShape.Digit : char.ToUpperInvariant(number[i])) != shape[i])
            {
                return false;
            }
        }

        return true;
    }
}
