using System.Security.Cryptography;
using System.Text;
using Collections.Core.Cases;

namespace Collections.Functions.Orchestrations;

/// <summary>Ids of orchestration instances.</summary>
public static class InstanceIds
{
    /// <summary>Durable Task takes ids of at most this many characters.</summary>
    public const int LengthMax = 100;

    private const int LegibleMax = 30;

    /// <summary>
    /// The one instance of an account. What Durable Task forbids in an id (slashes, #, ? and control characters, an @ in front) is escaped as in
    /// the ids of tasks; an id that would be too long ends in a hash of the account's code.
    /// </summary>
    public static string Of(string account)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        var id = Ids.Escape(account);
        return id.Length <= LengthMax ? id : $"{id[..LegibleMax]}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account)))}";
    }
}
