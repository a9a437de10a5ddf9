using System.Collections.Concurrent;

namespace Collections.Functions.Tables.Rows;

/// <summary>Documents that were read a moment ago for a turn, so that its commit need not read them again.</summary>
/// <remarks>Nothing rests on them: a commit names the entity's tag, and one that is out of date fails as it does on any other change.</remarks>
internal sealed class RecentDocuments
{
    private const int Most = 1000;

    private readonly ConcurrentDictionary<string, AccountDocument> _documents = new(StringComparer.Ordinal);

    /// <summary>Keeps a document as it was read.</summary>
    public void Keep(AccountDocument document)
    {
        if (_documents.Count >= Most)
        {
            _documents.Clear();
        }

        _documents[document.Code] = document;
    }

    /// <summary>Takes out the document of an account if it is of this version. Whoever takes it may change it.</summary>
    public AccountDocument? Take(string code, long version) => _documents.TryRemove(code, out var document) && document.Version == version ? document : null;
}
