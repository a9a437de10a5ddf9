using System.Text;
using Collections.App;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Web.Answers;
using Collections.Web.Requests;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests;

/// <summary>The contract's JSON, read and written.</summary>
public sealed class FieldsTests
{
    [Fact]
    public void Write_EveryKindOfValue_IsAsTheContractSays()
    {
        var value = new
        {
            Date = new DateOnly(2021, 8, 3),
            At = new DateTimeOffset(2021, 8, 3, 9, 0, 0, TimeSpan.FromHours(10)),
            Dollars = Money.Of(900m, Currency.Aud),
            Yen = Money.Of(900m, Currency.Parse("JPY")),
            Fils = (Money?)Money.Of(1.5m, Currency.Parse("KWD")),
            None = (Money?)null,
            Outcome = OutcomeKind.ReachedPaidClaim,
            Nothing = (string?)null,
            Terms = Terms.EndOfMonth30,
        };

        Assert.Equal(
            """{"date":"2021-08-03","at":"2021-08-02T23:00:00+00:00","dollars":{"amount":900.00,"currency":"AUD"},"yen":{"amount":900,"currency":"JPY"},"""
            + """
              "fils":{"amount":1.500,"currency":"KWD"},"none":null,"outcome":"reached-paid-claim","nothing":null,"terms":"eom+30"}
              """,
            Json.Write(value));
    }

    [Theory]
    [InlineData("""{"a": 1, "a": 2}""")]
    [InlineData("""{"a": 1} {"b": 2}""")]
    [InlineData("""{"a": """)]
    [InlineData("")]
    [InlineData("""{"a": 1e999}""")]
    public void Parse_NoOneGoodValue_Throws(string text) => Assert.ThrowsAny<JsonException>(() => Json.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Parse_TooDeep_Throws() =>
        Assert.ThrowsAny<JsonException>(() => Json.Parse(Encoding.UTF8.GetBytes(new string('[', 33) + new string(']', 33))));

    [Fact]
    public void Parse_NoUtf8_Throws() => Assert.Throws<DecoderFallbackException>(() => Json.Parse([0x22, 0xFF, 0x22]));

    [Theory]
    [InlineData("2021-08-03T09:00:00+10:00")]
    [InlineData("2021-08-02T23:00Z")]
    [InlineData("2021-08-02T23:00:00.0000Z")]
    [InlineData("2021-08-03T09:00+10:00")]
    public void Instant_EveryForm_IsTheMoment(string text)
    {
        var (fields, errors) = Read($$"""{"at": "{{text}}"}""");

        Assert.Equal(new DateTimeOffset(2021, 8, 2, 23, 0, 0, TimeSpan.Zero), fields.Instant("at"));
        Assert.True(errors.IsEmpty);
    }

    [Theory]
    [InlineData("\"2021-08-03T09:00:00\"")]
    [InlineData("\"2021-08-03\"")]
    [InlineData("\"03/08/2021 09:00\"")]
    [InlineData("\"9999-12-31T23:59:59-14:00\"")]
    [InlineData("1627945200")]
    [InlineData("true")]
    [InlineData("[]")]
    public void Instant_AnythingElse_IsAnError(string value)
    {
        var (fields, errors) = Read($$"""{"at": {{value}}}""");

        Assert.Null(fields.Instant("at"));
        Assert.Single(errors.ByField);
    }

    [Theory]
    [InlineData("\"2021-02-29\"")]
    [InlineData("\"3.8.2021\"")]
    [InlineData("\"1021-08-03\"")]
    [InlineData("\"9999-08-03\"")]
    [InlineData("20210803")]
    public void Date_NoDateOfOurTimes_IsAnError(string value)
    {
        var (fields, errors) = Read($$"""{"day": {{value}}}""");

        Assert.Null(fields.Date("day"));
        Assert.Single(errors.ByField);
    }

    [Theory]
    [InlineData("900", 90000)]
    [InlineData("900.00", 90000)]
    [InlineData("""{"amount": 9.5, "currency": "aud"}""", 950)]
    public void Amount_NumberOrMoney_IsTheAmount(string value, long minor)
    {
        var (fields, errors) = Read($$"""{"amount": {{value}}}""");

        Assert.Equal(new Money(minor, Currency.Aud), fields.Amount("amount")!.Value.In(Currency.Aud, "amount", errors));
        Assert.True(errors.IsEmpty);
    }

    [Theory]
    [InlineData("9.555", "amount")]
    [InlineData("1e20", "amount")]
    [InlineData("99999999999999999999999999999999999999999", "amount")]
    [InlineData("\"900\"", "amount")]
    [InlineData("""{"amount": 9.5, "currency": "USD"}""", "amount")]
    [InlineData("""{"amount": 9.5, "currency": "Taler"}""", "amount.currency")]
    [InlineData("""{"amount": null}""", "amount.amount")]
    public void Amount_NoAmountOfTheAccount_IsAnError(string value, string field)
    {
        var (fields, errors) = Read($$"""{"amount": {{value}}}""");
        _ = fields.Amount("amount")?.In(Currency.Aud, "amount", errors);

        Assert.Contains(field, errors.ByField.Keys);
    }

    [Theory]
    [InlineData("a\\u0000b")]
    [InlineData("a\\u0007b")]
    [InlineData("a\\ud800b")]
    [InlineData("\\udc00")]
    [InlineData("a\\nb")]
    public void Text_WhatNoScreenShows_IsAnError(string text)
    {
        var (fields, errors) = Read($$"""{"name": "{{text}}"}""");

        Assert.Null(fields.Text("name", 100));
        Assert.Single(errors.ByField);
    }

    [Fact]
    public void Text_SeveralLinesWhereAllowed_AreKept()
    {
        var (fields, errors) = Read("""{"note": "  called \ud83d\ude00\nat two  "}""");

        Assert.Equal("called \U0001F600\nat two", fields.Text("note", 100, lines: true));
        Assert.True(errors.IsEmpty);
    }

    [Fact]
    public void Cleaned_WhatBanksDeliver_KeepsTheRest() => Assert.Equal("INV-1 Smith", TextRules.Cleaned("INV-1\u0000Smith\ud800"));

    [Fact]
    public void ThrowIfAny_SeveralErrors_NamesThemAll()
    {
        var (fields, errors) = Read("""{"b": 5, "c": {"d": "x"}}""");
        _ = (fields.Text("a", 10, isRequired: true), fields.Text("b", 10), fields.Object("c")!.Date("d"));
        var problem = Assert.Throws<ProblemException>(() => errors.ThrowIfAny());

        Assert.Equal(["a", "b", "c.d"], problem.Errors!.Keys.Order(StringComparer.Ordinal));
    }

    private static (Fields Fields, FieldErrors Errors) Read(string json)
    {
        var errors = new FieldErrors();
        return (new Fields((JObject)Json.Parse(Encoding.UTF8.GetBytes(json)), errors), errors);
    }
}
