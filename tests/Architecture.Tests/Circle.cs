namespace Collections.Architecture.Tests;

/// <summary>Folders that lead to each other, found among the references between types.</summary>
internal static class Circle
{
    /// <summary>Says which arrow closes a circle between folders, and the circle; null if there is none.</summary>
    /// <param name="references">References between types; a type's folder is its namespace.</param>
    /// <param name="under">Only folders of this name and below it.</param>
    public static string? Find(IEnumerable<Reference> references, string under)
    {
        var arrows = references
            .Select(reference => (Reference: reference, From: FolderOf(reference.From), To: FolderOf(reference.To)))
            .Where(arrow => arrow.From != arrow.To && IsUnder(arrow.From, under) && IsUnder(arrow.To, under))
            .GroupBy(arrow => (arrow.From, arrow.To), arrow => arrow.Reference)
            .ToDictionary(group => group.Key, group => group.ToList());
        var next = arrows.Keys.ToLookup(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal);
        var shortest = next.Select(from => WayBack(from.Key, next)).OfType<List<string>>().MinBy(way => way.Count);
        if (shortest is null)
        {
            return null;
        }

        // The arrow that the fewest types make is likely the one that should not be.
        var closing = shortest.Zip([.. shortest.Skip(1), shortest[0]]).MinBy(arrow => arrows[arrow].Count);
        var types = string.Join(", ", arrows[closing].Select(reference => $"{NameOf(reference.From)} refers to {NameOf(reference.To)}"));
        return $"{closing.First} -> {closing.Second} ({types}) closes the circle {string.Join(" -> ", shortest)} -> {shortest[0]}";
    }

    // The shortest way from a folder back to itself.
    private static List<string>? WayBack(string start, ILookup<string, string> next)
    {
        var (before, queue) = (new Dictionary<string, string>(StringComparer.Ordinal), new Queue<string>([start]));
        while (queue.TryDequeue(out var at))
        {
            foreach (var to in next[at].Order(StringComparer.Ordinal))
            {
                if (to == start)
                {
                    var way = new List<string> { at };
                    while (way[^1] != start)
                    {
                        way.Add(before[way[^1]]);
                    }

                    way.Reverse();
                    return way;
                }

                if (before.TryAdd(to, at))
                {
                    queue.Enqueue(to);
                }
            }
        }

        return null;
    }

    private static bool IsUnder(string folder, string under) =>
        folder.StartsWith(under, StringComparison.Ordinal) && (folder.Length == under.Length || folder[under.Length] == '.');

    private static string FolderOf(string type) => type[..type.LastIndexOf('.')];

    private static string NameOf(string type) => type[(type.LastIndexOf('.') + 1)..];
}
