using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Collections.Architecture.Tests;

/// <summary>A type of ours that refers to another; nested types count as the one that they stand in.</summary>
/// <param name="From">The full name of the type that refers.</param>
/// <param name="To">The full name of the type that it refers to.</param>
internal readonly record struct Reference(string From, string To);

/// <summary>What compiled code refers to: by its signatures, its attributes, and the bodies of its methods.</summary>
/// <remarks>The compiler puts constants and names in, and leaves no reference behind: so what a file's <c>using</c> lines say counts, too.</remarks>
internal static partial class References
{
    private const string Ours = "Collections.";

    /// <summary>The references of a project's types to types of ours, in order.</summary>
    public static IReadOnlyCollection<Reference> Of(Project project)
    {
        using var module = ModuleDefinition.ReadModule(project.Path);
        var found = new SortedSet<(string, string)>();
        foreach (var type in module.GetTypes())
        {
            var from = Outermost(type);
            if (!from.StartsWith(Ours, StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var to in All(type).SelectMany(Parts).Select(Outermost))
            {
                if (to.StartsWith(Ours, StringComparison.Ordinal) && to != from)
                {
                    found.Add((from, to));
                }
            }
        }

        return [.. found.Select(pair => new Reference(pair.Item1, pair.Item2))];
    }

    /// <summary>What the <c>using</c> lines of a project's files say, as references of the file to all of a folder.</summary>
    public static IEnumerable<Reference> InSources(Project project) =>
        from source in project.Sources()
        let folder = Path.GetDirectoryName(source.Path)!.Replace('\\', '/').Replace('/', '.')
        let file = string.Join('.', new[] { project.Name, folder, Path.GetFileNameWithoutExtension(source.Path).Replace('.', '-') }.Where(part => part.Length > 0))
        from System.Text.RegularExpressions.Match used in Usings().Matches(source.Text)
        select new Reference(file, $"{used.Groups["name"].Value}.all");

    private static IEnumerable<TypeReference?> All(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(one => one.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Properties.Select(property => property.PropertyType),
        .. type.Events.Select(one => one.EventType),
        .. type.GenericParameters.SelectMany(Bounds),
        .. Attributes(type),
        .. type.Fields.SelectMany(Attributes),
        .. type.Properties.SelectMany(Attributes),
        .. type.Methods.SelectMany(Of),
    ];

    private static IEnumerable<TypeReference?> Of(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method.GenericParameters.SelectMany(Bounds),
        .. Attributes(method),
        .. method.Parameters.SelectMany(Attributes),
        .. method.HasBody ? InBody(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> InBody(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(In),
    ];

    private static IEnumerable<TypeReference?> In(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [.. method.GenericArguments, .. Called(method)],
        MethodReference method => Called(method),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Called(MethodReference method) =>
        [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)];

    private static IEnumerable<TypeReference?> Bounds(GenericParameter parameter) => parameter.Constraints.Select(bound => bound.ConstraintType);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) => provider.CustomAttributes.Select(attribute => attribute.AttributeType);

    // A list of accounts is a list, and accounts.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [.. generic.GenericArguments.SelectMany(Parts), .. Parts(generic.ElementType)],
        IModifierType modified => [.. Parts(modified.ModifierType), .. Parts(modified.ElementType)],
        TypeSpecification other => Parts(other.ElementType),
        _ => [type],
    };

    private static string Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } around)
        {
            type = around;
        }

        return type.FullName;
    }

    [GeneratedRegex(@"^using (?<name>Collections\.[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Usings();
}
