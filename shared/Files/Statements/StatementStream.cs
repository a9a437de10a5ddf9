using System.Collections;
using System.Xml;

namespace Collections.Files.Statements;

/// <summary>The parts of a file of statements in its order, read while they are taken: memory stays the same however long the file is.</summary>
/// <remarks>
/// Bad data comes as a <see cref="RejectedPart"/>, and what can still be read follows. Only where nothing at all could be read is an
/// <see cref="ImportFormatException"/> thrown. The parts can be taken once. The stream is left open.
/// </remarks>
public sealed class StatementStream : IEnumerable<StatementPart>
{
    private readonly PartSource _source;
    private bool _taken;
    private bool _isAnyRead;

    internal StatementStream(StatementFormat format, PartSource source) => (Format, _source) = (format, source);

    /// <summary>What the file is.</summary>
    public StatementFormat Format { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The parts were taken before.</exception>
    public IEnumerator<StatementPart> GetEnumerator()
    {
        if (_taken)
        {
            throw new InvalidOperationException("the parts of a file can be taken only once");
        }

        _taken = true;
        return Parts();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerator<StatementPart> Parts()
    {
        var parts = new Queue<StatementPart>();
        bool more;
        do
        {
            more = Step(parts);
            while (parts.TryDequeue(out var part))
            {
                _isAnyRead = true;
                yield return part;
            }
        }
        while (more);
    }

    // What stood before the place where a file breaks off is kept.
    private bool Step(Queue<StatementPart> parts)
    {
        try
        {
            return _source.Step(parts);
        }
        catch (XmlException e)
        {
            parts.Enqueue(BrokenOff(Math.Max(e.LineNumber, 1), e.Message, parts.Count > 0));
        }
        catch (ImportFormatException e)
        {
            parts.Enqueue(BrokenOff(_source.Line, e.Message, parts.Count > 0));
        }

        return false;
    }

    private RejectedPart BrokenOff(long line, string why, bool isAnyWaiting) => _isAnyRead || isAnyWaiting
        ? new RejectedPart(line, new RowError(line, "", null, $"the file cannot be read from here on: {why}"), MayBePayment: true)
        : throw new ImportFormatException($"the file cannot be read: {why}");
}
