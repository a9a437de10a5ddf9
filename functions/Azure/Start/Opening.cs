using Collections.App.Policies;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Functions.Logging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Collections.Functions.Start;

/// <summary>
/// Opens the app once the worker has connected to the Functions host, which waits a minute for that and no longer: makes the tables and queues, reads what the
/// store keeps of the company, and tells of files that were left out. Until then the app is not ready, and no function begins (<see cref="OpenFirst"/>).
/// </summary>
public sealed class Opening(
    IStorageSetup storage, ICompanyValues values, PolicyBook policies, FilesWatch files, TimeProvider clock, ILogger<Opening> log) : BackgroundService
{
    /// <summary>How long a storage account that doesn't answer is left alone before it's tried again.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once the app is open.</summary>
    public bool IsOpen => _opened.Task.IsCompletedSuccessfully;

    /// <summary>Waits until the app is open.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public Task WaitAsync(CancellationToken cancel) => _opened.Task.WaitAsync(cancel);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!IsOpen)
        {
            try
            {
                await storage.MakeAsync(stoppingToken);
                await KeptPolicies.RestoreAsync(values, policies, stoppingToken);
                await files.LookAsync(stoppingToken);
                _opened.SetResult();
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                log.OpeningFailed(problem);
                await Task.Delay(Rest, clock, stoppingToken);
            }
        }
    }
}

/// <summary>Makes the tables and the queues.</summary>
public interface IStorageSetup
{
    /// <summary>Makes what isn't there yet.</summary>
    Task MakeAsync(CancellationToken cancel);
}
