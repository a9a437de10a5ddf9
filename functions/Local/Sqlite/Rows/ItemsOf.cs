using Collections.Core.Ledger;

namespace Collections.Local.Sqlite.Rows;

/// <summary>Leads from an account to its items: each of them is in one of two indexes, that of what is open and that of what is settled.</summary>
internal static class ItemsOf
{
    /// <summary>A query for all items that an account is billed for, open and settled; it costs what the account has, however large the ledger is.</summary>
    /// <param name="columns">Columns of <c>invoices</c>.</param>
    /// <param name="payer">The statement's parameter that has the account's key.</param>
    /// <param name="more">What else must be so of an item, beginning with AND; empty for all.</param>
    public static string BillTo(string columns, string payer, string more = "") => $"""
        SELECT {columns} FROM invoices WHERE payer_id = {payer} AND open <> 0 {more}
        UNION ALL
        SELECT {columns} FROM invoices WHERE payer_id = {payer} AND open = 0 {more}
        """;
}
