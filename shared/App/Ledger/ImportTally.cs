using Collections.App.Files;
using Collections.App.Stores;

namespace Collections.App.Ledger;

/// <summary>Counts the rows of an import, and keeps the first of the bad ones.</summary>
internal sealed class ImportTally
{
    /// <summary>A report lists at most so many rejected rows, and counts the rest.</summary>
    private const int MostErrors = 1_000;

    private readonly List<RowError> _errors = [];
    private long _accepted;
    private long _unchanged;
    private long _rejected;

    public void Reject(RowError error)
    {
        _rejected++;
        if (_errors.Count < MostErrors)
        {
            _errors.Add(error);
        }
    }

    public void Count(RowResult result, long line, string value)
    {
        switch (result.State)
        {
            case RowState.Accepted:
                _accepted++;
                break;
            case RowState.Unchanged:
                _unchanged++;
                break;
            default:
                Reject(new RowError(line, result.Field ?? "", value, result.Why ?? ""));
                break;
        }
    }

    public void Count(IReadOnlyList<RowResult> results, List<long> lines, Func<int, string> value)
    {
        for (var i = 0; i < results.Count; i++)
        {
            Count(results[i], lines[i], results[i].State == RowState.Rejected ? value(i) : "");
        }
    }

    public ImportReport Report() => new(_accepted, _unchanged, _rejected, _errors);
}
