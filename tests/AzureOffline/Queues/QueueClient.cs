#nullable disable // The package's signatures say nothing about null.

using Azure.Core;
using Azure.Storage.Queues.Models;
using Collections.AzureOffline.Queues;

namespace Azure.Storage.Queues;

/// <summary>One queue's messages.</summary>
public class QueueClient
{
    private readonly QueueRest _rest;

    protected QueueClient()
    {
    }

    public QueueClient(string connectionString, string queueName)
        : this(connectionString, queueName, null)
    {
    }

    public QueueClient(string connectionString, string queueName, QueueClientOptions options)
        : this(QueueRest.Connect(connectionString, options), queueName)
    {
    }

    /// <param name="queueUri">The queue's own address, its name last.</param>
    /// <param name="credential">Gives the tokens.</param>
    /// <param name="options">How to connect, retry and encode.</param>
    public QueueClient(Uri queueUri, TokenCredential credential, QueueClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(queueUri);
        var address = queueUri.AbsoluteUri.TrimEnd('/');
        var split = address.LastIndexOf('/');
        _rest = QueueRest.Connect(new Uri(address[..split]), credential, options);
        Name = address[(split + 1)..];
        Uri = queueUri;
    }

    internal QueueClient(QueueRest rest, string queueName)
    {
        ArgumentException.ThrowIfNullOrEmpty(queueName);
        _rest = rest;
        Name = queueName;
        Uri = new Uri($"{rest.Endpoint}/{queueName}");
    }

    public virtual string Name { get; }

    public virtual string AccountName => _rest.AccountName;

    public virtual Uri Uri { get; }

    public virtual int MaxPeekableMessages => 32;

    /// <summary>The most that a message takes once encoded, 64 KiB.</summary>
    public virtual int MessageMaxBytes => 64 * 1024;

    /// <summary>Creates the queue; the answer is null where it exists already.</summary>
    public virtual Task<Response> CreateIfNotExistsAsync(IDictionary<string, string> metadata = null, CancellationToken cancellationToken = default) =>
        _rest.CreateAsync(Name, metadata, cancellationToken);

    /// <summary>Deletes the queue; the answer is false where there is none.</summary>
    public virtual Task<Response<bool>> DeleteIfExistsAsync(CancellationToken cancellationToken = default) => _rest.DeleteAsync(Name, cancellationToken);

    public virtual Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default) => _rest.ExistsAsync(Name, cancellationToken);

    /// <exception cref="RequestFailedException">404 <c>QueueNotFound</c>.</exception>
    public virtual Task<Response<QueueProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default) =>
        _rest.GetPropertiesAsync(Name, cancellationToken);

    public virtual Task<Response> ClearMessagesAsync(CancellationToken cancellationToken = default) => _rest.ClearAsync(Name, cancellationToken);

    public virtual Task<Response<SendReceipt>> SendMessageAsync(string messageText) => SendMessageAsync(messageText, null);

    public virtual Task<Response<SendReceipt>> SendMessageAsync(string messageText, CancellationToken cancellationToken) =>
        SendMessageAsync(messageText, null, null, cancellationToken);

    /// <summary>Puts a message into the queue, seen after <paramref name="visibilityTimeout"/>, kept for <paramref name="timeToLive"/> (7 days; negative: for ever).</summary>
    public virtual Task<Response<SendReceipt>> SendMessageAsync(
        string messageText, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        SendMessageAsync(messageText is null ? null : BinaryData.FromString(messageText), visibilityTimeout, timeToLive, cancellationToken);

    public virtual Task<Response<SendReceipt>> SendMessageAsync(
        BinaryData message, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        _rest.SendAsync(Name, message, visibilityTimeout, timeToLive, cancellationToken);

    public virtual Task<Response<QueueMessage[]>> ReceiveMessagesAsync() => ReceiveMessagesAsync(null, null, default);

    public virtual Task<Response<QueueMessage[]>> ReceiveMessagesAsync(CancellationToken cancellationToken) =>
        ReceiveMessagesAsync(null, null, cancellationToken);

    /// <summary>Takes up to 32 messages (one by default), hidden from others for <paramref name="visibilityTimeout"/> (30 seconds by default).</summary>
    public virtual Task<Response<QueueMessage[]>> ReceiveMessagesAsync(
        int? maxMessages = null, TimeSpan? visibilityTimeout = null, CancellationToken cancellationToken = default) =>
        _rest.ReceiveAsync(Name, maxMessages, visibilityTimeout, cancellationToken);

    public virtual Task<Response<PeekedMessage[]>> PeekMessagesAsync(int? maxMessages = null, CancellationToken cancellationToken = default) =>
        _rest.PeekAsync(Name, maxMessages, cancellationToken);

    /// <exception cref="RequestFailedException">404 <c>MessageNotFound</c>; 400 <c>PopReceiptMismatch</c> where it was taken again since.</exception>
    public virtual Task<Response> DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken = default) =>
        _rest.DeleteMessageAsync(Name, messageId, popReceipt, cancellationToken);
}
