using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Microsoft.DurableTask
{
    /// <summary>Turns inputs and outputs into text and back.</summary>
    public abstract class DataConverter
    {
        /// <summary>The text; null for null.</summary>
        [return: NotNullIfNotNull(nameof(value))]
        public abstract string? Serialize(object? value);

        /// <summary>The value; null for null.</summary>
        [return: NotNullIfNotNull(nameof(data))]
        public abstract object? Deserialize(string? data, Type targetType);

        /// <summary>The value; null for null, which a value type cannot be.</summary>
        [return: NotNullIfNotNull(nameof(data))]
        public virtual T? Deserialize<T>(string? data) => (T?)(Deserialize(data, typeof(T)) ?? default);
    }
}

namespace Microsoft.DurableTask.Converters
{
    /// <summary>By System.Text.Json.</summary>
    public class JsonDataConverter(JsonSerializerOptions? options = null) : DataConverter
    {
        private static readonly JsonSerializerOptions WithFields = new() { IncludeFields = true };

        private readonly JsonSerializerOptions _options = options ?? WithFields;

        /// <summary>With the options that histories are written with: names as they are, fields too.</summary>
        public static JsonDataConverter Default { get; } = new();

        /// <inheritdoc/>
        [return: NotNullIfNotNull(nameof(value))]
        public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, _options);

        /// <inheritdoc/>
        [return: NotNullIfNotNull(nameof(data))]
        public override object? Deserialize(string? data, Type targetType) => data is null ? null : JsonSerializer.Deserialize(data, targetType, _options)!;
    }
}
