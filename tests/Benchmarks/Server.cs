using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Collections.Benchmarks;

/// <summary>The real server over a data folder: a process of its own, on loopback. Disposing of it kills it.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;
    private bool _ended;

    private Server(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<Server> StartAsync(string folder, params (string Name, string Value)[] settings)
    {
        var address = new Uri(Bench.I($"http://127.0.0.1:{FreePort()}"));
        var command = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "collections.dll"), "serve", "--data", folder, "--urls", address.ToString().TrimEnd('/') },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
        {
            command.Environment[name] = value;
        }

        var server = new Server(Process.Start(command)!, address);
        server.DrainOutput();
        using var client = new HttpClient { BaseAddress = address };
        for (var tries = 0; tries < 200; tries++)
        {
            try
            {
                (await client.GetAsync(new Uri("/api/ready", UriKind.Relative))).EnsureSuccessStatusCode();
                return server;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        server.Dispose();
        throw new InvalidOperationException("the server does not start");
    }

    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }

    private void DrainOutput()
    {
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
