#nullable disable // The package's signatures say nothing about null.

using System.Collections;

namespace Azure.Data.Tables;

/// <summary>An entity as a dictionary. A property has the type of its value; asking for another type throws.</summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    internal const string ETagName = "odata.etag";

    private readonly Dictionary<string, object> _properties;

    public TableEntity()
        : this(null)
    {
    }

    public TableEntity(string partitionKey, string rowKey)
        : this(null)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public TableEntity(IDictionary<string, object> values) => _properties = values is null ? [] : new(values);

    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey));
        set => _properties[nameof(PartitionKey)] = value;
    }

    public string RowKey
    {
        get => GetString(nameof(RowKey));
        set => _properties[nameof(RowKey)] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => Get<DateTimeOffset?>(nameof(Timestamp));
        set => _properties[nameof(Timestamp)] = value;
    }

    public ETag ETag
    {
        get => new(GetString(ETagName));
        set => _properties[ETagName] = value.ToString();
    }

    public int Count => _properties.Count;

    public ICollection<string> Keys => _properties.Keys;

    ICollection<object> IDictionary<string, object>.Values => _properties.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    public object this[string key]
    {
        get => _properties.GetValueOrDefault(key);
        set => _properties[key] = _properties.GetValueOrDefault(key) is { } existing && value is not null ? Coerced(existing, value) : value;
    }

    public string GetString(string key) => Get<string>(key);

    public bool? GetBoolean(string key) => Get<bool?>(key);

    public int? GetInt32(string key) => Get<int?>(key);

    public long? GetInt64(string key) => Get<long?>(key);

    public double? GetDouble(string key) => Get<double?>(key);

    public Guid? GetGuid(string key) => Get<Guid?>(key);

    public byte[] GetBinary(string key) => this[key] is BinaryData data ? data.ToArray() : Get<byte[]>(key);

    public BinaryData GetBinaryData(string key) => this[key] is byte[] bytes ? BinaryData.FromBytes(bytes) : Get<BinaryData>(key);

    public DateTime? GetDateTime(string key) => this[key] is DateTimeOffset moment ? moment.UtcDateTime : Get<DateTime?>(key);

    public DateTimeOffset? GetDateTimeOffset(string key) => Get<DateTimeOffset?>(key);

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public bool TryGetValue(string key, out object value) => _properties.TryGetValue(key, out value);

    public void Add(string key, object value) => _properties.Add(key, value);

    public bool Remove(string key) => _properties.Remove(key);

    public void Clear() => _properties.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) => Remove(item.Key);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    internal Dictionary<string, object>.Enumerator Properties() => _properties.GetEnumerator();

    // A property keeps its type, but a number may widen.
    private static object Coerced(object existing, object value) => (existing, value) switch
    {
        _ when existing.GetType() == value.GetType() => value,
        (int, double or long) => value,
        (double, int number) => (double)number,
        (long, int number) => (long)number,
        _ => throw new InvalidOperationException($"Value ({existing.GetType()}) {existing} is not convertable to ({value.GetType()}) {value}."),
    };

    private T Get<T>(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return _properties.GetValueOrDefault(key) switch
        {
            null => default,
            T value => value,
            var other => throw new InvalidOperationException($"Cannot return {typeof(T)} type for a {other.GetType()} typed property."),
        };
    }
}
