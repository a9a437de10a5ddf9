using Newtonsoft.Json;

namespace Collections.Files;

/// <summary>The text of a JSON file on its way to JsonTextReader: bounded, and without what that reader makes more of than JSON does.</summary>
/// <remarks>
/// JsonTextReader holds a whole value in memory, so a file may hand it only so many characters an element. It also reads <c>0017</c> as an
/// octal number, where the ledger means an invoice's number that begins with zeros, and it reads comments and single quotes. Each of
/// those gets a character that makes the reader stop exactly there.
/// </remarks>
internal sealed class StrictJsonText(TextReader text, int maxElement) : TextReader
{
    private const char Poison = '\u0001';

    private int _left;
    private bool _inString;
    private bool _escaped;
    private int _wordLength;
    private bool _isZero;
    private string? _trouble;

    /// <summary>Allows one more element; nothing can be read before the first is.</summary>
    public void NextElement() => _left = maxElement;

    /// <summary>What is wrong with the text, for a person, where the reader stopped with an exception.</summary>
    public string Explain(JsonException stop) => _trouble is not null && stop.Message.Contains(Poison) ? _trouble : stop.Message;

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        if (_left <= 0)
        {
            throw new ElementTooLongException();
        }

        var read = text.Read(buffer, index, count);
        _left -= read;
        foreach (ref var c in buffer.AsSpan(index, read))
        {
            if (_inString)
            {
                _inString = _escaped || c != '"';
                _escaped = !_escaped && c == '\\';
            }
            else
            {
                Outside(ref c);
            }
        }

        return read;
    }

    /// <summary>Follows a character outside strings.</summary>
    private void Outside(ref char c)
    {
        if (c is '\'' or '/')
        {
            Stop(ref c, "comments and single quotes are not JSON");
            return;
        }

        if (_isZero && (char.IsAsciiDigit(c) || c is 'x' or 'X'))
        {
            Stop(ref c, "a number begins with 0; if the zeros count, write it as a string");
        }

        _inString = c == '"';
        var isWord = char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '.';
        _isZero = c == '0' && _wordLength == 0;
        _wordLength = isWord && !(c == '-' && _wordLength == 0) ? _wordLength + 1 : 0;
    }

    private void Stop(ref char c, string trouble)
    {
        _trouble ??= trouble;
        c = Poison;
    }
}

/// <summary>An element of a JSON file is longer than a record may be.</summary>
internal sealed class ElementTooLongException() : Exception("it has no element of a sensible length");
