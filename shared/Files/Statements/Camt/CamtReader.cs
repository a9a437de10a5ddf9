namespace Collections.Files.Statements.Camt;

/// <summary>Reads ISO 20022 camt.053 statements, camt.054 notifications and camt.052 reports of any version, by their structure.</summary>
internal sealed class CamtReader(TextReader text, ImportOptions options) : PartSource
{
    private readonly CamtXml _xml = new(text);
    private readonly EntryKeys _keys = new();
    private CamtStatement? _statement;
    private CamtEntries? _entries;
    private int _statements;
    private int _depth;
    private bool _isBegun;

    /// <inheritdoc/>
    public override long Line => _xml.Line;

    /// <inheritdoc/>
    public override bool Step(Queue<StatementPart> parts)
    {
        if (_statement is not null)
        {
            StepInStatement(_statement, parts);
            return true;
        }

        while (_xml.Advance())
        {
            if (_xml.IsElement && _xml.Name is "Stmt" or "Ntfctn" or "Rpt")
            {
                Begin();
                return true;
            }
        }

        return _statements > 0 ? false : throw new ImportFormatException("it has no statement in it");
    }

    private void Begin()
    {
        _statement = new CamtStatement(_xml.Name, ++_statements, _xml.Line);
        _entries = new CamtEntries(_xml, _keys, options);
        _depth = _xml.Depth;
        _isBegun = false;
        _statement = _xml.IsEmpty ? null : _statement;
    }

    private void StepInStatement(CamtStatement statement, Queue<StatementPart> parts)
    {
        if (!_xml.NextChild(_depth))
        {
            End(statement, parts);
        }
        else if (_xml.Name == "Ntry")
        {
            BeginKeys(statement);
            _entries!.Read(statement, parts);
        }
        else if (_xml.Name is "Id" or "CreDtTm" or "StmtPgntn" or "NtfctnPgntn" or "RptPgntn" or "FrToDt" or "Acct" or "Bal" or "ElctrncSeqNb" or "LglSeqNb")
        {
            statement.Take(_xml.ReadNode());
        }
        else
        {
            _xml.Skip();
        }
    }

    // The account and the opening balance stand before the entries.
    private void BeginKeys(CamtStatement statement)
    {
        if (!_isBegun)
        {
            _keys.Begin(statement.Source, statement.Account, statement.Identity, statement.Opening, statement.Head());
            _isBegun = true;
        }
    }

    private void End(CamtStatement statement, Queue<StatementPart> parts)
    {
        BeginKeys(statement);
        _keys.End(statement.Closing);
        var summary = statement.Summary();
        if (statement.Sum.WhyNot(statement.Opening, statement.Closing) is { } why)
        {
            parts.Enqueue(new StatementNote(summary.Line, why));
            summary = summary with { Through = null, LacksPayments = true };
        }

        parts.Enqueue(summary);
        _statement = null;
    }
}
