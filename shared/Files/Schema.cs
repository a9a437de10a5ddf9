namespace Collections.Files;

/// <summary>How a field may be given in JSON beside a plain value.</summary>
internal enum FieldKind
{
    Text,

    /// <summary>Also as <c>{"amount": 900.00, "currency": "AUD"}</c>.</summary>
    Money,

    /// <summary>Also as <c>[{"due": "2021-07-31", "amount": 400}]</c>.</summary>
    Schedule,
}

/// <summary>The fields of one kind of file: the required ones first.</summary>
internal sealed class Schema
{
    /// <summary>The fields of an accounts file; <see cref="AccountReader"/> knows them by position.</summary>
    public static readonly Schema Accounts = new(
        "accounts",
        2,
        "account name currency terms policy timezone region billing_account sales_rep credit_limit status language customer_since notes");

    /// <summary>The fields of a contacts file; its reader knows them by position.</summary>
    public static readonly Schema Contacts = new("contacts", 3, "account name role email phone preferred language");

    /// <summary>The fields of an invoices file; <see cref="InvoiceReader"/> knows them by position.</summary>
    public static readonly Schema Invoices = new(
        "invoices",
        4,
        "invoice account issued amount due balance currency kind reference order disputed settled instalments");

    /// <summary>The fields of a bank's CSV file; <see cref="Statements.BankCsvReader"/> knows them by position.</summary>
    public static readonly Schema BankEntries = new(
        "bank entries",
        1,
        "booked amount credit debit currency direction reference payer payer_account id end_to_end code value status account bank_account reversal_of structured_reference bank_reference");

    private readonly Dictionary<string, int> _byName;

    private Schema(string what, int required, string fields)
    {
        What = what;
        Required = required;
        Fields = fields.Split(' ');
        _byName = Fields.Select((name, i) => (Key: Normal(name), i)).ToDictionary(f => f.Key, f => f.i, StringComparer.Ordinal);
    }

    private static IEnumerable<Schema> All => [Accounts, Contacts, Invoices, BankEntries];

    /// <summary>What the file lists, for messages.</summary>
    public string What { get; }

    /// <summary>How many of the fields, from the first, every row must have.</summary>
    public int Required { get; }

    /// <summary>The names of the fields.</summary>
    public string[] Fields { get; }

    /// <summary>How a field may be given in JSON.</summary>
    public FieldKind KindOf(int field) => Fields[field] switch
    {
        "amount" or "balance" or "disputed" or "credit_limit" => FieldKind.Money,
        "due" or "instalments" => FieldKind.Schedule,
        _ => FieldKind.Text,
    };

    /// <summary>A field's own spelling, whatever file it is of.</summary>
    /// <exception cref="ImportFormatException">No file has it.</exception>
    public static string FieldOfAnyFile(string name)
    {
        foreach (var schema in All)
        {
            if (schema._byName.TryGetValue(Normal(name), out var field))
            {
                return schema.Fields[field];
            }
        }

        var all = All.SelectMany(schema => schema.Fields).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        throw new ImportFormatException($"the map's target '{name}' is not a field; the fields are {string.Join(", ", all)}");
    }

    /// <summary>The names that a file may use, in normal form, with the fields that they stand for: the map's first, then our own.</summary>
    /// <exception cref="ImportFormatException">The map's target is not a field of this kind of file.</exception>
    public Dictionary<string, int> Names(IReadOnlyDictionary<string, string> map)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (theirs, ours) in map)
        {
            if (!_byName.TryGetValue(Normal(ours), out var field))
            {
                throw new ImportFormatException(
                    $"the map's target '{ours}' is not a field of {What}; the fields are {string.Join(", ", Fields)}");
            }

            names[Normal(theirs)] = field;
        }

        foreach (var (name, field) in _byName.Where(f => !names.ContainsValue(f.Value)).ToList())
        {
            names.TryAdd(name, field);
        }

        return names;
    }

    /// <summary>The field that each column of a header stands for, or -1.</summary>
    /// <exception cref="ImportFormatException">A required column is missing, a field has two columns, or the map names a column that isn't there.</exception>
    public int[] FieldsOf(IReadOnlyList<string> headers, IReadOnlyDictionary<string, string> map)
    {
        var names = Names(map);
        var fields = headers.Select(h => names.GetValueOrDefault(Normal(h), -1)).ToArray();
        var found = $"the header has {string.Join(", ", headers.Take(100))}";

        foreach (var theirs in map.Keys.Where(k => !headers.Any(h => Normal(h) == Normal(k))))
        {
            throw new ImportFormatException($"the map names the column '{theirs}', which the file doesn't have; {found}");
        }

        foreach (var twice in fields.Where(f => f >= 0).GroupBy(f => f).Where(g => g.Count() > 1))
        {
            throw new ImportFormatException($"the field '{Fields[twice.Key]}' has {twice.Count()} columns; {found}");
        }

        var missing = Fields.Take(Required).Where((_, field) => !fields.Contains(field)).ToList();
        return missing.Count == 0
            ? fields
            : throw new ImportFormatException(
                $"the file of {What} lacks the column{(missing.Count > 1 ? "s" : "")} {string.Join(", ", missing)}; {found}. "
                + $"If they have other names there, say --map {string.Join(",", missing.Select(m => $"theirs={m}"))}");
    }

    /// <summary>A name without what people vary: letter case, blanks, underscores, hyphens and a byte order mark.</summary>
    public static string Normal(string name) =>
        string.Concat(name.Where(c => !char.IsWhiteSpace(c) && c is not ('_' or '-' or '\uFEFF'))).ToLowerInvariant();
}
