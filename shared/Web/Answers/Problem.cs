using Microsoft.AspNetCore.WebUtilities;

namespace Collections.Web.Answers;

/// <summary>What went wrong, as RFC 9457 has it.</summary>
/// <param name="Type">Always <c>about:blank</c>: the status says what kind of problem it is.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What went wrong here, in a sentence.</param>
/// <param name="Instance">The path that was called.</param>
/// <param name="Errors">Every wrong field, and what is wrong with it.</param>
/// <param name="Rule">The rule that refused, such as <c>R33</c>; or null.</param>
/// <param name="TraceId">With a 500: where the log tells more; or null.</param>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Errors,
    string? Rule = null,
    string? TraceId = null)
{
    public const string ContentType = "application/problem+json";

    private static readonly Dictionary<string, IReadOnlyList<string>> NoErrors = [];

    public static Problem Of(
        int status, string detail, string instance,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? errors = null, string? rule = null, string? traceId = null) =>
        new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, instance, errors ?? NoErrors, rule, traceId);
}

/// <summary>Ends a request with a problem; <see cref="Guard"/> writes it.</summary>
internal sealed class ProblemException(
    int status, string detail, IReadOnlyDictionary<string, IReadOnlyList<string>>? errors = null, string? rule = null) : Exception(detail)
{
    public int Status => status;

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors => errors;

    public string? Rule => rule;
}
