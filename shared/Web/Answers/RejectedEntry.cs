namespace Collections.Web.Answers;

/// <summary>An entry, or the delivery's own <c>asOf</c>, that could not be read.</summary>
/// <param name="Index">Its place, from 0; null for the delivery itself.</param>
/// <param name="Field">The field that is wrong.</param>
/// <param name="Value">What it says, shortened.</param>
/// <param name="Why">Why it is wrong.</param>
internal sealed record RejectedEntry(int? Index, string Field, string? Value, string Why);
