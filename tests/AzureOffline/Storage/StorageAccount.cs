using System.Globalization;

namespace Collections.AzureOffline.Storage;

/// <summary>A storage account as a connection string names it: who asks, with which key, at which address of one service.</summary>
internal sealed record StorageAccount(string Name, byte[] Key, Uri Endpoint)
{
    // The account that every storage emulator has; its name and key are published.
    private const string EmulatorName = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Reads a connection string for one service, <c>Table</c> or <c>Queue</c>.</summary>
    /// <exception cref="FormatException">A part has no name, or a needed part is missing or not a URI.</exception>
    public static StorageAccount Parse(string connectionString, string service, int emulatorPort)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var parts = Parts(connectionString);
        if (parts.TryGetValue("UseDevelopmentStorage", out var emulator) && bool.TryParse(emulator, out var wanted) && wanted)
        {
            return new(EmulatorName, Convert.FromBase64String(EmulatorKey),
                new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{emulatorPort}/{EmulatorName}")));
        }

        var name = Needed(parts, "AccountName");
        return new(name, Convert.FromBase64String(Needed(parts, "AccountKey")), Address(parts, name, service));
    }

    private static Uri Address(Dictionary<string, string> parts, string name, string service)
    {
        if (parts.TryGetValue(service + "Endpoint", out var endpoint))
        {
            return Uri.TryCreate(endpoint.TrimEnd('/'), UriKind.Absolute, out var uri)
                ? uri
                : throw new FormatException($"{service}Endpoint in the connection string is not a URI: '{endpoint}'.");
        }

        var suffix = parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return new($"{parts.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{name}.{service.ToLowerInvariant()}.{suffix}");
    }

    private static Dictionary<string, string> Parts(string connectionString)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var split = part.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
            {
                throw new FormatException("A part of the connection string has no 'name=' before its value.");
            }

            parts[part[..split]] = part[(split + 1)..];
        }

        return parts;
    }

    private static string Needed(Dictionary<string, string> parts, string name) =>
        parts.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new FormatException($"The connection string has no {name}.");
}
