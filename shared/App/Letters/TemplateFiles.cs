using System.Reflection;
using System.Text;

namespace Collections.App.Letters;

/// <summary>The templates' texts: those of a folder first, then those that come with the product.</summary>
/// <remarks>
/// Both are laid out alike: <c>en/first-letter.html.hbs</c>, <c>en/partials/footer.html.hbs</c>, <c>en/scripts/call-1.text.hbs</c>.
/// </remarks>
internal sealed class TemplateFiles
{
    private const string Suffix = ".hbs";
    private const string ResourcePrefix = "Letters/Templates/";

    // Path within the templates ("en/first-letter.text.hbs") to where it really is.
    private readonly Dictionary<string, Source> _sources = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lists what there is; nothing is read yet.</summary>
    /// <param name="folder">The folder whose files go before the built-in ones, or null; it need not exist.</param>
    public TemplateFiles(string? folder)
    {
        var assembly = typeof(TemplateFiles).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            _sources[name[ResourcePrefix.Length..]] = new Source(name, () => assembly.GetManifestResourceStream(name)!);
        }

        if (folder is not null && Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*" + Suffix, SearchOption.AllDirectories))
            {
                _sources[Path.GetRelativePath(folder, file).Replace('\\', '/')] = new Source(file, () => File.OpenRead(file));
            }
        }
    }

    /// <summary>The languages that have at least one template.</summary>
    public IEnumerable<string> Languages => _sources.Keys.Select(path => path.Split('/')[0]).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of a folder's templates in a language, of one kind (<c>text</c>, <c>html</c>, <c>subject</c>).</summary>
    /// <param name="language">The language.</param>
    /// <param name="folder">A folder with a slash at its end, or nothing for the letters.</param>
    /// <param name="kind">The kind.</param>
    public IEnumerable<string> Names(string language, string folder, string kind)
    {
        var start = $"{language}/{folder}";
        var end = $".{kind}{Suffix}";
        return _sources.Keys
            .Where(path => path.StartsWith(start, StringComparison.OrdinalIgnoreCase) && path.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            .Select(path => path[start.Length..^end.Length])
            .Where(name => !name.Contains('/', StringComparison.Ordinal));
    }

    /// <summary>A template in the first of the languages that has it, or null.</summary>
    public TemplateText? Find(IEnumerable<string> languages, string name, string kind)
    {
        foreach (var language in languages)
        {
            if (_sources.TryGetValue($"{language}/{name}.{kind}{Suffix}", out var source))
            {
                return new TemplateText(source.Place, source.Read());
            }
        }

        return null;
    }

    private sealed record Source(string Place, Func<Stream> Open)
    {
        public string Read()
        {
            using var reader = new StreamReader(Open(), Encoding.UTF8);
            return reader.ReadToEnd().ReplaceLineEndings("\n");
        }
    }
}

/// <summary>A template's text and the file that it stands in.</summary>
internal sealed record TemplateText(string Place, string Text);
