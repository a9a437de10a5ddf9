using System.Globalization;
using HandlebarsDotNet;

namespace Collections.App.Letters;

/// <summary>The few helpers that templates have beside Handlebars' own.</summary>
internal static class TemplateHelpers
{
    /// <summary>
    /// <c>{{left Number 16}}</c> and <c>{{right Balance 12}}</c> line columns up in plain text; what is longer stays whole.
    /// <c>{{#tone "Enquiry"}}…{{/tone}}</c> shows its block in that tone only.
    /// </summary>
    public static void Register(IHandlebars handlebars)
    {
        handlebars.RegisterHelper("left", (output, _, arguments) => output.Write(Text(arguments).PadRight(Width(arguments))));
        handlebars.RegisterHelper("right", (output, _, arguments) => output.Write(Text(arguments).PadLeft(Width(arguments))));
        handlebars.RegisterHelper("tone", (output, options, context, arguments) =>
        {
            if (IsTone(context, arguments))
            {
                options.Template(output, context);
            }
            else
            {
                options.Inverse(output, context);
            }
        });
    }

    private static bool IsTone(Context context, Arguments arguments) =>
        context.Value is LetterModel model && Enum.TryParse<LetterTone>(arguments[0]?.ToString(), out var tone)
            ? model.Tone == tone
            : throw new HandlebarsException("'tone' takes \"Enquiry\", \"Pressure\" or \"Notice\" and stands outside 'each' and 'with'");

    private static string Text(Arguments arguments) =>
        arguments.Length == 2
            ? arguments[0]?.ToString() ?? ""
            : throw new HandlebarsException("'left' and 'right' need a value and a width: {{left Number 16}}");

    private static int Width(Arguments arguments) => Convert.ToInt32(arguments[1], CultureInfo.InvariantCulture);
}
