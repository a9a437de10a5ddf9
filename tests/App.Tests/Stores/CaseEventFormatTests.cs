using System.Collections.Immutable;
using System.Reflection;
using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Tests.Stores;

/// <summary>The stored format of events: each is read back as it was written, and a change of the format shows as a difference of the approved file.</summary>
public sealed class CaseEventFormatTests
{
    private static readonly DateOnly Day = new(2021, 8, 3);
    private static readonly DateTimeOffset Noon = new(2021, 8, 3, 2, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Names { get; } = new(EventTypes.Select(type => type.Name));

    private static IEnumerable<Type> EventTypes => typeof(CaseEvent).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(CaseEvent)) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal);

    [Fact]
    public void Write_OfEveryEvent_IsAsApproved()
    {
        var all = EventTypes.Select(type => new Reasoned((CaseEvent)Full(type), Why)).ToList();
        var lines = JArray.Parse(CaseEventFormat.Write(all)).Select(one => one.ToString(Formatting.None));
        Letters.ApprovedText.Verify("event-format.jsonl", string.Concat(lines.Select(line => line + "\n")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_OfAnEvent_GivesEveryFieldBack(string name)
    {
        var happened = (CaseEvent)Full(EventTypes.Single(type => type.Name == name));

        var read = Assert.Single(CaseEventFormat.Read(CaseEventFormat.Write([new Reasoned(happened, Why)]), "A100"));

        Assert.Equal(Why, read.Why);
        Assert.Equal(CaseEventFormat.Write([new Reasoned(happened, Why)]), CaseEventFormat.Write([read]));
        Assert.Equal(Shown(happened), Shown(read.Event));
    }

    [Fact]
    public void Read_WhatANewerReleaseAddedToAnEvent_IsPassedOver() => Assert.Equal(
        [new Reasoned(new StepPlanned(1, Day), new Why(Because.StepDue))],
        CaseEventFormat.Read("""[{"event":"step-planned","why":{"code":"step-due","mood":[1]},"ladder":1,"colour":{"of":"it"},"on":"2021-08-03"}]""", "A100"));

    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "StartObject")]
    [InlineData("[{}]", "does not begin with its name")]
    [InlineData("""[{"event":"step-planned"}""", "")]
    [InlineData("""[{"event":"case-dreamt"}]""", "'case-dreamt': a newer release has written it")]
    [InlineData("""[{"event":"step-planned","on":"3.8.2021"}]""", "3.8.2021")]
    public void Read_OfWhatIsNoEvent_SaysWhoseAndWhy(string text, string why)
    {
        var failure = Assert.Throws<InvalidDataException>(() => CaseEventFormat.Read(text, "A100"));

        Assert.Contains("A100", failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    private static Why Why => new(Because.StepDue, Day, new Money(90000, Currency.Aud), new Money(95000, Currency.Aud), 3, "call-1");

    private static string Shown(CaseEvent happened) => happened switch
    {
        CaseCarriedOver carried => CaseFormat.Write(carried.Case),
        StepsRecalled recalled => string.Join("; ", recalled.Steps),
        _ => happened.ToString(),
    };

    // Every field has a value that is not its default, so that none can be forgotten.
    private static object Full(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(Value)]);
    }

    private static object Value(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type switch
        {
            _ when type == typeof(string) => $"the {parameter.Name}",
            _ when type == typeof(int) => 3,
            _ when type == typeof(bool) => true,
            _ when type == typeof(DateOnly) => Day,
            _ when type == typeof(DateTimeOffset) => Noon,
            _ when type == typeof(Money) => new Money(90000, Currency.Aud),
            _ when type == typeof(Why) => Why,
            _ when type == typeof(Case) => CaseFormat.Read("""{"v":1,"number":1,"isOpen":true,"nextId":4}""", "A100"),
            _ when type == typeof(ImmutableArray<StepTaken>) => ImmutableArray.Create(new StepTaken(2, Day), new StepTaken(3, Day)),
            { IsEnum: true } => Enum.GetValues(type).GetValue(1)!,
            _ => Full(type),
        };
    }
}
