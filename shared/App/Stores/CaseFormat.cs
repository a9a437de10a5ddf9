using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Newtonsoft.Json;

namespace Collections.App.Stores;

/// <summary>The stored form of a <see cref="Case"/>: JSON with the property names of the code, in camelCase; what has its default value is left out.</summary>
/// <remarks>
/// Written by hand because every turn writes one. A property that a reader does not know is passed over, so that the release before can read what
/// this one wrote; one that is missing has its default. The account's code is not in it: a case is stored under it. An approved file in the tests
/// shows the format.
/// </remarks>
public static class CaseFormat
{
    /// <summary>The format's version, in every case that is written.</summary>
    public const int Version = 1;

    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    [ThreadStatic]
    private static StringBuilder? _buffer;

    /// <summary>Writes a case.</summary>
    public static string Write(Case value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var buffer = (_buffer ??= new StringBuilder(1024)).Clear();
        using var text = new StringWriter(buffer, CultureInfo.InvariantCulture);
        using var json = new JsonTextWriter(text);
        WriteCase(json, value);
        json.Flush();
        return buffer.ToString();
    }

    /// <summary>Reads a case back.</summary>
    /// <exception cref="InvalidDataException">It is no case, or was written by a release whose format this one does not know.</exception>
    public static Case Read(string text, string account)
    {
        using var json = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
        try
        {
            return json.Read() && json.TokenType == JsonToken.StartObject ? ReadCase(json, account) : throw new InvalidDataException("it is no JSON object");
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidDataException or OverflowException or InvalidCastException)
        {
            throw new InvalidDataException($"the stored case of account {account} cannot be read: {e.Message}", e);
        }
    }

    private static void WriteCase(JsonTextWriter json, Case value)
    {
        json.WriteStartObject();
        Write(json, "v", Version);
        Write(json, "number", value.Number);
        Write(json, "isOpen", value.IsOpen);
        Write(json, "policy", value.Policy);
        Write(json, "policyVersion", value.PolicyVersion);
        Write(json, "openedOn", value.OpenedOn);
        Write(json, "closedOn", value.ClosedOn);
        Write(json, "closeReason", value.CloseReason);
        Write(json, "joinedTo", value.JoinedTo);
        WriteAll(json, "ladders", value.Ladders, WriteLadder);
        WriteAll(json, "taken", value.Taken, WriteTaken);
        WritePause(json, value.Pause);
        WriteHold(json, value.Hold);
        WritePromise(json, value.Promise);
        Write(json, "brokenPromises", value.BrokenPromises);
        Write(json, "brokenOn", value.BrokenOn);
        Write(json, "claimedOn", value.ClaimedOn);
        Write(json, "failedCalls", value.FailedCalls);
        Write(json, "wrongNumber", value.WrongNumber);
        Write(json, "lastCallOn", value.LastCallOn);
        Write(json, "onStop", value.OnStop);
        Write(json, "stopIsByRule", value.StopIsByRule);
        Write(json, "callsBlocked", value.CallsBlocked);
        Write(json, "lastDate", value.LastDate);
        WriteAll(json, "tasks", value.Tasks, WriteTask);
        WriteAll(json, "suspected", value.Suspected, WriteSuspected);
        WriteLetter(json, value.Letter);
        Write(json, "lastLetterOn", value.LastLetterOn);
        Write(json, "owing", value.Owing);
        Write(json, "wakeAt", value.WakeAt);
        Write(json, "nextId", value.NextId);
        json.WriteEndObject();
    }

    private static Case ReadCase(JsonTextReader json, string account)
    {
        var value = Case.New(account);
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "v":
                    RequireKnown(Int(json));
                    break;
                case "number":
                    value.Number = Int(json);
                    break;
                case "isOpen":
                    value.IsOpen = Bool(json);
                    break;
                case "policy":
                    value.Policy = Text(json);
                    break;
                case "policyVersion":
                    value.PolicyVersion = Int(json);
                    break;
                case "openedOn":
                    value.OpenedOn = Day(json);
                    break;
                case "closedOn":
                    value.ClosedOn = Day(json);
                    break;
                case "closeReason":
                    value.CloseReason = Word<CloseReason>(json);
                    break;
                case "joinedTo":
                    value.JoinedTo = Day(json);
                    break;
                case "ladders":
                    value.Ladders = All(json, ReadLadder);
                    break;
                case "taken":
                    value.Taken = All(json, ReadTaken);
                    break;
                case "pause":
                    value.Pause = ReadPause(json);
                    break;
                case "hold":
                    value.Hold = ReadHold(json);
                    break;
                case "promise":
                    value.Promise = ReadPromise(json);
                    break;
                case "brokenPromises":
                    value.BrokenPromises = Int(json);
                    break;
                case "claimedOn":
                    value.ClaimedOn = Day(json);
                    break;
                case "brokenOn":
                    value.BrokenOn = Day(json);
                    break;
                case "failedCalls":
                    value.FailedCalls = Int(json);
                    break;
                case "wrongNumber":
                    value.WrongNumber = Text(json);
                    break;
                case "lastCallOn":
                    value.LastCallOn = Day(json);
                    break;
                case "onStop":
                    value.OnStop = Bool(json);
                    break;
                case "stopIsByRule":
                    value.StopIsByRule = Bool(json);
                    break;
                case "callsBlocked":
                    value.CallsBlocked = Bool(json);
                    break;
                case "lastDate":
                    value.LastDate = Day(json);
                    break;
                case "tasks":
                    value.Tasks = All(json, ReadTask);
                    break;
                case "suspected":
                    value.Suspected = All(json, ReadSuspected);
                    break;
                case "letter":
                    value.Letter = ReadLetter(json);
                    break;
                case "lastLetterOn":
                    value.LastLetterOn = Day(json);
                    break;
                case "owing":
                    value.Owing = ReadMoney(json);
                    break;
                case "wakeAt":
                    value.WakeAt = Instant(json);
                    break;
                case "nextId":
                    value.NextId = Int(json);
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return value;
    }

    private static void RequireKnown(int version)
    {
        if (version > Version)
        {
            throw new InvalidDataException($"its format is {version}, and this release knows formats up to {Version}");
        }
    }

    private static void WriteLadder(JsonTextWriter json, Ladder ladder)
    {
        json.WriteStartObject();
        if (ladder.Returned is { } returned)
        {
            json.WritePropertyName("returned");
            json.WriteStartObject();
            Write(json, "invoice", returned.Invoice);
            Write(json, "amount", returned.Amount);
            json.WriteEndObject();
        }

        Write(json, "rung", ladder.Rung);
        Write(json, "state", ladder.State);
        Write(json, "anchor", ladder.Anchor);
        Write(json, "begunOn", ladder.BegunOn);
        Write(json, "previousOn", ladder.PreviousOn);
        Write(json, "nextOn", ladder.NextOn);
        Write(json, "taskId", ladder.TaskId);
        Write(json, "letterId", ladder.LetterId);
        Write(json, "owingFrom", ladder.OwingFrom);
        json.WriteEndObject();
    }

    private static Ladder ReadLadder(JsonTextReader json)
    {
        var ladder = new Ladder(null, 0, default, default, default, null, default);
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "returned":
                    ladder = ladder with { Returned = ReadReturned(json) };
                    break;
                case "rung":
                    ladder = ladder with { Rung = Int(json) };
                    break;
                case "state":
                    ladder = ladder with { State = Word<RungState>(json) };
                    break;
                case "anchor":
                    ladder = ladder with { Anchor = Day(json) };
                    break;
                case "begunOn":
                    ladder = ladder with { BegunOn = Day(json) };
                    break;
                case "previousOn":
                    ladder = ladder with { PreviousOn = Day(json) };
                    break;
                case "nextOn":
                    ladder = ladder with { NextOn = Day(json) };
                    break;
                case "taskId":
                    ladder = ladder with { TaskId = Text(json) };
                    break;
                case "letterId":
                    ladder = ladder with { LetterId = Text(json) };
                    break;
                case "owingFrom":
                    ladder = ladder with { OwingFrom = Day(json) };
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return ladder;
    }

    private static void WriteTaken(JsonTextWriter json, StepTaken step)
    {
        json.WriteStartObject();
        Write(json, "rung", step.Rung);
        Write(json, "on", step.On);
        json.WriteEndObject();
    }

    private static StepTaken ReadTaken(JsonTextReader json)
    {
        var step = default(StepTaken);
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "rung":
                    step = step with { Rung = Int(json) };
                    break;
                case "on":
                    step = step with { On = Day(json) };
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return step;
    }

    private static Returned ReadReturned(JsonTextReader json)
    {
        var (invoice, amount) = ("", default(Money));
        Open(json);
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "invoice":
                    invoice = Text(json);
                    break;
                case "amount":
                    amount = ReadMoney(json);
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return new Returned(invoice, amount);
    }

    private static void WritePause(JsonTextWriter json, Pause pause)
    {
        if (pause.Kind != PauseKind.None)
        {
            json.WritePropertyName("pause");
            json.WriteStartObject();
            Write(json, "kind", pause.Kind);
            Write(json, "until", pause.Until);
            json.WriteEndObject();
        }
    }

    private static Pause ReadPause(JsonTextReader json)
    {
        var pause = default(Pause);
        Open(json);
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "kind":
                    pause = pause with { Kind = Word<PauseKind>(json) };
                    break;
                case "until":
                    pause = pause with { Until = Day(json) };
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return pause;
    }

    private static void WriteHold(JsonTextWriter json, Hold? hold)
    {
        if (hold is not null)
        {
            json.WritePropertyName("hold");
            json.WriteStartObject();
            Write(json, "id", hold.Id);
            Write(json, "reason", hold.Reason);
            Write(json, "owner", hold.Owner);
            Write(json, "until", hold.Until);
            json.WriteEndObject();
        }
    }

    private static Hold ReadHold(JsonTextReader json)
    {
        var hold = new Hold("", "", "", default);
        Open(json);
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "id":
                    hold = hold with { Id = Text(json) };
                    break;
                case "reason":
                    hold = hold with { Reason = Text(json) };
                    break;
                case "owner":
                    hold = hold with { Owner = Text(json) };
                    break;
                case "until":
                    hold = hold with { Until = Day(json) };
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return hold;
    }

    private static void WritePromise(JsonTextWriter json, Promise? promise)
    {
        if (promise is not null)
        {
            json.WritePropertyName("promise");
            json.WriteStartObject();
            Write(json, "id", promise.Id);
            Write(json, "madeOn", promise.MadeOn);
            Write(json, "date", promise.Date);
            Write(json, "amount", promise.Amount);
            Write(json, "state", promise.State);
            Write(json, "received", promise.Received);
            json.WriteEndObject();
        }
    }

    private static Promise ReadPromise(JsonTextReader json)
    {
        var promise = new Promise("", default, default, default, default, default);
        Open(json);
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "id":
                    promise = promise with { Id = Text(json) };
                    break;
                case "madeOn":
                    promise = promise with { MadeOn = Day(json) };
                    break;
                case "date":
                    promise = promise with { Date = Day(json) };
                    break;
                case "amount":
                    promise = promise with { Amount = ReadMoney(json) };
                    break;
                case "state":
                    promise = promise with { State = Word<PromiseState>(json) };
                    break;
                case "received":
                    promise = promise with { Received = ReadMoney(json) };
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return promise;
    }

    private static void WriteTask(JsonTextWriter json, OpenTask task)
    {
        json.WriteStartObject();
        Write(json, "id", task.Id);
        Write(json, "kind", task.Kind);
        Write(json, "step", task.Step);
        Write(json, "due", task.Due);
        json.WriteEndObject();
    }

    private static OpenTask ReadTask(JsonTextReader json)
    {
        var task = new OpenTask("", default, "", default);
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "id":
                    task = task with { Id = Text(json) };
                    break;
                case "kind":
                    task = task with { Kind = Word<TaskKind>(json) };
                    break;
                case "step":
                    task = task with { Step = Text(json) };
                    break;
                case "due":
                    task = task with { Due = Instant(json) };
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return task;
    }

    private static void WriteSuspected(JsonTextWriter json, SuspectedPayment payment)
    {
        json.WriteStartObject();
        Write(json, "paymentId", payment.PaymentId);
        Write(json, "amount", payment.Amount);
        Write(json, "since", payment.Since);
        Write(json, "why", payment.Why);
        json.WriteEndObject();
    }

    private static SuspectedPayment ReadSuspected(JsonTextReader json)
    {
        var payment = new SuspectedPayment("", default, default, "");
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "paymentId":
                    payment = payment with { PaymentId = Text(json) };
                    break;
                case "amount":
                    payment = payment with { Amount = ReadMoney(json) };
                    break;
                case "since":
                    payment = payment with { Since = Day(json) };
                    break;
                case "why":
                    payment = payment with { Why = Text(json) };
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return payment;
    }

    private static void WriteLetter(JsonTextWriter json, PendingLetter? letter)
    {
        if (letter is not null)
        {
            json.WritePropertyName("letter");
            json.WriteStartObject();
            Write(json, "id", letter.Id);
            Write(json, "step", letter.Step);
            Write(json, "attempted", letter.Attempted);
            Write(json, "notBefore", letter.NotBefore);
            Write(json, "attemptedOn", letter.AttemptedOn);
            json.WriteEndObject();
        }
    }

    private static PendingLetter ReadLetter(JsonTextReader json)
    {
        var letter = new PendingLetter("", "", Attempted: false, default);
        Open(json);
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "id":
                    letter = letter with { Id = Text(json) };
                    break;
                case "step":
                    letter = letter with { Step = Text(json) };
                    break;
                case "attempted":
                    letter = letter with { Attempted = Bool(json) };
                    break;
                case "notBefore":
                    letter = letter with { NotBefore = Instant(json) };
                    break;
                case "attemptedOn":
                    letter = letter with { AttemptedOn = Day(json) };
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return letter;
    }

    private static void Write(JsonTextWriter json, string name, int value)
    {
        if (value != 0)
        {
            json.WritePropertyName(name, escape: false);
            json.WriteValue(value);
        }
    }

    private static void Write(JsonTextWriter json, string name, bool value)
    {
        if (value)
        {
            json.WritePropertyName(name, escape: false);
            json.WriteValue(value);
        }
    }

    private static void Write(JsonTextWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WritePropertyName(name, escape: false);
            json.WriteValue(value);
        }
    }

    private static void Write(JsonTextWriter json, string name, DateOnly? value)
    {
        if (value is { } day && day != default)
        {
            json.WritePropertyName(name, escape: false);
            json.WriteValue(day.ToString("O", CultureInfo.InvariantCulture));
        }
    }

    private static void Write(JsonTextWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } instant && instant != default)
        {
            json.WritePropertyName(name, escape: false);
            json.WriteValue(instant.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture));
        }
    }

    private static void Write(JsonTextWriter json, string name, Money value)
    {
        if (value.Currency is { } currency)
        {
            json.WritePropertyName(name, escape: false);
            json.WriteStartObject();
            json.WritePropertyName("minor", escape: false);
            json.WriteValue(value.Minor);
            json.WritePropertyName("currency", escape: false);
            json.WriteValue(currency.Code);
            json.WriteEndObject();
        }
    }

    private static void Write<T>(JsonTextWriter json, string name, T value)
        where T : struct, Enum
    {
        if (!EqualityComparer<T>.Default.Equals(value, default))
        {
            json.WritePropertyName(name, escape: false);
            json.WriteValue(Words.Of(value));
        }
    }

    private static void WriteAll<T>(JsonTextWriter json, string name, ImmutableArray<T> values, Action<JsonTextWriter, T> write)
    {
        if (!values.IsEmpty)
        {
            json.WritePropertyName(name, escape: false);
            json.WriteStartArray();
            foreach (var value in values)
            {
                write(json, value);
            }

            json.WriteEndArray();
        }
    }

    private static ImmutableArray<T> All<T>(JsonTextReader json, Func<JsonTextReader, T> read)
    {
        Expect(json, JsonToken.StartArray);
        var all = ImmutableArray.CreateBuilder<T>();
        while (json.Read() && json.TokenType == JsonToken.StartObject)
        {
            all.Add(read(json));
        }

        return all.ToImmutable();
    }

    private static Money ReadMoney(JsonTextReader json)
    {
        var (minor, currency) = (0L, default(Currency));
        Open(json);
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "minor":
                    Expect(json, JsonToken.Integer);
                    minor = Convert.ToInt64(json.Value, CultureInfo.InvariantCulture);
                    break;
                case "currency":
                    currency = Currency.Parse(Text(json));
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return new Money(minor, currency!);
    }

    // The name of the object's next property; null at its end.
    private static string? NextProperty(JsonTextReader json) =>
        !json.Read() ? throw new InvalidDataException("it ends too early")
        : json.TokenType == JsonToken.PropertyName ? (string)json.Value!
        : null;

    private static void Open(JsonTextReader json) => Expect(json, JsonToken.StartObject);

    private static void Pass(JsonTextReader json)
    {
        json.Read();
        json.Skip();
    }

    private static void Expect(JsonTextReader json, JsonToken token)
    {
        if (!json.Read() || json.TokenType != token)
        {
            throw new InvalidDataException($"{json.Path} is {json.TokenType}, not {token}");
        }
    }

    private static int Int(JsonTextReader json)
    {
        Expect(json, JsonToken.Integer);
        return Convert.ToInt32(json.Value, CultureInfo.InvariantCulture);
    }

    private static bool Bool(JsonTextReader json)
    {
        Expect(json, JsonToken.Boolean);
        return (bool)json.Value!;
    }

    private static string Text(JsonTextReader json)
    {
        Expect(json, JsonToken.String);
        return (string)json.Value!;
    }

    private static DateOnly Day(JsonTextReader json) => DateOnly.ParseExact(Text(json), "O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(JsonTextReader json) =>
        DateTimeOffset.ParseExact(
            Text(json), InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static T Word<T>(JsonTextReader json)
        where T : struct, Enum
    {
        var word = Text(json);
        return Words.TryParse<T>(word, out var value) ? value : throw new InvalidDataException($"{json.Path}: '{word}' is not known");
    }
}
