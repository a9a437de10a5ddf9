using System.Buffers;

namespace Collections.Core.Remittances;

/// <summary>What a payer wrote, read as words and numbers.</summary>
public sealed class RemittanceText
{
    /// <summary>So many characters are looked at.</summary>
    public const int Longest = 1_000;

    /// <summary>So many words and numbers are looked at.</summary>
    public const int MostTokens = 64;

    private static readonly SearchValues<char> SpecialSigns = SearchValues.Create(" .,:/+$€£¥%'");

    private readonly List<WrittenNumber> _numbers = [];
    private readonly List<string> _words = [];

    // What stood between the number before and where the reading is now.
    private string _wordBefore = "";
    private NumberLabel _label;
    private NumberLink _link;
    private bool _onlyBlanks;

    private RemittanceText(string plain) => Plain = plain;

    /// <summary>The numbers, in their order.</summary>
    public IReadOnlyList<WrittenNumber> Numbers => _numbers;

    /// <summary>The words without digits, in their order.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The text in capitals, as far as it is looked at.</summary>
    public string Plain { get; }

    /// <summary>Reads a text; never fails.</summary>
    public static RemittanceText Read(string? text)
    {
        var read = new RemittanceText(PlainText.Of(text, Longest));
        read.Scan();
        return read;
    }

    private void Scan()
    {
        var at = 0;
        foreach (var (start, end) in MayHaveSpecialForms(Plain) ? SpecialForms.In(Plain) : [])
        {
            ScanPlain(at, start);
            AddDoubtful(Plain[start..end]);
            at = end;
        }

        ScanPlain(at, Plain.Length);
    }

    // A number, with the letters and dashes that it may have, is all that most payers write.
    private static bool MayHaveSpecialForms(string text) => text.AsSpan().ContainsAny(SpecialSigns) && text.AsSpan().ContainsAnyInRange('0', '9');

    private void ScanPlain(int start, int end)
    {
        for (var at = start; at < end && _words.Count + _numbers.Count < MostTokens;)
        {
            if (!char.IsLetterOrDigit(Plain[at]))
            {
                Separate(at, end);
                at++;
                continue;
            }

            var chunk = at;
            while (at < end && (char.IsLetterOrDigit(Plain[at]) || (IsJoiner(Plain[at]) && at + 1 < end && char.IsLetterOrDigit(Plain[at + 1]))))
            {
                at++;
            }

            Take(Plain[chunk..at]);
        }
    }

    private static bool IsJoiner(char c) => c is '-' or '/' or '.' or '_' or '\\';

    private void Separate(int at, int end)
    {
        switch (Plain[at])
        {
            case ',' or ';' or '+' or '&' or '|' or '/' when _wordBefore.Length == 0:
                (_link, _onlyBlanks) = (NumberLink.List, false);
                break;
            case '-' or '~' when _wordBefore.Length == 0 && _link != NumberLink.List:
                (_link, _onlyBlanks) = (NumberLink.Range, false);
                break;
            case '.' when at + 1 < end && Plain[at + 1] == '.':
                (_link, _onlyBlanks) = (NumberLink.Range, false);
                break;
            case ' ' or '\r' or '\n' or '\t' or '.':
                break;
            default:
                _onlyBlanks = false;
                break;
        }
    }

    private void Take(string chunk)
    {
        if (chunk.AsSpan().ContainsAnyInRange('0', '9'))
        {
            foreach (var (text, link) in ChunkReader.Split(chunk))
            {
                _link = link == NumberLink.None ? _link : link;
                Add(ChunkReader.Read(text));
            }

            return;
        }

        foreach (var word in chunk.Split(['-', '/', '.', '_', '\\'], StringSplitOptions.RemoveEmptyEntries))
        {
            TakeWord(word);
        }
    }

    private void TakeWord(string word)
    {
        _words.Add(word);
        _onlyBlanks = false;
        if (_numbers.Count > 0 && LabelWords.JoinsList(word))
        {
            _link = NumberLink.List;
        }
        else if (_numbers.Count > 0 && LabelWords.JoinsRange(word))
        {
            _link = NumberLink.Range;
        }
        else if (!LabelWords.IsFiller(word))
        {
            _wordBefore = word;
            var label = LabelWords.Of(word);
            _label = label;
            _link = label == NumberLabel.Invoice ? _link : NumberLink.None;
        }
    }

    private void Add(WrittenNumber number)
    {
        var before = _numbers.Count > 0 ? _numbers[^1] : null;
        var label = LabelWords.Of(number.Letters) is var own and not NumberLabel.None ? own : _label;
        if (label == NumberLabel.None && _wordBefore.Length == 0 && number.Letters.Length == 0 && before is { IsDoubtful: false } && Continues(before.Label, number))
        {
            label = before.Label;
        }

        _numbers.Add(number with
        {
            WordBefore = _wordBefore,
            Label = label,
            Link = before is { IsDoubtful: false } ? _link : NumberLink.None,
            Follows = _onlyBlanks && before is { IsDoubtful: false },
        });
        (_wordBefore, _label, _link, _onlyBlanks) = ("", NumberLabel.None, NumberLink.None, true);
    }

    // The label holds for what follows, too; but what belongs to a foreign number, like a telephone's, is a few digits.
    private static bool Continues(NumberLabel label, WrittenNumber number) => label != NumberLabel.Foreign || number.Groups is [{ Length: <= 4 }];

    private void AddDoubtful(string text)
    {
        var groups = ChunkReader.DigitGroups(text);
        if (groups.Count > 0 && _numbers.Count + _words.Count < MostTokens)
        {
            _numbers.Add(new WrittenNumber { Text = text.Trim(), Groups = groups, WordBefore = _wordBefore, IsDoubtful = true });
            (_wordBefore, _label, _link, _onlyBlanks) = ("", NumberLabel.None, NumberLink.None, false);
        }
    }
}
