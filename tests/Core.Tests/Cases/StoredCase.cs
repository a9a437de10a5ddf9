using System.Collections.Immutable;
using System.Reflection;
using Collections.Core.Cases;

namespace Collections.Core.Tests.Cases;

/// <summary>Whether two cases are stored alike: every property that can be set has the same value.</summary>
internal static class StoredCase
{
    private static readonly (string Name, Func<Case, Case, bool> Same)[] Properties =
        [.. typeof(Case).GetProperties().Where(property => property.SetMethod is not null).Select(property => (property.Name, Comparer(property)))];

    /// <summary>The properties that differ, by name; empty if the cases are stored alike.</summary>
    public static string Difference(Case a, Case b)
    {
        foreach (var (name, same) in Properties)
        {
            if (!same(a, b))
            {
                return name;
            }
        }

        return "";
    }

    private static Func<Case, Case, bool> Comparer(PropertyInfo property)
    {
        var type = property.PropertyType;
        var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);
        var method = typeof(StoredCase).GetMethod(isList ? nameof(OfList) : nameof(OfValue), BindingFlags.Static | BindingFlags.NonPublic)!;
        return (Func<Case, Case, bool>)method.MakeGenericMethod(isList ? type.GetGenericArguments()[0] : type).Invoke(null, [property])!;
    }

    private static Func<Case, Case, bool> OfValue<T>(PropertyInfo property)
    {
        var get = property.GetMethod!.CreateDelegate<Func<Case, T>>();
        return (a, b) => EqualityComparer<T>.Default.Equals(get(a), get(b));
    }

    private static Func<Case, Case, bool> OfList<T>(PropertyInfo property)
    {
        var get = property.GetMethod!.CreateDelegate<Func<Case, ImmutableArray<T>>>();
        return (a, b) => get(a).AsSpan().SequenceEqual(get(b).AsSpan());
    }
}
