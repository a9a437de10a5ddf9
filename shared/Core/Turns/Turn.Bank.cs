using System.Globalization;
using Collections.Core.Calendars;
using Collections.Core.Cases;

namespace Collections.Core.Turns;

// What the bank has spoken of: a day is judged once it is known to its end, and not before (R26).
internal ref partial struct Turn
{
    // A statement of a day ends in its last second.
    private static readonly TimeSpan LastSecond = TimeSpan.FromSeconds(1);

    private readonly bool IsBankSilent => _bankSilentSince is not null;

    /// <summary>True once the bank is known to a day's end in the account's time zone; and where no feed has ever delivered, so that nothing waits (R20).</summary>
    private readonly bool HasBankSpokenOf(DateOnly day) =>
        !IsBankSilent && (_bankCompleteTo is not { } known || known + LastSecond >= At(day.AddDays(1), TimeOnly.MinValue));

    // The day whose entries tell of a promised day: what is promised for a day on which no bank posts comes with the next.
    private readonly DateOnly DayOfEntries(Promise promise) => Banking.OnOrAfter(Office.OnOrAfter(promise.Date));

    // The first day on which a promise can be judged.
    private readonly DateOnly DayToJudge(Promise promise) => Banking.After(DayOfEntries(promise));

    /// <summary>What is still owing, by whatever payments are known from: the bank up to a moment, or the books of a day.</summary>
    private readonly Why Looked(Because byBank, Because byBooks, Why of) => _bankCompleteTo is { } known
        ? of with { Code = byBank, Text = Local(known, "ddd d MMM yyyy HH:mm") }
        : of with { Code = byBooks, Text = _booksAt is { } books ? Local(books, "ddd d MMM yyyy") : null };

    private readonly string Local(DateTimeOffset moment, string format) =>
        LocalClock.ToLocal(moment, _account.Place.TimeZone).ToString(format, CultureInfo.InvariantCulture);
}
