using Collections.Core.Ledger;

namespace Collections.Files.Accounting;

/// <summary>Reads a report's rows in order, knowing in which group it is; compares each total with the rows that it covers.</summary>
internal sealed class ReportReader(ReportColumns columns, IReadOnlyList<ExportRecord> rows, ExportWork work)
{
    private readonly List<Group> _groups = [];

    // The last row that closes a group of this name. A group without one ends where the next begins.
    private readonly Dictionary<string, int> _lastTotalOf = new(StringComparer.OrdinalIgnoreCase);

    private decimal _sum;
    private Total? _bareTotal;
    private int _at;

    public void Read()
    {
        for (_at = 0; _at < rows.Count; _at++)
        {
            if (TotalOf(rows[_at]) is { Length: > 0 } name)
            {
                _lastTotalOf[name] = _at;
            }
        }

        for (_at = 0; _at < rows.Count; _at++)
        {
            if (rows[_at].Filled > 0)
            {
                Take(rows[_at]);
            }
        }

        // The last total without a name is the grand total.
        if (_bareTotal is { } grand)
        {
            work.CheckTotal(grand.Line, "of everything", grand.Value, _sum);
        }
    }

    // "Customer A (3)" is Customer A, with three transactions.
    private static string WithoutCount(string name)
    {
        var start = name.EndsWith(')') ? name.LastIndexOf(" (", StringComparison.Ordinal) : -1;
        return start > 0 && start + 3 < name.Length && !name.AsSpan(start + 2, name.Length - start - 3).ContainsAnyExceptInRange('0', '9') ? name[..start].TrimEnd() : name;
    }

    private static string WithoutSubCustomers(string name)
    {
        foreach (var ending in (ReadOnlySpan<string>)[" (with sub-customers)", " with sub-customers"])
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return name[..^ending.Length];
            }
        }

        return name;
    }

    private void Take(ExportRecord row)
    {
        if (row.Why is not null)
        {
            work.Reject(row.Line, "", row.Cells[0], row.Why);
        }
        else if (TotalOf(row) is { } total && (total.Length == 0 || row.Filled > 1 || _groups.Exists(group => Is(group.Name, total))))
        {
            Close(row, total);
        }
        else if (row.Filled == 1 && row[0].Length > 0)
        {
            Open(row[0]);
        }
        else if (row[columns.Date].Length > 0 || (columns.Type >= 0 && row[columns.Type].Length > 0))
        {
            TakeItem(row);
        }
        else if (row[columns.Balance].Length == 0 && columns.Customer < 0 && row[0].Length > 0)
        {
            // A customer's heading may tell how to reach it.
            Open(row[0]);
            Reach(row);
        }
        else
        {
            work.Reject(row.Line, "issued", row[columns.Date], "is required: the row is neither an item nor a heading nor a total");
        }
    }

    /// <summary>The group that a row is the total of; empty for a total of no name; null if it is none.</summary>
    private string? TotalOf(ExportRecord row)
    {
        var label = row[0].Length > 0 ? row[0] : row[1];
        if (Is(label, "Total"))
        {
            return "";
        }

        if (!label.StartsWith("Total ", StringComparison.OrdinalIgnoreCase) || (columns.Type >= 0 && row[columns.Type].Length > 0))
        {
            return null;
        }

        var name = label[6..];
        return WithoutCount(WithoutSubCustomers(name.StartsWith("for ", StringComparison.OrdinalIgnoreCase) ? name[4..] : name)).Trim();
    }

    private void Open(string heading)
    {
        // Below the grand total stands only when the report was made.
        if (_bareTotal is not null && _groups.Count == 0 && !_lastTotalOf.ContainsKey(WithoutCount(heading)) && _at >= LastItem())
        {
            return;
        }

        var isNested = columns.HasNestedGroups && _groups.Count > 0 && _lastTotalOf.GetValueOrDefault(_groups[^1].Name, -1) > _at;
        if (!isNested)
        {
            _groups.Clear();
        }

        _groups.Add(new Group(WithoutCount(heading)));
    }

    private int LastItem()
    {
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            if (rows[i].Filled > 1)
            {
                return i;
            }
        }

        return -1;
    }

    private void Close(ExportRecord row, string name)
    {
        var at = name.Length == 0 ? -1 : _groups.FindLastIndex(group => Is(group.Name, name));
        var text = row[columns.Balance];
        decimal value = 0;
        if (text.Length > 0 && Amounts.Read(text, work.Sign, out value, out _) is { } why)
        {
            work.Warn($"line {row.Line}: the total '{text}' {why}");
            text = "";
        }

        if (name.Length == 0)
        {
            CloseBare(row, text, value);
        }
        else if (at < 0)
        {
            work.Warn($"line {row.Line}: there is a total of '{name}', and no such group is open");
        }
        else
        {
            // A customer's own total may leave out its jobs, or not.
            var group = _groups[at];
            if (text.Length > 0 && value != group.Own)
            {
                work.CheckTotal(row.Line, $"of {name}", value, group.Sum);
            }

            if (_lastTotalOf[name] <= _at)
            {
                _groups.RemoveRange(at, _groups.Count - at);
            }
        }
    }

    // Xero calls a customer's total and the grand total the same.
    private void CloseBare(ExportRecord row, string text, decimal value)
    {
        if (_bareTotal is { IsOfGroup: true } before)
        {
            work.CheckTotal(before.Line, $"of {before.Group!.Name}", before.Value, before.Group.Sum);
        }

        var group = _groups.Count > 0 ? _groups[^1] : null;
        _bareTotal = text.Length > 0 ? new Total(row.Line, value, group) : null;
        _groups.Clear();
    }

    private void TakeItem(ExportRecord row)
    {
        if (!work.Amount(row, columns.Balance, "balance", out var balance))
        {
            return;
        }

        _sum += balance;
        foreach (var group in _groups)
        {
            group.Sum += balance;
        }

        if (_groups.Count > 0)
        {
            _groups[^1].Own += balance;
        }

        var type = row[columns.Type];
        var (prefix, isCredit, isOwnNumber) = Kind(type, balance);
        if (work.Customer(row, CustomerOf(row), row[columns.AccountNumber], out var customer)
            && work.Day(row, columns.Date, "issued", out var issued)
            && work.DayOrNull(row, columns.Due, "due", out var due)
            && work.Code(row, columns.Currency, out var currency)
            && AmountsIn(currency, row, ref balance, out var amount))
        {
            var number = row[columns.Number];
            work.Reach(row, customer, row[columns.Email], row[columns.Phone].Length > 0 ? row[columns.Phone] : row[columns.Mobile], row[columns.Person]);
            work.Add(new ExportDocument(
                row.Line, customer, isOwnNumber ? number : null, prefix, issued, balance < 0 ? null : due, amount, balance)
            {
                MustBeCredit = isCredit,
                Currency = currency,
                Reference = isOwnNumber ? row[columns.Reference] : $"{type} {number}".Trim(),
                Order = row[columns.Order],
                Said = ExportDocument.SaidBy(columns.Due, isOwnNumber ? columns.Reference : columns.Number, columns.Order),
            });
        }
    }

    /// <summary>What a row is about, in its own currency: the report's amounts are those of the books, unless it has columns for the foreign ones.</summary>
    private bool AmountsIn(Currency? currency, ExportRecord row, ref decimal balance, out decimal? amount)
    {
        amount = null;
        var isForeign = currency is not null && work.Home is { } home && !ReferenceEquals(currency, home);
        if (isForeign && columns.ForeignBalance < 0)
        {
            return work.Reject(
                row.Line, "currency", currency!.Code,
                $"is not {work.Home}, in which the report has its amounts: add its column Foreign Open Balance, or name the books' own currency with --currency");
        }

        if (isForeign && !work.Amount(row, columns.ForeignBalance, "balance", out balance))
        {
            return false;
        }

        var column = isForeign ? columns.ForeignAmount : columns.Amount;
        if (column < 0 || row[column].Length == 0)
        {
            return true;
        }

        var isRead = work.Amount(row, column, "amount", out var units);
        amount = units;
        return isRead;
    }

    /// <summary>What a document without a number of its own is called, whether it can only be a credit, and whether its number is its own.</summary>
    /// <remarks>A payment's number is the cheque's, and a journal entry's stands on all its lines: neither is one document of one customer.</remarks>
    private static (string? Prefix, bool IsCredit, bool IsOwnNumber) Kind(string type, decimal balance) => type.ToUpperInvariant() switch
    {
        "INVOICE" or "" => (balance < 0 ? "CRN" : null, false, true),
        "CREDIT MEMO" or "CREDIT NOTE" or "ADJUSTMENT NOTE" => ("CRN", true, true),
        "PAYMENT" => ("PMT", true, false),
        "JOURNAL ENTRY" or "JOURNAL" or "GENERAL JOURNAL" => ("JNL", false, false),
        _ => ("DOC", false, false),
    };

    private string CustomerOf(ExportRecord row) =>
        columns.Customer >= 0 ? row[columns.Customer] : string.Join(':', _groups.Select(group => group.Name));

    private void Reach(ExportRecord row)
    {
        if (work.Customer(row, CustomerOf(row), row[columns.AccountNumber], out var customer))
        {
            work.Reach(row, customer, row[columns.Email], row[columns.Phone].Length > 0 ? row[columns.Phone] : row[columns.Mobile], row[columns.Person]);
        }
    }

    private static bool Is(string text, string other) => text.Equals(other, StringComparison.OrdinalIgnoreCase);

    private sealed class Group(string name)
    {
        public string Name { get; } = name;

        /// <summary>Its rows, with those of the groups inside it.</summary>
        public decimal Sum { get; set; }

        /// <summary>Its rows alone.</summary>
        public decimal Own { get; set; }
    }

    private sealed record Total(long Line, decimal Value, Group? Group)
    {
        public bool IsOfGroup => Group is not null;
    }
}
