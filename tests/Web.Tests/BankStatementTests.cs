using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Collections.App;
using Collections.App.Stores;
using Collections.Core.Payments;
using Moq;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests;

/// <summary>What a file of statements is answered.</summary>
[Collection(nameof(BareHost))]
public sealed class BankStatementTests(BareHost host)
{
    private const string Csv = "booked,amount,currency,reference\n2021-08-02,900.00,AUD,INV-1\n2021-08-02,-5.00,AUD,fee\n2021-08-02,lots,AUD,\n";

    [Fact]
    public async Task Load_AFile_IsAnsweredWithWhatBecameOfItsEntries()
    {
        var (status, json) = await LoadAsync(Csv, "statements-1");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("csv", 3, 2, 1), ((string)json["format"]!, (int)json["entries"]!, (int)json["unmatched"]!, (int)json["rejectedCount"]!));
        Assert.Equal((4, "amount", "lots", "is no amount"), ((int)json["rejected"]![0]!["line"]!, (string)json["rejected"]![0]!["field"]!, (string)json["rejected"]![0]!["value"]!, (string)json["rejected"]![0]!["why"]!));
        host.Payments.Verify(payments => payments.ReceiveAsync(
            It.Is<BankDelivery>(delivery => delivery.Feed == "statements-1" && delivery.Entries.Count == 2), It.IsAny<IPaymentMatcher>(), It.IsAny<CancellationToken>()));
    }

    [Fact]
    public async Task Load_WithAMap_ReadsTheFilesOwnNames()
    {
        var (status, json) = await LoadAsync("Date,Total\n2/8/2021,900\n", "statements-2?map=Date=booked,Total=amount&dates=d/M/yyyy&currency=AUD", suffix: "");

        Assert.Equal((HttpStatusCode.OK, 1), (status, (int)json["entries"]!));
    }

    [Theory]
    [InlineData("%PDF-1.7", "main", "a PDF")]
    [InlineData("Dear customer", "main", "lacks the column booked")]
    [InlineData(Csv, "no%20feed", "is no name of a bank feed")]
    public async Task Load_WhatIsNoStatement_Is400AndSaysWhy(string body, string feed, string expected)
    {
        var (status, json) = await LoadAsync(body, feed);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ByAClerk_Is403() => Assert.Equal(HttpStatusCode.Forbidden, (await LoadAsync(Csv, "main", token: BareHost.ClerkToken)).Status);

    private async Task<(HttpStatusCode Status, JObject Json)> LoadAsync(string body, string feed, string token = BareHost.ManagerToken, string suffix = "/statements")
    {
        var path = suffix.Length > 0 ? feed + suffix : feed.Replace("?", "/statements?", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/bank/{path}", UriKind.Relative))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await host.Client.SendAsync(request);
        return (answer.StatusCode, JObject.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
