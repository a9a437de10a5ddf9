using Collections.Core.Ledger;
using Collections.Files;

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

    /// <summary>Counts a batch once it is saved.</summary>
    public async Task<ImportTally> CountAsync(Task<IReadOnlyList<RowResult>> saved, List<long> lines, Func<int, string> value)
    {
        var results = await saved;
        for (var i = 0; i < results.Count; i++)
        {
            Count(results[i], lines[i], results[i].State == RowState.Rejected ? value(i) : "");
        }

        return this;
    }

    /// <summary>Adds what comes after this.</summary>
    public void Add(ImportTally next)
    {
        _accepted += next._accepted;
        _unchanged += next._unchanged;
        _rejected += next._rejected;
        _errors.AddRange(next._errors.Take(MostErrors - _errors.Count));
    }

    public ImportReport Report() => new(_accepted, _unchanged, _rejected, _errors);
}
