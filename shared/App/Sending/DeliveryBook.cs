using Collections.App.Stores;

namespace Collections.App.Sending;

/// <summary>Remembers which letter an operation of the mail service sent: its reports name the operation alone.</summary>
public sealed class DeliveryBook(ILetterList letterList, ICompanyValues values)
{
    /// <summary>Remembers a letter; a sender calls this before it hands the letter over, so that no report comes too early. Again: nothing changes.</summary>
    /// <returns>The operation to send it by.</returns>
    public async Task<Guid> RememberAsync(string letterId, CancellationToken cancel)
    {
        var operation = OperationIds.Of(letterId);
        await values.SetAsync(NameOf(operation), letterId, cancel);
        return operation;
    }

    /// <summary>The letter that an operation sent; null for one that is none of ours.</summary>
    public async Task<LetterRow?> FindAsync(Guid operation, CancellationToken cancel) =>
        await values.GetAsync(NameOf(operation), cancel) is { } letterId ? await letterList.LetterAsync(letterId, cancel) : null;

    private static string NameOf(Guid operation) => $"email:{operation:D}";
}
