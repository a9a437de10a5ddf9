namespace Collections.App.Policies;

/// <summary>A setting that the reader of policies knows; a test keeps <c>policy.schema.json</c> in step with these.</summary>
/// <param name="Path">Where it stands, such as <c>promises.maxDays</c> or <c>steps[].name</c>.</param>
/// <param name="Type">The JSON type: object, array, string, integer, number or boolean.</param>
/// <param name="Required">Whether a file must have it.</param>
/// <param name="Default">What it is when a file doesn't say; null if it then means nothing.</param>
/// <param name="Least">A number's least value; a list's least length.</param>
/// <param name="Most">A number's greatest value; a list's or text's greatest length.</param>
/// <param name="Choices">The words that it may be, or that a list may be made of; null for any.</param>
internal sealed record PolicyField(
    string Path, string Type, bool Required, object? Default = null, decimal? Least = null, decimal? Most = null, IReadOnlyCollection<string>? Choices = null);
