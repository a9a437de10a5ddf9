using System.IO.Compression;
using System.Text;
using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Files;
using Newtonsoft.Json;

namespace Collections.App.Ledger;

/// <summary>Remembers the last complete list of open items of each kind of export, so that the next one tells what was settled (decision 0015).</summary>
internal sealed class CompleteLists(ICompanyValues values)
{
    // A store may bound a value; a list of any length is kept in parts.
    private const int MaxPart = 24_000;

    private sealed record Head(string Slot, int Parts, DateOnly AsOf);

    /// <summary>The last complete list; null if there was none.</summary>
    public async Task<CompleteList?> ReadAsync(string export, CancellationToken cancel)
    {
        if (await HeadAsync(export, cancel) is not { } head)
        {
            return null;
        }

        var text = new StringBuilder();
        for (var part = 0; part < head.Parts; part++)
        {
            text.Append(await values.GetAsync(Name(export, head.Slot, part), cancel));
        }

        return new CompleteList(head.AsOf, Unpack(text.ToString()));
    }

    /// <summary>Keeps a list in the place of the last one. The last one holds until this one is whole.</summary>
    public async Task SaveAsync(string export, CompleteList list, CancellationToken cancel)
    {
        var last = await HeadAsync(export, cancel);
        var slot = last?.Slot == "a" ? "b" : "a";
        var parts = Pack(list.Items).Chunk(MaxPart).Select(chars => new string(chars)).ToList();
        for (var part = 0; part < parts.Count; part++)
        {
            await values.SetAsync(Name(export, slot, part), parts[part], cancel);
        }

        await values.SetAsync(Name(export), Json.Write(new Head(slot, parts.Count, list.AsOf)), cancel);
    }

    private static string Name(string export) => $"open-list-{export}";

    private static string Name(string export, string slot, int part) => FormattableString.Invariant($"{Name(export)}-{slot}-{part}");

    private static string Pack(IReadOnlyList<ListedItem> items)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            Json.Write(items, zip);
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    private static List<ListedItem> Unpack(string text)
    {
        using var zip = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        using var reader = new StreamReader(zip, Encoding.UTF8);
        return JsonConvert.DeserializeObject<List<ListedItem>>(reader.ReadToEnd(), Json.Settings)!;
    }

    private async Task<Head?> HeadAsync(string export, CancellationToken cancel) =>
        await values.GetAsync(Name(export), cancel) is { } text ? JsonConvert.DeserializeObject<Head>(text, Json.Settings) : null;
}

/// <summary>A complete list of open items.</summary>
/// <param name="AsOf">The day whose state it shows.</param>
/// <param name="Items">What was open.</param>
internal sealed record CompleteList(DateOnly AsOf, IReadOnlyList<ListedItem> Items);

/// <summary>An item that was open, as the ledger took it from the list.</summary>
/// <param name="Invoice">Its number.</param>
/// <param name="Account">Its account.</param>
/// <param name="Issued">Its day.</param>
/// <param name="Due">When it fell due, or null.</param>
/// <param name="Amount">What it was for.</param>
/// <param name="Balance">What was open of it.</param>
/// <param name="Currency">Its currency's code, or null for the account's.</param>
/// <param name="Reference">The customer's reference.</param>
/// <param name="Order">The order's number.</param>
internal sealed record ListedItem(
    string Invoice, string Account, DateOnly Issued, DateOnly? Due, decimal Amount, decimal Balance, string? Currency, string? Reference, string? Order)
{
    public static ListedItem Of(InvoiceRow row) => new(
        row.Invoice, row.Account, row.Issued, row.Due, row.Amount, row.Balance ?? row.Amount, row.Currency?.Code, row.Reference, row.Order);

    /// <summary>The item, settled.</summary>
    /// <param name="on">The day of the list on which it was missing.</param>
    /// <param name="amount">What the ledger has as its amount, if it is open there.</param>
    public InvoiceRow Settled(DateOnly on, decimal? amount) => new(
        Invoice, Account, Issued, amount ?? Amount, Currency is null ? null : Core.Ledger.Currency.Parse(Currency), Due, 0, Reference, Order, null, on, [])
    {
        Said = InvoiceFields.Kind | InvoiceFields.Balance | InvoiceFields.Settled,
    };
}
