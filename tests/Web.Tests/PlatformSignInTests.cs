using System.Net;
using System.Text;
using Collections.App;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests;

/// <summary>People whom the platform has signed in: whom its header names, where it is believed, and what a cookie alone cannot do.</summary>
public sealed class PlatformSignInTests(EntraHost host, BareHost elsewhere) : IClassFixture<EntraHost>, IClassFixture<BareHost>
{
    [Fact]
    public async Task Principal_IsThatPerson_WhateverNameAHeaderGives()
    {
        var (status, me) = await SendAsync(host, HttpMethod.Get, "/api/me", Principal("roles", "Collections.Manager"), clerk: "The Boss");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("kim@harbour.example", "manager", "platform"), ((string?)me["name"], (string?)me["role"], (string?)me["signIn"]));
    }

    [Fact]
    public async Task Principal_WithLongNamesOfClaims_CountsAsWell()
    {
        var (_, me) = await SendAsync(host, HttpMethod.Get, "/api/me", Principal("http://schemas.microsoft.com/ws/2008/06/identity/claims/role", "Collections.Clerk"));

        Assert.Equal("clerk", (string?)me["role"]);
    }

    [Fact]
    public async Task Principal_WithoutARole_Is403() =>
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, HttpMethod.Get, "/api/me", Principal("roles", "Other"))).Status);

    [Fact]
    public async Task Principal_WhereThePlatformSignsNobodyIn_IsNotBelieved() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(elsewhere, HttpMethod.Get, "/api/me", Principal("roles", "Collections.Manager"))).Status);

    [Theory]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("other", HttpStatusCode.Forbidden)]
    [InlineData("console", HttpStatusCode.NotFound)]
    public async Task Change_ByACookie_NeedsTheConsolesHeader(string? header, HttpStatusCode expected) =>
        Assert.Equal(expected, (await SendAsync(host, HttpMethod.Post, "/api/policies/nothing/sign", Principal("roles", "Collections.Manager"), header)).Status);

    [Theory]
    [InlineData("%%%")]
    [InlineData("e30=")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("W10=")]
    [InlineData("/////w==")]
    [InlineData("eyJjbGFpbXMiOlt7InR5cCI6MX0sMl19")]
    public async Task Principal_ThatCannotBeRead_Is401(string principal) =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(host, HttpMethod.Get, "/api/me", principal)).Status);

    [Fact]
    public async Task Principal_BesideABadToken_DoesNotHelp() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(host, HttpMethod.Get, "/api/me", Principal("roles", "Collections.Clerk"), token: "wrong")).Status);

    [Fact]
    public async Task SignIn_TellsTheWays_WithoutAToken()
    {
        var (_, both) = await SendAsync(host, HttpMethod.Get, "/api/sign-in", principal: null);
        var (_, tokens) = await SendAsync(elsewhere, HttpMethod.Get, "/api/sign-in", principal: null);

        Assert.Equal((true, true), ((bool)both["platform"]!, (bool)both["tokens"]!));
        Assert.Equal((false, true), ((bool)tokens["platform"]!, (bool)tokens["tokens"]!));
    }

    private static string Principal(string roleType, string role) => Convert.ToBase64String(Encoding.UTF8.GetBytes(JObject.FromObject(new
    {
        auth_typ = "aad",
        name_typ = "name",
        role_typ = roleType,
        claims = new[] { new { typ = "name", val = "Kim" }, new { typ = "preferred_username", val = "kim@harbour.example" }, new { typ = roleType, val = role } },
    }).ToString()));

    private static async Task<(HttpStatusCode Status, JObject Json)> SendAsync(
        BareHost to, HttpMethod method, string path, string? principal, string? header = null, string? clerk = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in new[] { ("X-MS-CLIENT-PRINCIPAL", principal), ("X-Collections", header), ("X-Clerk", clerk), ("Authorization", token is null ? null : $"Bearer {token}") })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await to.Client.SendAsync(request);
        return (response.StatusCode, JObject.Parse(await response.Content.ReadAsStringAsync()));
    }
}
