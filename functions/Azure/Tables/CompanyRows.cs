using Azure.Data.Tables;

namespace Collections.Functions.Tables;

/// <summary>What the company as a whole keeps.</summary>
internal sealed partial class CompanyRows(TableClient table, StoredJson json)
{
    /// <summary>The table's name.</summary>
    public const string Table = "company";
}
