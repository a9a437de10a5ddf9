using System.Collections.Concurrent;

namespace Collections.App.Letters;

/// <summary>The letters' and scripts' templates, each compiled once. Safe for use by many threads.</summary>
/// <remarks>
/// A file of the override folder replaces the built-in template of the same path; a language needs only what differs from <c>en</c>.
/// A changed file is seen at the next start.
/// </remarks>
public sealed class LetterTemplates
{
    /// <summary>The language that has every template.</summary>
    public const string DefaultLanguage = "en";

    private const string PartialsFolder = "partials/";
    private const string ScriptsFolder = "scripts/";

    private readonly TemplateFiles _files;
    private readonly HashSet<string> _languages;
    private readonly ConcurrentDictionary<(string Language, bool Html), Lazy<TemplateCompiler>> _compilers = new();
    private readonly ConcurrentDictionary<(string Language, string Name, string Kind), Lazy<Func<LetterModel, string>>> _compiled = new();

    /// <summary>The built-in templates, with those of a folder before them.</summary>
    /// <param name="overrides">The folder, such as <c>DATA/templates</c>; null for none. It need not exist.</param>
    public LetterTemplates(string? overrides = null)
    {
        _files = new TemplateFiles(overrides);
        _languages = _files.Languages.ToHashSet(StringComparer.OrdinalIgnoreCase);
        Letters = _files.Names(DefaultLanguage, "", "subject").Order(StringComparer.Ordinal).ToList();
        Scripts = _files.Names(DefaultLanguage, ScriptsFolder, "text").Order(StringComparer.Ordinal).ToList();
    }

    /// <summary>The letters' names, such as <c>first-letter</c>, in order.</summary>
    public IReadOnlyList<string> Letters { get; }

    /// <summary>The scripts' names, such as <c>call-1</c>, in order.</summary>
    public IReadOnlyList<string> Scripts { get; }

    /// <summary>Compiles and fills in every template of every language, so that an edited one fails at the start and not at night.</summary>
    /// <returns>What is wrong, with file and line; empty when all is well.</returns>
    public IReadOnlyList<string> Check()
    {
        var faults = new List<string>();
        foreach (var language in _languages)
        {
            var names = from kind in new[] { "subject", "text", "html" }
                        from folder in new[] { "", ScriptsFolder }
                        from name in _files.Names(language, folder, kind)
                        select (Name: folder + name, Kind: kind);
            foreach (var (name, kind) in names)
            {
                try
                {
                    Fill(language, name, kind, Specimen.Letter);
                }
                catch (LetterTemplateException fault)
                {
                    faults.Add(fault.Message);
                }
            }
        }

        return faults.Distinct(StringComparer.Ordinal).ToList();
    }

    internal string Letter(string name, string kind, LetterModel model) => Fill(model.Language, name, kind, model);

    internal string Script(string name, LetterModel model) => Fill(model.Language, ScriptsFolder + name, "text", model);

    // Only languages that exist become keys, so what customers have on record can't grow the caches.
    private string Fill(string language, string name, string kind, LetterModel model)
    {
        var key = (Fallbacks(language).First(_languages.Contains), name, kind);
        return _compiled.GetOrAdd(key, k => new Lazy<Func<LetterModel, string>>(() => Compile(k.Language, k.Name, k.Kind))).Value(model);
    }

    private Func<LetterModel, string> Compile(string language, string name, string kind)
    {
        var found = _files.Find(Fallbacks(language), name, kind)
            ?? throw new LetterTemplateException($"there is no template '{name}.{kind}.hbs' in '{language}' nor in '{DefaultLanguage}'");
        var compiler = _compilers.GetOrAdd((language, kind == "html"), key => new Lazy<TemplateCompiler>(() => Compiler(key.Language, key.Html)));
        return compiler.Value.Compile(found);
    }

    private TemplateCompiler Compiler(string language, bool html)
    {
        var kind = html ? "html" : "text";
        var names = Fallbacks(language).SelectMany(l => _files.Names(l, PartialsFolder, kind)).Distinct(StringComparer.OrdinalIgnoreCase);
        return new TemplateCompiler(html, names.ToDictionary(name => name, name => _files.Find(Fallbacks(language), PartialsFolder + name, kind)!));
    }

    // de-AT, then de, then en.
    private static IEnumerable<string> Fallbacks(string language)
    {
        for (var tag = language; tag.Length > 0; tag = tag[..Math.Max(0, tag.LastIndexOf('-'))])
        {
            yield return tag;
        }

        yield return DefaultLanguage;
    }
}
