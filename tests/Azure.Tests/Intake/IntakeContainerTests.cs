using Collections.Functions.Intake;
using Collections.Functions.Naming;
using Collections.Functions.Tests.Tables;
using Collections.Functions.Waking;
using Collections.StoreContract;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Collections.Functions.Tests.Intake;

/// <summary>Files of a container, over real tables.</summary>
[NeedsAzurite]
public sealed class IntakeContainerTests : IntakeContract<TableHost, ContainerHost>
{
    [StoreFact]
    public async Task Function_ThatHasTakenFiles_AsksForASweep_AndForNoneOtherwise()
    {
        var messages = new Mock<IMessages>();
        var function = new IntakeFunctions(Intake, new QueueSignal(messages.Object, Clock, NullLogger<QueueSignal>.Instance));
        await Files.PutAsync("invoices/a.csv", Invoices100);
        await function.TakeAsync(new TimerInfo(), None);
        messages.VerifyNoOtherCalls();

        Wait(TimeSpan.FromMinutes(5));
        await function.TakeAsync(new TimerInfo(), None);

        messages.Verify(one => one.SendAsync(Names.AccountWakes, AccountCodes.Any, QueueSignal.SweepDelay, None), Times.Once);
    }

    [StoreFact]
    public async Task Blob_ThatIsWrittenAnewMeanwhile_IsNotRead()
    {
        await Files.PutAsync("invoices/a.csv", Invoices100);
        var listed = Assert.Single(await Files.Folder.ListAsync(None));
        await Files.PutAsync("invoices/a.csv", Invoices100 + "\n");

        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => Files.Folder.OpenAsync(listed, None));
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => Files.Folder.MoveAsync(listed, "done/invoices/a.csv", None));

        Assert.Equal(["invoices/a.csv"], await Files.AllAsync());
    }
}
