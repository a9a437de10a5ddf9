using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Policies;

/// <summary>One reading of a policy's file: the problems found so far, and the settings that the reader asked for.</summary>
internal sealed class PolicyReading(string file)
{
    private readonly List<PolicyProblem> _problems = [];
    private readonly Dictionary<string, PolicyField> _fields = new(StringComparer.Ordinal);

    public IReadOnlyList<PolicyProblem> Problems => [.. _problems.OrderBy(problem => problem.Line)];

    public int ProblemCount => _problems.Count;

    /// <summary>The settings that the reader asked for, by path.</summary>
    public IReadOnlyDictionary<string, PolicyField> Fields => _fields;

    public void Know(PolicyField field) => _fields.TryAdd(field.Path, field);

    public void Add(IJsonLineInfo at, string path, JToken? value, string reason) =>
        _problems.Add(new PolicyProblem(file, at.LineNumber, path, value?.ToString(Formatting.None), reason));

    /// <summary>The file's one object, or null with a problem noted.</summary>
    public JObject? Parse(TextReader json)
    {
        try
        {
            // A setting that is given twice is a slip that would otherwise silently drop the first.
            var settings = new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error };
            using var reader = new JsonTextReader(json)
            {
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Decimal,
                CloseInput = false,
            };
            var root = JToken.Load(reader, settings);
            while (reader.Read())
            {
                // Remarks may follow the object; the reader refuses anything else there.
            }

            if (root is JObject found)
            {
                return found;
            }

            Add(root, "", value: null, "must hold one JSON object");
        }
        catch (JsonReaderException e)
        {
            _problems.Add(new PolicyProblem(file, e.LineNumber, "", Value: null, $"is not valid JSON: {e.Message}"));
        }

        return null;
    }
}
