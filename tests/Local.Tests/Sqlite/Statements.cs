using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Tests.Sqlite;

/// <summary>Every statement of the product, found in its code: none can be forgotten.</summary>
internal static class Statements
{
    private const BindingFlags Everything =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Assembly Product = typeof(Query).Assembly;

    private static readonly byte[] Calls = [(byte)OpCodes.Call.Value, (byte)OpCodes.Callvirt.Value, (byte)OpCodes.Newobj.Value];

    /// <summary>The statements that are kept in fields, by class and field.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Product.GetTypes()
        .SelectMany(type => type.GetFields(Everything)).Where(field => field is { IsStatic: true, IsInitOnly: true } && field.FieldType == typeof(Query))
        .ToDictionary(field => $"{field.DeclaringType!.Name}.{field.Name}", field => ((Query)field.GetValue(null)!).Sql, StringComparer.Ordinal);

    /// <summary>The methods of the product that call a method or constructor, by class and name, each as often as it does.</summary>
    public static IReadOnlyList<string> CallersOf(MethodBase called) =>
        [.. Product.GetTypes().SelectMany(type => type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything)))
            .SelectMany(caller => Enumerable.Repeat($"{caller.DeclaringType!.Name}.{caller.Name}", CountCalls(caller, called))).Order(StringComparer.Ordinal)];

    // A call is an instruction of one byte and the token of what it calls, in the same assembly.
    private static int CountCalls(MethodBase caller, MethodBase called)
    {
        var code = caller.GetMethodBody()?.GetILAsByteArray() ?? [];
        byte[] token = BitConverter.GetBytes(called.MetadataToken);
        var count = 0;
        for (var i = 1; i + token.Length <= code.Length; i++)
        {
            count += Calls.Contains(code[i - 1]) && code.AsSpan(i, token.Length).SequenceEqual(token) ? 1 : 0;
        }

        return count;
    }
}
