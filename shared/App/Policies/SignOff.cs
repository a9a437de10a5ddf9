using Collections.App.Stores;
using Collections.Core.Policies;
using Newtonsoft.Json;

namespace Collections.App.Policies;

/// <summary>Keeps who signed which version of a policy: an unsigned one does not run (R39).</summary>
public sealed class SignOff(ICompanyValues values, PolicyBook policies, TimeProvider clock)
{
    /// <summary>Who must still sign; empty if the policy may run.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(Policy policy, CancellationToken cancel)
    {
        var signatures = await SignaturesAsync(policy, cancel);
        return Signature.IsSigned(policy, signatures) ? []
            : policy.Signers.IsEmpty ? ["a manager"]
            : [.. Signature.Missing(policy, signatures)];
    }

    /// <summary>The policies that may run. One that nobody signed does not run by itself; a scan that people ask for says so.</summary>
    public async Task<IReadOnlyList<Policy>> SignedAsync(CancellationToken cancel)
    {
        var signed = new List<Policy>();
        foreach (var policy in policies.All)
        {
            if ((await MissingAsync(policy, cancel)).Count == 0)
            {
                signed.Add(policy);
            }
        }

        return signed;
    }

    /// <summary>The signatures under a version of a policy, in the order in which they came.</summary>
    public async Task<IReadOnlyList<Signature>> SignaturesAsync(Policy policy, CancellationToken cancel) =>
        await values.GetAsync(KeyOf(policy), cancel) is { } kept ? JsonConvert.DeserializeObject<List<Signature>>(kept)! : [];

    /// <summary>Signs a version of a policy; signing twice changes nothing.</summary>
    public async Task SignAsync(Policy policy, string person, CancellationToken cancel)
    {
        var signatures = (await SignaturesAsync(policy, cancel)).ToList();
        if (!signatures.Exists(signature => string.Equals(signature.Person, person, StringComparison.OrdinalIgnoreCase)))
        {
            // What is signed is kept first: a signature never stands under a text that could still change.
            if (policies.TextOf(policy.Name, policy.Version) is { } text)
            {
                await KeptPolicies.KeepAsync(values, text, cancel);
            }

            signatures.Add(new Signature(policy.Name, policy.Version, person, clock.GetUtcNow()));
            await values.SetAsync(KeyOf(policy), JsonConvert.SerializeObject(signatures), cancel);
        }
    }

    private static string KeyOf(Policy policy) => $"signatures:{policy.Name}:{policy.Version}";
}
