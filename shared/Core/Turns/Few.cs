using System.Runtime.CompilerServices;

namespace Collections.Core.Turns;

/// <summary>Gathers the few things of a turn where the turn itself lies, on the stack, and hands them over in an array of just their number.</summary>
internal struct Few<T>
{
    private Inline _first;
    private List<T>? _more;
    private int _count;

    public void Add(in T item)
    {
        if (_count < Inline.Length)
        {
            _first[_count] = item;
        }
        else
        {
            (_more ??= []).Add(item);
        }

        _count++;
    }

    public readonly IReadOnlyList<T> ToList()
    {
        if (_count == 0)
        {
            return [];
        }

        var all = new T[_count];
        ReadOnlySpan<T> first = _first;
        first[..Math.Min(_count, Inline.Length)].CopyTo(all);
        _more?.CopyTo(all, Inline.Length);
        return all;
    }

    [InlineArray(Length)]
    private struct Inline
    {
        public const int Length = 6;

        private T _element;
    }
}
