using Collections.App.Stores;
using Newtonsoft.Json;

namespace Collections.App.Policies;

/// <summary>Keeps the text of every policy version that was signed, so that its cases find it whatever becomes of its file (R39).</summary>
public static class KeptPolicies
{
    private const string Name = "policies";

    /// <summary>Keeps a version's text; a text that is kept already changes nothing.</summary>
    public static async Task KeepAsync(ICompanyValues values, string json, CancellationToken cancel)
    {
        var texts = await TextsAsync(values, cancel);
        if (!texts.Contains(json, StringComparer.Ordinal))
        {
            await values.SetAsync(Name, JsonConvert.SerializeObject(texts.Append(json)), cancel);
        }
    }

    /// <summary>Gives a book back what was kept; call it before anybody reads the book.</summary>
    public static async Task RestoreAsync(ICompanyValues values, PolicyBook book, CancellationToken cancel)
    {
        foreach (var text in await TextsAsync(values, cancel))
        {
            book.Add(text);
        }
    }

    private static async Task<List<string>> TextsAsync(ICompanyValues values, CancellationToken cancel) =>
        await values.GetAsync(Name, cancel) is { } kept ? JsonConvert.DeserializeObject<List<string>>(kept)! : [];
}
