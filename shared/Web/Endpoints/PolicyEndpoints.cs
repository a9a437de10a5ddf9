using Collections.App.Clocks;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.Core.Policies;
using Collections.Web.Answers;
using Collections.Web.Doors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Endpoints;

/// <summary>A policy in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version in force.</param>
/// <param name="Description">A sentence for people.</param>
/// <param name="IsDefault">True for the policy of accounts that name none.</param>
/// <param name="Signed">True if it may run (R39).</param>
/// <param name="Missing">Who must still sign.</param>
internal sealed record PolicyItem(string Name, int Version, string Description, bool IsDefault, bool Signed, IReadOnlyList<string> Missing);

/// <summary>A policy, whole.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version in force.</param>
/// <param name="Description">A sentence for people.</param>
/// <param name="Signed">True if it may run (R39).</param>
/// <param name="Missing">Who must still sign.</param>
/// <param name="Signatures">Who has signed this version.</param>
/// <param name="Settings">The policy's file.</param>
internal sealed record PolicyView(
    string Name, int Version, string Description, bool Signed, IReadOnlyList<string> Missing, IReadOnlyList<Signature> Signatures, object Settings);

/// <summary>Policies, and who signed them (R39).</summary>
internal static class PolicyEndpoints
{
    public static void Map(IEndpointRouteBuilder clerk, IEndpointRouteBuilder manager)
    {
        clerk.MapGet("/api/policies",
            async (PolicyBook policies, SignOff signOff, CancellationToken cancel) =>
            {
                var items = new List<PolicyItem>();
                foreach (var policy in policies.All)
                {
                    var missing = await signOff.MissingAsync(policy, cancel);
                    items.Add(new PolicyItem(policy.Name, policy.Version, policy.Description, policy == policies.Default, missing.Count == 0, missing));
                }

                return new Answer(new Page<PolicyItem>(items, Next: null));
            })
            .Describe("list-policies", "The policies in force, and whether they are signed (R39).")
            .Answers<Page<PolicyItem>>();

        clerk.MapGet("/api/policies/{name}",
            async (string name, PolicyBook policies, SignOff signOff, CancellationToken cancel) =>
                new Answer(await ViewAsync(Find(name, policies), policies, signOff, cancel)))
            .Describe("get-policy", "A policy with its settings and signatures.")
            .Answers<PolicyView>();

        manager.MapPost("/api/policies/{name}/sign",
            async (HttpContext http, string name, PolicyBook policies, SignOff signOff, IWorkSignal signal, CancellationToken cancel) =>
            {
                var policy = Find(name, policies);
                var person = http.Caller().Name;
                if (!policy.Signers.IsEmpty && !policy.Signers.Contains(person, StringComparer.OrdinalIgnoreCase))
                {
                    throw new ProblemException(
                        StatusCodes.Status422UnprocessableEntity, $"{policy.Name} is signed by {string.Join(" and ", policy.Signers)}, not by {person}", rule: "R39");
                }

                await signOff.SignAsync(policy, person, cancel);
                await signal.SignalAsync([], cancel);
                return new Answer(await ViewAsync(policy, policies, signOff, cancel));
            })
            .Describe("sign-policy", "Signs the version in force in the caller's name (R39); signing twice changes nothing.")
            .Answers<PolicyView>();
    }

    private static Policy Find(string name, PolicyBook policies) =>
        policies.Find(name) ?? throw new ProblemException(
            StatusCodes.Status404NotFound, $"there is no policy {name}; there are {string.Join(", ", policies.All.Select(policy => policy.Name))}");

    private static async Task<PolicyView> ViewAsync(Policy policy, PolicyBook policies, SignOff signOff, CancellationToken cancel)
    {
        var missing = await signOff.MissingAsync(policy, cancel);
        return new PolicyView(
            policy.Name, policy.Version, policy.Description, missing.Count == 0, missing, await signOff.SignaturesAsync(policy, cancel),
            SettingsOf(policies.TextOf(policy.Name, policy.Version)!));
    }

    private static JToken SettingsOf(string text)
    {
        using var json = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
        return JToken.Load(json);
    }
}
