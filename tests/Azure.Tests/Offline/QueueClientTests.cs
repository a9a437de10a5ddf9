using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Collections.Functions.Tests.Offline;

/// <summary>The queue client against a real service.</summary>
public sealed class QueueClientTests
{
    [AzuriteTheory]
    [InlineData(QueueMessageEncoding.None)]
    [InlineData(QueueMessageEncoding.Base64)]
    public async Task Message_Sent_IsSeenTakenAndDeleted(QueueMessageEncoding encoding)
    {
        const string text = "{\"account\":\"Zoë & <Söhne> 😀\"}";
        var queue = await NewQueue(encoding);
        await queue.SendMessageAsync(text);

        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.Equal(text, Assert.Single((await queue.PeekMessagesAsync(32)).Value).MessageText);

        var message = Assert.Single((await queue.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(1))).Value);
        Assert.Equal((text, 1L), (message.Body.ToString(), message.DequeueCount));
        Assert.Empty((await queue.ReceiveMessagesAsync()).Value);

        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        Assert.Equal(0, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        var again = await Assert.ThrowsAsync<RequestFailedException>(() => queue.DeleteMessageAsync(message.MessageId, message.PopReceipt));
        Assert.Equal((404, "MessageNotFound"), (again.Status, again.ErrorCode));
        Assert.True(await queue.DeleteIfExistsAsync());
    }

    [AzuriteFact]
    public async Task Message_SentForLater_IsNotSeenYet()
    {
        var queue = await NewQueue();

        var receipt = await queue.SendMessageAsync("later", visibilityTimeout: TimeSpan.FromHours(1), timeToLive: TimeSpan.FromHours(2));

        Assert.Equal(TimeSpan.FromHours(1), receipt.Value.TimeNextVisible - receipt.Value.InsertionTime);
        Assert.Equal(TimeSpan.FromHours(2), receipt.Value.ExpirationTime - receipt.Value.InsertionTime);
        Assert.Empty((await queue.ReceiveMessagesAsync()).Value);
        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [AzuriteFact]
    public async Task Queue_CreatedTwice_IsOne_AndOneNotThereIsSaidSo()
    {
        var queue = await NewQueue();
        Assert.Null(await queue.CreateIfNotExistsAsync());
        Assert.True(await queue.ExistsAsync());

        var nowhere = new QueueClient(Azurite.ConnectionString, Azurite.NewName());
        Assert.False(await nowhere.ExistsAsync());
        Assert.False(await nowhere.DeleteIfExistsAsync());
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => nowhere.SendMessageAsync("lost"));
        Assert.Equal(404, failure.Status);
        Assert.Equal(QueueErrorCode.QueueNotFound, failure.ErrorCode);
    }

    private static async Task<QueueClient> NewQueue(QueueMessageEncoding encoding = QueueMessageEncoding.None)
    {
        var queue = new QueueServiceClient(Azurite.ConnectionString, new QueueClientOptions { MessageEncoding = encoding })
            .GetQueueClient(Azurite.NewName());
        Assert.Equal(201, (await queue.CreateIfNotExistsAsync()).Status);
        return queue;
    }
}
