using Azure;
using Azure.Communication.Email;
using Collections.Core.Remittances;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Letters;

/// <summary>The email client against a small server that answers as the service does.</summary>
public sealed class EmailClientTests : IAsyncLifetime
{
    private readonly WebApplication _server;
    private readonly List<Sent> _sent = [];
    private string _status = "Running";

    public EmailClientTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPost("/emails:send", Take);
        _server.MapGet("/emails/operations/{id}", (string id) => _status == "Failed"
            ? Results.Json(new { id, status = _status, error = new { code = "EmailDropped", message = "The recipient is suppressed." } })
            : Results.Json(new { id, status = _status }));
    }

    private EmailClient Client => new($"endpoint={_server.Urls.First()};accesskey={Convert.ToBase64String("key"u8)}");

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Message_Sent_SaysAllThatItHas_AndKeepsTheCallersId()
    {
        var id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        var message = new EmailMessage("billing@example.com", "zoe@example.org", new EmailContent("Invoice 7") { PlainText = "Please pay.", Html = "<p>Please pay.</p>" })
        {
            Headers = { ["x-letter"] = "L-1" },
            ReplyTo = { new EmailAddress("desk@example.com", "The desk") },
            Attachments = { new EmailAttachment("a.txt", "text/plain", BinaryData.FromString("a")) },
        };

        var operation = await Client.SendAsync(WaitUntil.Started, message, id);

        Assert.Equal(id.ToString(), operation.Id);
        Assert.False(operation.HasCompleted);
        var sent = Assert.Single(_sent);
        Assert.Equal(("?api-version=2025-09-01", id.ToString()), (sent.Query, sent.OperationId));
        Assert.StartsWith("HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=", sent.Authorization, StringComparison.Ordinal);
        Assert.True(JToken.DeepEquals(JObject.Parse("""
            {
              "headers": { "x-letter": "L-1" },
              "senderAddress": "billing@example.com",
              "content": { "subject": "Invoice 7", "plainText": "Please pay.", "html": "<p>Please pay.</p>" },
              "recipients": { "to": [{ "address": "zoe@example.org" }] },
              "attachments": [{ "name": "a.txt", "contentType": "text/plain", "contentInBase64": "YQ==" }],
              "replyTo": [{ "address": "desk@example.com", "displayName": "The desk" }]
            }
            """), sent.Body), sent.Body.ToString());
    }

    [Fact]
    public async Task Operation_TakenUpAgain_TellsHowItEnded()
    {
        var operation = new EmailSendOperation("op-1", Client);
        await operation.UpdateStatusAsync();
        Assert.False(operation.HasCompleted);
        Assert.Throws<InvalidOperationException>(() => operation.Value);

        _status = "Succeeded";
        await operation.UpdateStatusAsync();

        Assert.True(operation.HasCompleted && operation.HasValue);
        Assert.Equal(EmailSendStatus.Succeeded, operation.Value.Status);
    }

    [Fact]
    public async Task Operation_Failed_ThrowsTheServicesReason()
    {
        _status = "Failed";
        var operation = new EmailSendOperation("op-1", Client);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(async () => await operation.UpdateStatusAsync());

        Assert.Equal("EmailDropped", failure.ErrorCode);
        Assert.True(operation.HasCompleted);
        Assert.False(operation.HasValue);
    }

    [Fact]
    public async Task Message_WithoutContent_IsRefusedHere()
    {
        await Assert.ThrowsAsync<ArgumentException>(
            () => Client.SendAsync(WaitUntil.Started, new EmailMessage("billing@example.com", "zoe@example.org", new EmailContent("Empty"))));
        Assert.Empty(_sent);
    }

    private async Task<IResult> Take(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var id = request.Headers["Operation-Id"].ToString();
        _sent.Add(new(request.QueryString.Value, id, request.Headers.Authorization.ToString(), JObject.Parse(await reader.ReadToEndAsync())));
        return Results.Json(new { id, status = "Running" }, statusCode: 202);
    }

    private sealed record Sent(string? Query, string OperationId, string Authorization, JObject Body);
}
