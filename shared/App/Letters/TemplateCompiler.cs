using System.Text.RegularExpressions;
using HandlebarsDotNet;

namespace Collections.App.Letters;

/// <summary>Compiles the templates of one language, as HTML, whose values are encoded, or as plain text, whose values are not.</summary>
internal sealed partial class TemplateCompiler
{
    private readonly IHandlebars _handlebars;
    private readonly IReadOnlyDictionary<string, TemplateText> _partials;

    /// <summary>Compiles the partials.</summary>
    /// <param name="html">True for HTML.</param>
    /// <param name="partials">The partials by name.</param>
    public TemplateCompiler(bool html, IReadOnlyDictionary<string, TemplateText> partials)
    {
        _partials = partials;
        _handlebars = Handlebars.Create(new HandlebarsConfiguration { NoEscape = !html, ThrowOnUnresolvedBindingExpression = true });
        TemplateHelpers.Register(_handlebars);
        foreach (var (name, partial) in partials)
        {
            Try(partial, () =>
            {
                _handlebars.RegisterTemplate(name, partial.Text);
                return true;
            });
        }
    }

    /// <summary>Compiles a template.</summary>
    /// <exception cref="LetterTemplateException">The template doesn't work; the returned function throws it too.</exception>
    public Func<LetterModel, string> Compile(TemplateText template)
    {
        var fill = Try(template, () => _handlebars.Compile(template.Text));
        return model => Try(template, () => fill(model));
    }

    // Handlebars throws exceptions of many types, some of them the runtime's own, for what is always the same: the template doesn't fit.
    private T Try<T>(TemplateText template, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault)
        {
            throw Named(template, fault);
        }
    }

    // A fault within a partial arrives wrapped in one that quotes the partial's name; the innermost says what is wrong.
    private LetterTemplateException Named(TemplateText template, Exception fault)
    {
        var cause = fault;
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            template = _partials.FirstOrDefault(partial => inner.Message.Contains($"'{partial.Key}'", StringComparison.Ordinal)).Value ?? template;
            cause = inner;
        }

        return new LetterTemplateException($"{template.Place}:{Line(template.Text, cause.Message)}: {cause.Message}", fault);
    }

    // Handlebars rarely tells the line, but it names the culprit, in quotes or as its first word.
    private static int Line(string text, string message)
    {
        var named = Quoted().Matches(message).Select(match => match.Groups["word"].Value).Append(message.Split(' ')[0]);
        var culprit = named.FirstOrDefault(word => text.Contains(word, StringComparison.Ordinal)) ?? "";
        return text.AsSpan(0, text.IndexOf(culprit, StringComparison.Ordinal)).Count('\n') + 1;
    }

    [GeneratedRegex("'(?<word>[^']+)'", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}
