using Collections.Core.Cases;

namespace Collections.Core.Tests.Cases;

/// <summary>What is true of the events of every turn: they make the case, none is idle, and each says why (R40).</summary>
internal static class EventInvariants
{
    /// <summary>What is not true; null if all is.</summary>
    public static string? Broken(Case before, Decision decision)
    {
        var events = decision.Events;
        if (events.Count == 0)
        {
            return ReferenceEquals(before, decision.Case) ? null : "a turn without events keeps the very case";
        }

        var folded = Case.Fold(before, events.Select(reasoned => reasoned.Event));
        if (StoredCase.Difference(folded, decision.Case) is { Length: > 0 } difference)
        {
            return $"the events do not make the case: {difference} is another";
        }

        foreach (var (happened, why) in events)
        {
            if (why.Code == Because.None)
            {
                return $"{happened} does not say why";
            }
        }

        return StoredCase.Difference(before, folded).Length > 0 || events.Any(IsTold) ? null : $"{events[0].Event} changes nothing, and tells nothing";
    }

    private static bool IsTold(Reasoned reasoned) => Projections.KindOf(reasoned.Event, reasoned.Why.Code) is not null || reasoned.Event is Effect;
}
