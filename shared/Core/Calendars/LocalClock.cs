namespace Collections.Core.Calendars;

/// <summary>What a local time means that the clocks skip when daylight saving begins.</summary>
public enum GapRule
{
    /// <summary>The first moment after the gap: 02:30 becomes 03:00 where the clocks go from 02:00 to 03:00.</summary>
    EndOfGap,
}

/// <summary>What a local time means that the clocks show twice when daylight saving ends.</summary>
public enum OverlapRule
{
    /// <summary>The first of the two moments, still on daylight saving time.</summary>
    Earlier,

    /// <summary>The second of the two moments, back on standard time.</summary>
    Later,
}

/// <summary>
/// Turns local dates and times into moments and back. No method reads a clock; each thread keeps what it last learned of zones.
/// </summary>
public static class LocalClock
{
    // Offsets from UTC run from -12 to +14 hours, so that a local time lies in this window around the same reading in UTC.
    private const long MostAhead = 14 * TimeSpan.TicksPerHour;
    private const long MostBehind = 12 * TimeSpan.TicksPerHour;

    // No zone changes its offset twice within a quarter of an hour: one that has the same at both ends has it throughout.
    private const long Stretch = 15 * TimeSpan.TicksPerMinute;
    private const int KeptBits = 8;

    // Turns ask again and again for the offsets of a few moments: now, and the next openings.
    [ThreadStatic]
    private static KnownOffset[]? _known;

    // A day that the clocks skip as a whole (Samoa's 30 December 2011) is followed by another soon.
    private const int MostOpeningsTried = 8;

    /// <summary>The moment, in UTC, at which the clocks of a zone show a date and time.</summary>
    /// <param name="date">The local date.</param>
    /// <param name="time">The local time.</param>
    /// <param name="zone">The zone whose clocks are read.</param>
    /// <param name="gap">What a time means that the clocks skip.</param>
    /// <param name="overlap">What a time means that the clocks show twice.</param>
    /// <returns>
    /// The moment with offset zero. A moment outside the range of <see cref="DateTimeOffset"/> becomes the range's end.
    /// </returns>
    public static DateTimeOffset ToInstant(DateOnly date, TimeOnly time, TimeZoneInfo zone, GapRule gap, OverlapRule overlap)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = date.ToDateTime(time).Ticks;
        var before = OffsetTicks(zone, local - MostAhead);
        var after = OffsetTicks(zone, local + MostBehind);
        if (before == after)
        {
            return Utc(local - before);
        }

        // The offset changes nearby: each of the two offsets is right only if it holds at the moment that it gives.
        var holdsBefore = OffsetTicks(zone, local - before) == before;
        var holdsAfter = OffsetTicks(zone, local - after) == after;
        return (holdsBefore, holdsAfter) switch
        {
            (true, true) => Utc(local - (overlap == OverlapRule.Earlier ? before : after)),
            (true, false) => Utc(local - before),
            (false, true) => Utc(local - after),
            _ => gap switch
            {
                GapRule.EndOfGap => Utc(EndOfGap(zone, local - after, local - before, before)),
                _ => throw new ArgumentOutOfRangeException(nameof(gap), gap, "Not a rule for gaps."),
            },
        };
    }

    /// <summary>A moment as the clocks of a zone show it: the same moment, with the zone's offset.</summary>
    public static DateTimeOffset ToLocal(DateTimeOffset moment, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return moment.ToOffset(new TimeSpan(OffsetTicks(zone, moment.UtcTicks)));
    }

    /// <summary>The latest date that any calendar on earth shows at a moment: no zone is further ahead than 14 hours.</summary>
    public static DateOnly LatestDate(DateTimeOffset moment) => DateOnly.FromDateTime(Utc(moment.UtcTicks + MostAhead).UtcDateTime);

    /// <summary>The date on the calendars of a zone at a moment.</summary>
    public static DateOnly DateAt(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(ToLocal(moment, zone).DateTime);

    /// <summary>
    /// The first moment from <paramref name="now"/> on at which a contact may be made (R23): <paramref name="now"/> itself within
    /// the hours of an open day, otherwise the next opening. An opening that the clocks skip is made up for at the end of the gap
    /// if the hours still run then, and is otherwise left out; of an opening that they show twice, the first still to come counts.
    /// </summary>
    public static DateTimeOffset NextContactMoment(DateTimeOffset now, ContactHours hours, WorkCalendar office, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(hours);
        ArgumentNullException.ThrowIfNull(office);
        if (IsContactMoment(now, hours, office, zone))
        {
            return now;
        }

        var day = office.OnOrAfter(DateAt(now, zone));
        for (var tried = 0; tried < MostOpeningsTried; tried++)
        {
            var opening = Opening(day, hours, zone, now);
            if (opening >= now && IsContactMoment(opening, hours, office, zone))
            {
                return opening;
            }

            day = office.After(day);
        }

        throw new InvalidOperationException($"{office}: no opening at {hours} in {zone.Id} soon after {now:O}.");
    }

    private static DateTimeOffset Opening(DateOnly day, ContactHours hours, TimeZoneInfo zone, DateTimeOffset now)
    {
        var opening = ToInstant(day, hours.From, zone, GapRule.EndOfGap, OverlapRule.Earlier);
        return opening >= now ? opening : ToInstant(day, hours.From, zone, GapRule.EndOfGap, OverlapRule.Later);
    }

    private static bool IsContactMoment(DateTimeOffset moment, ContactHours hours, WorkCalendar office, TimeZoneInfo zone)
    {
        var local = ToLocal(moment, zone).DateTime;
        return hours.Contains(TimeOnly.FromDateTime(local)) && office.IsOpen(DateOnly.FromDateTime(local));
    }

    /// <summary>Halves the stretch between two moments until it finds the first at which the offset is no longer the old one.</summary>
    private static long EndOfGap(TimeZoneInfo zone, long stillOld, long alreadyNew, long oldOffset)
    {
        while (alreadyNew - stillOld > 1)
        {
            var middle = stillOld + ((alreadyNew - stillOld) / 2);
            if (OffsetTicks(zone, middle) == oldOffset)
            {
                stillOld = middle;
            }
            else
            {
                alreadyNew = middle;
            }
        }

        return alreadyNew;
    }

    private static long OffsetTicks(TimeZoneInfo zone, long utcTicks)
    {
        var ticks = Clamp(utcTicks);
        var stretch = ticks / Stretch;
        ref var known = ref (_known ??= new KnownOffset[1 << KeptBits])[(int)(((ulong)stretch * 0x9E3779B97F4A7C15) >> (64 - KeptBits))];
        return known.Stretch == stretch && ReferenceEquals(known.Zone, zone) ? known.Ticks : LookUp(zone, ticks, stretch, ref known);
    }

    private static long LookUp(TimeZoneInfo zone, long ticks, long stretch, ref KnownOffset known)
    {
        var offset = zone.GetUtcOffset(Utc(ticks)).Ticks;
        var (first, last) = (zone.GetUtcOffset(Utc(stretch * Stretch)).Ticks, zone.GetUtcOffset(Utc(((stretch + 1) * Stretch) - 1)).Ticks);
        if (first == offset && last == offset)
        {
            known = new KnownOffset(zone, stretch, offset);
        }

        return offset;
    }

    private static DateTimeOffset Utc(long ticks) => new(Clamp(ticks), TimeSpan.Zero);

    private static long Clamp(long ticks) => Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks);

    private readonly record struct KnownOffset(TimeZoneInfo? Zone, long Stretch, long Ticks);
}
