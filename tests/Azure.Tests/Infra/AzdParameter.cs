using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Infra;

/// <summary>A line of infra/main.parameters.json: which parameter of main.bicep azd fills, and from what.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Variable">The variable of azd's environment that it is filled from.</param>
/// <param name="Default">What it is without that variable, as written; null where the file says nothing.</param>
internal sealed partial record AzdParameter(string Name, string Variable, string? Default)
{
    public static IReadOnlyList<AzdParameter> All { get; } =
        [.. ((JObject)Repository.Json("infra", "main.parameters.json")["parameters"]!).Properties().Select(one => Parse(one.Name, (string)one.Value["value"]!))];

    /// <summary>Its value in an environment.</summary>
    public string In(IReadOnlyDictionary<string, string> environment) => environment.GetValueOrDefault(Variable) ?? Default ?? "";

    private static AzdParameter Parse(string name, string value)
    {
        var form = Form().Match(value);
        return form.Success
            ? new AzdParameter(name, form.Groups["name"].Value, form.Groups["default"] is { Success: true, Value: var otherwise } ? otherwise : null)
            : throw new FormatException($"main.parameters.json: {name}: {value} is not of the form ${{NAME}} or ${{NAME=default}}");
    }

    [GeneratedRegex(@"^\$\{(?<name>[A-Z_]+)(?:=(?<default>.*))?\}$", RegexOptions.None, Repository.SearchMilliseconds)]
    private static partial Regex Form();
}
