using System.Buffers;
using Newtonsoft.Json;

namespace Collections.Files;

/// <summary>Lends buffers to readers of JSON, so that a file that is read more than once, or one after the other, need no new ones.</summary>
internal sealed class SharedArrays : IArrayPool<char>
{
    /// <summary>The one that all use.</summary>
    public static SharedArrays Chars { get; } = new();

    /// <inheritdoc/>
    public char[] Rent(int minimumLength) => ArrayPool<char>.Shared.Rent(minimumLength);

    /// <inheritdoc/>
    public void Return(char[]? array)
    {
        if (array is not null)
        {
            ArrayPool<char>.Shared.Return(array);
        }
    }
}
