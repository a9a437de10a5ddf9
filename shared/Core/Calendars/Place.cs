namespace Collections.Core.Calendars;

/// <summary>What a contact needs to know of where an account is.</summary>
/// <param name="Region">Whose holidays the account keeps.</param>
/// <param name="TimeZone">In which its office hours are reckoned (R23).</param>
public sealed record Place(Region Region, TimeZoneInfo TimeZone);
