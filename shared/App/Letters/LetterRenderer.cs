namespace Collections.App.Letters;

/// <summary>A letter, written.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">The letter as plain text, its lines ending in LF.</param>
/// <param name="Html">The letter as HTML: complete, with nothing to load from elsewhere.</param>
public sealed record RenderedLetter(string Subject, string Text, string Html);

/// <summary>Writes letters. Safe for use by many threads.</summary>
public sealed class LetterRenderer(LetterTemplates templates)
{
    /// <summary>Writes a letter in the model's language.</summary>
    /// <param name="template">The template's name: <c>first-letter</c>.</param>
    /// <param name="model">What it says.</param>
    /// <exception cref="LetterTemplateException">The template doesn't exist or doesn't work.</exception>
    public RenderedLetter Render(string template, LetterModel model) =>
        new(
            OneLine(templates.Letter(template, "subject", model)),
            templates.Letter(template, "text", model),
            templates.Letter(template, "html", model));

    // A customer's name must not be able to end the subject and begin another header.
    private static string OneLine(string subject) =>
        string.Join(' ', new string(subject.Select(c => char.IsControl(c) ? ' ' : c).ToArray()).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>Writes what a clerk says on a call. Safe for use by many threads.</summary>
public sealed class ScriptRenderer(LetterTemplates templates)
{
    /// <summary>Writes a script in the model's language, as plain text.</summary>
    /// <param name="script">The script's name: <c>call-1</c>.</param>
    /// <param name="model">What it says, <see cref="LetterModel.Call"/> included.</param>
    /// <exception cref="LetterTemplateException">The template doesn't exist or doesn't work.</exception>
    public string Render(string script, LetterModel model) => templates.Script(script, model);
}
