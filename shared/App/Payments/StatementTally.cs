using Collections.Core.Payments;
using Collections.Files;
using Collections.Files.Statements;

namespace Collections.App.Payments;

/// <summary>Counts what becomes of the entries of a file.</summary>
internal sealed class StatementTally
{
    private const int MostErrors = 1_000;
    private const int MostNotes = 100;

    private readonly Dictionary<PaymentState, long> _states = [];
    private readonly List<RowError> _errors = [];
    private readonly List<SkippedRow> _skippedRows = [];
    private readonly List<string> _notes = [];
    private long _skipped;
    private long _rejected;

    public void Count(PaymentState state) => _states[state] = Of(state) + 1;

    public void Skip(SkippedPart part)
    {
        _skipped++;
        if (_skippedRows.Count < MostErrors)
        {
            _skippedRows.Add(new SkippedRow(part.Line, part.Kind, part.Why));
        }
    }

    public void Reject(RowError error)
    {
        _rejected++;
        if (_errors.Count < MostErrors)
        {
            _errors.Add(error);
        }
    }

    public void Note(string text)
    {
        if (_notes.Count < MostNotes)
        {
            _notes.Add(text);
        }
    }

    public StatementReport Report(StatementFormat format, DateTimeOffset? completeTo) => new(
        format, _states.Values.Sum() + _skipped + _rejected, Of(PaymentState.Matched), Of(PaymentState.Unmatched), Of(PaymentState.Duplicate), Of(PaymentState.Ignored),
        _skipped, _rejected, _errors, _notes, completeTo)
    {
        SkippedRows = _skippedRows,
    };

    private long Of(PaymentState state) => _states.GetValueOrDefault(state);
}
