using System.Text;
using System.Xml;

namespace Collections.Files.Statements.Camt;

/// <summary>XML from outside: no document types, nothing from elsewhere, and bounds on depth, tags and texts.</summary>
internal sealed class CamtXml
{
    private const int MaxDepth = 64;
    private const int MaxElements = 5_000;

    private readonly XmlReader _xml;
    private readonly char[] _chunk = new char[1024];

    public CamtXml(TextReader text) =>
        _xml = XmlReader.Create(new BoundedMarkup(text), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,

            // What a payer wrote may hold characters that XML does not allow; they become blanks.
            CheckCharacters = false,
        });

    /// <summary>The line that is being read, counted from 1.</summary>
    public long Line => Math.Max(((IXmlLineInfo)_xml).LineNumber, 1);

    /// <summary>How deep the present element is.</summary>
    public int Depth => _xml.Depth;

    /// <summary>The present element's name, whatever its namespace: each version of the standard has one of its own.</summary>
    public string Name => _xml.LocalName;

    /// <summary>True at the beginning of an element.</summary>
    public bool IsElement => _xml.NodeType == XmlNodeType.Element;

    /// <summary>True at the end of an element.</summary>
    public bool IsEnd => _xml.NodeType == XmlNodeType.EndElement;

    /// <summary>True at an element without content.</summary>
    public bool IsEmpty => _xml.IsEmptyElement;

    /// <summary>Goes on by one node; false at the end of the file.</summary>
    public bool Advance()
    {
        var more = _xml.Read();
        return _xml.Depth > MaxDepth ? throw new ImportFormatException($"its elements lie in each other more than {MaxDepth} deep") : more;
    }

    /// <summary>Goes on to the next child of an element that lies so deep; false at that element's end.</summary>
    public bool NextChild(int depth)
    {
        while (Advance())
        {
            if (IsEnd && Depth == depth)
            {
                return false;
            }

            if (IsElement && Depth == depth + 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes to the present element's end.</summary>
    public void Skip()
    {
        if (IsEmpty)
        {
            return;
        }

        var depth = Depth;
        while (Advance() && !(IsEnd && Depth == depth))
        {
        }
    }

    /// <summary>Reads the present element with all that it holds, to its end.</summary>
    public CamtNode ReadNode()
    {
        var left = MaxElements;
        return ReadNode(ref left);
    }

    private CamtNode ReadNode(ref int left)
    {
        var node = new CamtNode(Name, Line, _xml.GetAttribute("Ccy"));
        if (IsEmpty)
        {
            return node;
        }

        var depth = Depth;
        StringBuilder? text = null;
        while (Advance() && !(IsEnd && Depth == depth))
        {
            if (IsElement && --left >= 0)
            {
                node.Add(ReadNode(ref left));
            }
            else if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                ReadText(text ??= new StringBuilder());
            }
        }

        node.Text = text?.ToString().Trim() ?? "";
        node.IsCut = left < 0;
        return node;
    }

    private void ReadText(StringBuilder text)
    {
        int read;
        while ((read = _xml.ReadValueChunk(_chunk, 0, _chunk.Length)) > 0)
        {
            text.Append(_chunk, 0, Math.Max(0, Math.Min(read, StatementText.MaxText - text.Length)));
        }
    }
}
