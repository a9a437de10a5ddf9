using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Tests.Stores;

/// <summary>The stored format of a case: what is written is read back, and a change of it shows as a difference of the approved file.</summary>
public sealed class CaseFormatTests
{
    private static readonly PropertyInfo[] Properties =
        [.. typeof(Case).GetProperties().Where(property => property.SetMethod is not null && property.Name != nameof(Case.Account))];

    public static TheoryData<int> Seeds { get; } = new(Enumerable.Range(1, 200));

    [Fact]
    public void Write_OfAFullCase_IsAsApproved()
    {
        var written = JToken.Parse(CaseFormat.Write(Full())).ToString(Formatting.Indented);
        Letters.ApprovedText.Verify("case-format.json", written + "\n");
    }

    [Fact]
    public void Write_OfACaseThatNeverWas_SaysNothingButItsDefaults() =>
        Assert.Equal("""{"v":1,"nextId":1}""", CaseFormat.Write(Case.New("A100")));

    [Fact]
    public void Read_OfAFullCase_GivesEveryPropertyBack()
    {
        var full = Full();

        AssertSame(full, CaseFormat.Read(CaseFormat.Write(full), "A100"));
        Assert.All(Properties, property => Assert.NotEqual(property.GetValue(Case.New("A100")), property.GetValue(full)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_OfARandomCase_GivesItBack(int seed)
    {
        var value = RandomCase(new Random(seed));

        AssertSame(value, CaseFormat.Read(CaseFormat.Write(value), "A100"));
    }

    [Fact]
    public void Read_WhatANewerReleaseAdded_IsPassedOver()
    {
        var value = CaseFormat.Read(
            """{"v":1,"mood":{"of":["the","day"]},"number":3,"ladders":[{"rung":1,"colour":[1,2]}],"owing":{"minor":5,"rate":1.5,"currency":"AUD"},"x":null}""", "A100");

        Assert.Equal((3, 1, new Money(5, Currency.Aud)), (value.Number, Assert.Single(value.Ladders).Rung, value.Owing));
    }

    [Theory]
    [InlineData("", "no JSON object")]
    [InlineData("[]", "no JSON object")]
    [InlineData("""{"v":1,"number":""", "")]
    [InlineData("""{"v":2}""", "format is 2")]
    [InlineData("""{"v":1,"openedOn":"3.8.2021"}""", "3.8.2021")]
    [InlineData("""{"v":1,"closeReason":"bored"}""", "'bored' is not known")]
    [InlineData("""{"v":1,"number":"one"}""", "number")]
    [InlineData("""{"v":1,"owing":{"minor":1,"currency":"ZZZ"}}""", "ZZZ")]
    public void Read_OfWhatIsNoCase_SaysWhoseAndWhy(string text, string why)
    {
        var failure = Assert.Throws<InvalidDataException>(() => CaseFormat.Read(text, "A100"));

        Assert.Contains("A100", failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    private static void AssertSame(Case expected, Case actual)
    {
        foreach (var property in typeof(Case).GetProperties())
        {
            var (a, b) = (property.GetValue(expected), property.GetValue(actual));
            Assert.True(Equal(a, b), $"{property.Name}: {Show(a)} was read back as {Show(b)}");
        }
    }

    private static bool Equal(object? a, object? b) => (a, b) switch
    {
        (ImmutableArray<Ladder> x, ImmutableArray<Ladder> y) => x.SequenceEqual(y),
        (ImmutableArray<StepTaken> x, ImmutableArray<StepTaken> y) => x.SequenceEqual(y),
        (ImmutableArray<OpenTask> x, ImmutableArray<OpenTask> y) => x.SequenceEqual(y),
        (ImmutableArray<SuspectedPayment> x, ImmutableArray<SuspectedPayment> y) => x.SequenceEqual(y),
        _ => Equals(a, b),
    };

    private static string Show(object? value) => value is System.Collections.IEnumerable and not string
        ? string.Join("; ", ((System.Collections.IEnumerable)value).Cast<object>())
        : value?.ToString() ?? "nothing";

    // A value for everything that a case can hold, so that the approved file shows the whole format.
    private static Case Full()
    {
        var (opened, noon) = (new DateOnly(2021, 8, 3), new DateTimeOffset(2021, 8, 3, 2, 0, 0, TimeSpan.Zero));
        var value = new Case.Restorer("A100");
        (value.Number, value.IsOpen, value.Policy, value.PolicyVersion) = (2, true, "acc-monthly", 3);
        (value.OpenedOn, value.ClosedOn, value.CloseReason, value.JoinedTo) = (opened, opened.AddDays(60), CloseReason.CoveredByCredit, opened.AddDays(30));
        value.Ladders =
        [
            new Ladder(null, 4, RungState.TaskOpen, new DateOnly(2021, 7, 31), opened, opened.AddDays(6), opened.AddDays(13), "t12-A100", "l7-A100", opened.AddDays(-3)),
            new Ladder(
                new Returned("1002", new Money(30000, Currency.Aud)), 1, RungState.LetterOut, opened.AddDays(20), opened.AddDays(20), null, opened.AddDays(21)),
        ];
        value.Taken = [new StepTaken(2, opened), new StepTaken(3, opened.AddDays(6))];
        value.Pause = new Pause(PauseKind.PaidClaim, opened.AddDays(9));
        value.Hold = new Hold("h9-A100", "the director is abroad", "Ann", opened.AddDays(30));
        value.Promise = new Promise(
            "p8-A100", opened, opened.AddDays(8), new Money(90000, Currency.Aud), PromiseState.Claimed, new Money(5000, Currency.Aud));
        (value.BrokenPromises, value.BrokenOn, value.FailedCalls, value.WrongNumber) = (1, opened.AddDays(7), 4, "02 5550 1234");
        (value.LastCallOn, value.OnStop, value.StopIsByRule, value.CallsBlocked) = (opened.AddDays(10), true, true, true);
        (value.LastDate, value.ClaimedOn) = (opened.AddDays(29), opened.AddDays(8));
        value.Tasks =
        [
            new OpenTask("t11-A100", TaskKind.Dispute, "d10-A100", noon.AddDays(7)),
            new OpenTask("t12-A100", TaskKind.Call, "call-3", noon.AddTicks(1)),
        ];
        value.Suspected = [new SuspectedPayment("bank:77", new Money(50000, Currency.Aud), opened.AddDays(2), "it names invoice 1002")];
        value.Letter = new PendingLetter("l13-A100", "final-letter", Attempted: true, noon.AddMinutes(90), opened);
        (value.LastLetterOn, value.Owing, value.WakeAt, value.NextId) = (opened, new Money(90000, Currency.Aud), noon.AddDays(1), 14);
        return value.Restored();
    }

    private static Case RandomCase(Random random)
    {
        var value = Case.New("A100");
        foreach (var property in Properties)
        {
            if (random.Next(3) > 0)
            {
                property.SetValue(value, RandomValue(property.PropertyType, random));
            }
        }

        return value;
    }

    private static object? RandomValue(Type type, Random random)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return random.Next(3) > 0 ? RandomValue(inner, random) : null;
        }

        return type switch
        {
            _ when type == typeof(int) => random.Next(2, 90),
            _ when type == typeof(long) => random.NextInt64(1, Money.MaxMinor),
            _ when type == typeof(bool) => random.Next(2) > 0,
            _ when type == typeof(string) => RandomText(random),
            _ when type == typeof(DateOnly) => new DateOnly(2021, 8, 3).AddDays(random.Next(400)),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2021, 8, 3, 9, 0, 0, TimeSpan.Zero).AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 90)),
            _ when type == typeof(Currency) => Currency.Parse(random.Next(2) > 0 ? "AUD" : "KWD"),
            _ when type == typeof(Pause) => RandomPause(random),
            _ when type == typeof(ImmutableArray<Ladder>) => Many<Ladder>(random),
            _ when type == typeof(ImmutableArray<StepTaken>) => Many<StepTaken>(random),
            _ when type == typeof(ImmutableArray<OpenTask>) => Many<OpenTask>(random),
            _ when type == typeof(ImmutableArray<SuspectedPayment>) => Many<SuspectedPayment>(random),
            { IsEnum: true } => Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length)),
            _ => Build(type, random),
        };
    }

    private static ImmutableArray<T> Many<T>(Random random) =>
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => (T)Build(typeof(T), random))];

    // Records are built by their widest constructor, so that a field that is added later is tried without a change here.
    private static object Build(Type type, Random random)
    {
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        var nullability = new NullabilityInfoContext();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            nullability.Create(parameter).ReadState == NullabilityState.Nullable && random.Next(3) == 0
                ? null
                : RandomValue(parameter.ParameterType, random))]);
    }

    // Without a reason to wait there is no day until which.
    private static Pause RandomPause(Random random)
    {
        var pause = (Pause)Build(typeof(Pause), random);
        return pause.Kind == PauseKind.None ? default : pause;
    }

    private static string RandomText(Random random)
    {
        string[] words = ["a\"b", "line\nline", "ü✓", "t1-A100", "\\", "plain", "{}"];
        var text = new StringBuilder(words[random.Next(words.Length)]);
        return text.Append(random.Next(100)).ToString();
    }
}
