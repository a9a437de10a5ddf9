using System.Text;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Limits;

/// <summary>A row's limits, as the table service documents and counts them: text is UTF-16 there, and text and bytes have their length before them.</summary>
internal static class EntityLimits
{
    private const int EntityBytesMax = 1024 * 1024;
    private const int ValueBytesMax = 64 * 1024;
    private const int KeyBytesMax = 1024;
    private const int PropertiesMax = 252;
    private const int NameLengthMax = 255;
    private const string TypeSuffix = "@odata.type";

    /// <summary>Checks a row as it's sent, and tells its keys: those in it, or else those in its address.</summary>
    public static (string? Partition, string? Row) Check(JObject row, (string? Partition, string? Row) keys)
    {
        var partition = (string?)row["PartitionKey"] ?? keys.Partition;
        var key = (string?)row["RowKey"] ?? keys.Row;
        CheckKey("PartitionKey", partition);
        CheckKey("RowKey", key);

        var (count, bytes) = (0, 4 + (2 * (partition?.Length ?? 0)) + (2 * (key?.Length ?? 0)));
        foreach (var property in row.Properties().Where(static property => IsOwn(property.Name)))
        {
            var size = Size(property, (string?)row[property.Name + TypeSuffix]);
            if (size > ValueBytesMax + 4)
            {
                throw AzureLimits.Refusal("PropertyValueTooLarge", $"{property.Name} of {partition}/{key} has {size} bytes, more than {ValueBytesMax}");
            }

            if (property.Name.Length > NameLengthMax)
            {
                throw AzureLimits.Refusal("PropertyNameTooLong", $"a name of {partition}/{key} has {property.Name.Length} characters, more than {NameLengthMax}");
            }

            count++;
            bytes += 8 + (2 * property.Name.Length) + size;
        }

        if (count > PropertiesMax)
        {
            throw AzureLimits.Refusal("TooManyProperties", $"{partition}/{key} has {count} properties, more than {PropertiesMax}");
        }

        return bytes <= EntityBytesMax ? (partition, key) : throw AzureLimits.Refusal("EntityTooLarge", $"{partition}/{key} has {bytes} bytes, more than {EntityBytesMax}");
    }

    private static void CheckKey(string name, string? key)
    {
        if (key is null)
        {
            return;
        }

        if (2 * key.Length > KeyBytesMax)
        {
            throw AzureLimits.Refusal("KeyValueTooLarge", $"the {name} {key} has {2 * key.Length} bytes, more than {KeyBytesMax}");
        }

        if (key.FirstOrDefault(static letter => letter is '/' or '\\' or '#' or '?' || char.IsControl(letter)) is var wrong && wrong != default)
        {
            throw AzureLimits.Refusal("OutOfRangeInput", $"the {name} '{key}' has the character U+{(int)wrong:X4}");
        }
    }

    private static bool IsOwn(string name) =>
        !name.Contains("@odata.", StringComparison.Ordinal) && !name.StartsWith("odata.", StringComparison.Ordinal) && name is not ("PartitionKey" or "RowKey" or "Timestamp");

    private static int Size(JProperty property, string? type) => (type, property.Value.Type) switch
    {
        ("Edm.Binary", _) => 4 + Convert.FromBase64String((string)property.Value!).Length,
        ("Edm.Guid", _) => 16,
        ("Edm.Int64" or "Edm.DateTime" or "Edm.Double", _) => 8,
        (_, JTokenType.Boolean) => 1,
        (_, JTokenType.Integer) => 4,
        (_, JTokenType.String) => 4 + Encoding.Unicode.GetByteCount((string)property.Value!),
        (_, JTokenType.Null) => 0,
        _ => 8,
    };
}
