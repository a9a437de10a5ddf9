using Collections.Core.Policies;

namespace Collections.App.Policies;

/// <summary>A person signed a version of a policy (R39). Only managers can sign: whoever takes the signature sees to that.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Version">The version that was signed; another one needs signing again.</param>
/// <param name="Person">Who signed.</param>
/// <param name="At">When.</param>
public sealed record Signature(string Policy, int Version, string Person, DateTimeOffset At)
{
    /// <summary>Whether the policy may run: everybody whom it names has signed this version, or, where it names nobody, any one manager has (R39).</summary>
    public static bool IsSigned(Policy policy, IEnumerable<Signature> signatures) =>
        policy.Signers.IsEmpty ? Of(policy, signatures).Any() : !Missing(policy, signatures).Any();

    /// <summary>Those whom the policy names and who have not signed this version, in the policy's order; upper and lower case are the same.</summary>
    public static IEnumerable<string> Missing(Policy policy, IEnumerable<Signature> signatures)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Signers.Except(Of(policy, signatures).Select(signature => signature.Person), StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<Signature> Of(Policy policy, IEnumerable<Signature> signatures) =>
        signatures.Where(signature => signature.Policy == policy.Name && signature.Version == policy.Version);
}
