using Collections.App.Clocks;
using Collections.Core.Cases;

namespace Collections.Functions.Orchestrations;

/// <summary>What <see cref="AccountActivities.RunTurnsAsync"/> answers. It lies in the instance's history: names are a format.</summary>
/// <param name="Status">The case's status.</param>
/// <param name="IsOver">True if nothing is left to do on the account.</param>
/// <param name="NextAt">When to look again, UTC; null if only an event can change anything.</param>
/// <param name="LetterDue">The letter to be sent, or looked up, now; or null.</param>
/// <param name="Step">The step whose letter or task is open, or null.</param>
public sealed record Agenda(string Status, bool IsOver, DateTime? NextAt = null, string? LetterDue = null, string? Step = null)
{
    /// <summary>The agenda of an account with which nobody has anything to do any more.</summary>
    public static Agenda Over(string status) => new(status, IsOver: true);

    /// <summary>The agenda as it is stored.</summary>
    public static Agenda Of(CaseAgenda agenda) =>
        new(Words.Of(agenda.Status), agenda.IsOver, agenda.NextAt?.UtcDateTime, agenda.LetterDue, agenda.Step);
}

/// <summary>What <see cref="AccountActivities.SendLetterAsync"/> is asked. It lies in the instance's history: names are a format.</summary>
/// <param name="Account">The account's code.</param>
/// <param name="Letter">The letter's id.</param>
public sealed record LetterOrder(string Account, string Letter);
