using System.Globalization;
using System.Text;

namespace Collections.Files.Statements.Ofx;

/// <summary>The tags of an OFX file, each with the text that follows it: SGML, whose leaves are not closed, and XML alike.</summary>
internal sealed class OfxTokens(TextReader text)
{
    private const int MaxTag = 1_000;

    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _text = new();
    private int _next;
    private int _end;

    /// <summary>The line that is being read, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The tag's name, in capitals.</summary>
    public string Name { get; private set; } = "";

    /// <summary>True for a closing tag.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>The text that follows it, without blanks around it.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Goes on to the next tag; false at the end of the file.</summary>
    /// <exception cref="ImportFormatException">A document type, or a tag that is none.</exception>
    public bool Next()
    {
        // What stands before the first tag is the header.
        ReadText();
        while (Peek() == '<')
        {
            Take();
            var tag = ReadTag();
            if (tag.StartsWith("!DOCTYPE", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("!ENTITY", StringComparison.OrdinalIgnoreCase))
            {
                throw new ImportFormatException("it has a document type of its own, which no bank's file has");
            }

            if (tag is ['?' or '!', ..])
            {
                ReadText();
                continue;
            }

            IsClosing = tag.StartsWith('/');
            Name = NameIn(IsClosing ? tag[1..] : tag);
            Text = ReadText();
            return true;
        }

        return false;
    }

    private static string NameIn(string tag)
    {
        var end = tag.AsSpan().IndexOfAny(" \t\r\n/");
        return (end < 0 ? tag : tag[..end]).ToUpperInvariant();
    }

    private string ReadTag()
    {
        _text.Clear();
        while (Peek() is not (-1 or '>'))
        {
            if (_text.Length == MaxTag)
            {
                throw new ImportFormatException($"it has a tag that is longer than {MaxTag:N0} characters");
            }

            _text.Append((char)Take());
            if (_text.Length == 3 && _text.Equals("!--"))
            {
                SkipPast("-->");
                return "!--";
            }
        }

        Take();
        return _text.ToString();
    }

    /// <summary>The text up to the next tag; of a long one the beginning.</summary>
    private string ReadText()
    {
        _text.Clear();
        while (Peek() is not -1 and var c)
        {
            if (c == '<')
            {
                if (!IsCdata())
                {
                    break;
                }

                ReadCdata();
                continue;
            }

            Take();
            Keep((char)c);
        }

        return Decoded(_text.ToString().Trim());
    }

    private void Keep(char c)
    {
        if (_text.Length < StatementText.MaxText)
        {
            _text.Append(c);
        }
    }

    private bool IsCdata()
    {
        const string Start = "<![CDATA[";
        if (_end - _next < Start.Length)
        {
            Refill();
        }

        return _buffer.AsSpan(_next, _end - _next).StartsWith(Start);
    }

    private void ReadCdata()
    {
        _next += "<![CDATA[".Length;
        var brackets = 0;
        while (Take() is not -1 and var c)
        {
            if (c == '>' && brackets >= 2)
            {
                _text.Length -= Math.Min(_text.Length, 2);
                return;
            }

            brackets = c == ']' ? brackets + 1 : 0;
            Keep((char)c);
        }
    }

    private void SkipPast(string end)
    {
        var matched = 0;
        while (matched < end.Length && Take() is not -1 and var c)
        {
            matched = c == end[matched] ? matched + 1 : c == '-' && matched == 2 ? 2 : c == end[0] ? 1 : 0;
        }
    }

    private static string Decoded(string text)
    {
        if (!text.Contains('&', StringComparison.Ordinal))
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i] == '&' ? text.AsSpan(i, Math.Min(text.Length - i, 12)).IndexOf(';') : -1;
            if (end > 1 && Entity(text.AsSpan(i + 1, end - 1)) is { } character)
            {
                decoded.Append(character);
                i += end;
            }
            else
            {
                decoded.Append(text[i]);
            }
        }

        return decoded.ToString();
    }

    private static string? Entity(ReadOnlySpan<char> name) => name switch
    {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => " ",
        ['#', 'x' or 'X', .. var hex] when int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code) =>
            new Rune(code).ToString(),
        ['#', .. var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code) =>
            new Rune(code).ToString(),
        _ => null,
    };

    private int Peek() => _next < _end || Refill() ? _buffer[_next] : -1;

    private int Take()
    {
        var c = Peek();
        _next += c < 0 ? 0 : 1;
        Line += c == '\n' ? 1 : 0;
        return c;
    }

    /// <summary>Reads more behind what is left; false at the end.</summary>
    private bool Refill()
    {
        _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
        _end -= _next;
        _next = 0;
        var read = text.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
