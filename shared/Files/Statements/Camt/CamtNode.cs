namespace Collections.Files.Statements.Camt;

/// <summary>An element with what it holds: a transaction's details, a balance, an account.</summary>
internal sealed class CamtNode(string name, long line, string? currency)
{
    private List<CamtNode>? _children;

    /// <summary>Its name, without namespace.</summary>
    public string Name { get; } = name;

    /// <summary>The line on which it begins.</summary>
    public long Line { get; } = line;

    /// <summary>The currency of an amount, or null.</summary>
    public string? Currency { get; } = currency;

    /// <summary>Its own text.</summary>
    public string Text { get; set; } = "";

    /// <summary>True if it held more than is read.</summary>
    public bool IsCut { get; set; }

    /// <summary>What it holds.</summary>
    public IReadOnlyList<CamtNode> Children => _children ?? (IReadOnlyList<CamtNode>)[];

    public void Add(CamtNode child) => (_children ??= []).Add(child);

    /// <summary>The first element at the end of a path of names, or null.</summary>
    public CamtNode? At(params ReadOnlySpan<string> path)
    {
        CamtNode? node = this;
        foreach (var step in path)
        {
            node = node?._children?.Find(child => child.Name == step);
        }

        return node;
    }

    /// <summary>The text at the end of a path, or null where it is blank.</summary>
    public string? TextAt(params ReadOnlySpan<string> path) => At(path) is { Text.Length: > 0 } node ? node.Text : null;

    /// <summary>The children of a name.</summary>
    public IEnumerable<CamtNode> All(string name) => Children.Where(child => child.Name == name);
}
