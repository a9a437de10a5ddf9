using System.Collections.Concurrent;
using Collections.Core.Remittances;

namespace Collections.Functions.Tables.Rows;

/// <summary>The shapes that the ledger's invoice numbers and account codes have (<see cref="NumberShape"/>): rows of the directory, at most 100 of each, the first that came.</summary>
/// <remarks>A shape is written before the first number that has it. Shapes never go: a ledger has a handful.</remarks>
internal sealed class ShapeRows(Indexes indexes)
{
    private const int Most = 100;
    private const string Invoices = "shape-inv";
    private const string Accounts = "shape-code";

    // Those that are in storage, or have no room there any more.
    private readonly ConcurrentDictionary<(string Kind, string Shape), bool> _done = new();

    /// <summary>An import is about to write invoices with these numbers.</summary>
    public Task SeeInvoicesAsync(IEnumerable<string> numbers, CancellationToken cancel) => SeeAsync(Invoices, numbers, cancel);

    /// <summary>An import is about to write accounts with these codes.</summary>
    public Task SeeAccountsAsync(IEnumerable<string> codes, CancellationToken cancel) => SeeAsync(Accounts, codes, cancel);

    /// <summary>The shapes of the invoice numbers, by text.</summary>
    public Task<IReadOnlyList<string>> OfInvoicesAsync(CancellationToken cancel) => ReadAsync(Invoices, cancel);

    /// <summary>The shapes of the account codes, by text.</summary>
    public Task<IReadOnlyList<string>> OfAccountsAsync(CancellationToken cancel) => ReadAsync(Accounts, cancel);

    private async Task SeeAsync(string kind, IEnumerable<string> texts, CancellationToken cancel)
    {
        var seen = texts.Select(NumberShape.Of).OfType<string>().Distinct(StringComparer.Ordinal).Where(shape => !_done.ContainsKey((kind, shape))).ToList();
        if (seen.Count == 0)
        {
            return;
        }

        var known = (await ReadAsync(kind, cancel)).ToHashSet(StringComparer.Ordinal);
        foreach (var shape in seen)
        {
            if (known.Count < Most && known.Add(shape))
            {
                await indexes.TryAddAsync(new IndexEntry(IndexEntry.Directory, kind, Keys.AnyCase(shape), Account: "", shape), cancel);
            }

            _done[(kind, shape)] = true;
        }
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string kind, CancellationToken cancel)
    {
        var shapes = new List<string>();
        await foreach (var (entry, _) in indexes.ReadAsync(IndexEntry.Directory, kind, "", null, 1000, cancel))
        {
            shapes.Add(entry.Data!);
        }

        return [.. shapes.Order(StringComparer.Ordinal).Take(Most)];
    }
}

/// <summary>The shapes as they were when a delivery first asked for them.</summary>
internal sealed class ShapesOfNow(ShapeRows rows)
{
    private IReadOnlyList<string>? _invoices;
    private IReadOnlyList<string>? _accounts;

    /// <summary>Those of the invoice numbers.</summary>
    public async Task<IReadOnlyList<string>> OfInvoicesAsync(CancellationToken cancel) => _invoices ??= await rows.OfInvoicesAsync(cancel);

    /// <summary>Those of the account codes.</summary>
    public async Task<IReadOnlyList<string>> OfAccountsAsync(CancellationToken cancel) => _accounts ??= await rows.OfAccountsAsync(cancel);
}
