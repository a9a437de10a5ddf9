using Collections.App.Stores;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Desk;

/// <summary>Reads letters by their rows and lists.</summary>
internal sealed class LetterReader(AccountRows accounts, ListReader lists)
{
    /// <summary>One letter of an account, or null.</summary>
    public async Task<LetterRow?> FindAsync(string account, string letterId, CancellationToken cancel) =>
        await HeadAsync(account, letterId, cancel) is { } letter ? await WholeAsync(letter, cancel) : null;

    /// <summary>A page of the letters' list.</summary>
    public async Task<Page<LetterRow>> PageAsync(LetterState? state, string? account, string? cursor, int limit, CancellationToken cancel)
    {
        if (cursor is not null && !Keys.IsMoment(cursor))
        {
            throw Cursors.NotOurs(cursor);
        }

        var page = account is null ? await OfAllAsync(state, cursor, limit, cancel) : await OfAccountAsync(state, account, cursor, limit, cancel);
        return new Page<LetterRow>(await Attempts.AllAsync(page.Items, letter => WholeAsync(letter, cancel), cancel), page.Next);
    }

    private Task<Page<LetterRow>> OfAllAsync(LetterState? state, string? cursor, int limit, CancellationToken cancel) => lists.PageAsync(
        new ListPage(IndexEntry.Directory, [LetterRows.List], cursor ?? "", limit),
        async entry => await HeadAsync(entry.Account, entry.Data!, cancel) is { } letter && RowOf(letter) == entry.Row
            ? new Found<LetterRow>(true, state is null || letter.State == state ? letter : null)
            : Found<LetterRow>.Nothing,
        cancel);

    // An account has few enough letters that they are sorted when they are asked for.
    private async Task<Page<LetterRow>> OfAccountAsync(LetterState? state, string account, string? cursor, int limit, CancellationToken cancel)
    {
        var shown = new List<LetterRow>();
        await foreach (var row in accounts.EntitiesAsync(account, Keys.Prefix('l'), cancel))
        {
            shown.Add(LetterRows.Read(row, account, draft: null));
        }

        var asked = Cursors.Limit(limit);
        var page = shown.Where(letter => (state is null || letter.State == state) && (cursor is null || string.CompareOrdinal(RowOf(letter), cursor) > 0))
            .OrderBy(RowOf, StringComparer.Ordinal).Take(asked + 1).ToList();
        return Cursors.Page(page, asked, letter => letter, RowOf);
    }

    private static string RowOf(LetterRow letter) => LetterRows.ListRow(letter.IntendedAt, letter.Id);

    private async Task<LetterRow?> HeadAsync(string account, string letterId, CancellationToken cancel) =>
        await accounts.EntityAsync(account, Keys.Letter(letterId), cancel) is { } row ? LetterRows.Read(row, account, draft: null) : null;

    private async Task<LetterRow> WholeAsync(LetterRow letter, CancellationToken cancel) =>
        letter with { Draft = await accounts.RowAsync<LetterDraft>(letter.Account, LetterRows.DraftKey(letter.Id), cancel) };
}
