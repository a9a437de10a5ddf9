using System.Collections.Immutable;
using Collections.Core.Calendars;
using Collections.Core.Policies;

namespace Collections.App.Policies;

/// <summary>Checks that the steps of a timeline make sense together: each must have a day to count from, and none may wait for ever.</summary>
internal sealed class StepOrder(IReadOnlyList<PolicyObject> objects, ImmutableArray<Step> steps, ContactHours hours)
{
    public void Check()
    {
        for (var i = 0; i < steps.Length; i++)
        {
            CheckName(i);
            CheckFrom(i);
            CheckDays(i);
            CheckTime(i);
            CheckLarge(i);
            if (steps[i].Kind == StepKind.Agency)
            {
                CheckAgency(i);
            }
        }
    }

    private bool HasReminder => IsBeforeDue(steps[0]);

    private static bool IsBeforeDue(Step step) => step.Timing is { From: TimingFrom.Due, Days: < 0 };

    private void CheckName(int i)
    {
        var first = steps.IndexOf(steps.First(step => step.Name == steps[i].Name));
        if (first < i)
        {
            objects[i].Problem("name", $"is already the name of step {first + 1}; records and letters could not tell the two apart");
        }
    }

    private void CheckFrom(int i)
    {
        switch (steps[i].Timing.From)
        {
            case TimingFrom.Previous when i == 0:
                objects[i].Problem("from", "the first step has none before it; count it from due or opening");
                break;
            case TimingFrom.Previous when i == 1 && HasReminder:
                objects[i].Problem("from", "most accounts get no reminder and begin with this step; count it from due or opening");
                break;
            case TimingFrom.FinalDate when !steps.Take(i).Any(step => step.Kind == StepKind.Letter):
                objects[i].Problem("from", "a final letter gives the final date, and no letter comes before this step");
                break;
        }
    }

    private void CheckDays(int i)
    {
        var timing = steps[i].Timing;
        if (timing.Days >= 0)
        {
            CheckNotBeforePrevious(i);
        }
        else if (timing.From != TimingFrom.Due)
        {
            objects[i].Problem("days", "only a step counted from the due date may come before its day");
        }
        else if (i > 0)
        {
            objects[i].Problem("days", "only the first step may come before the due date");
        }
        else if (timing.On == StepDays.Collection)
        {
            objects[i].Problem("on", "a step before the due date goes on the office day before it, not on a collection day");
        }
        else if (steps[i].Kind != StepKind.Letter)
        {
            objects[i].Problem("kind", "a step before the due date is a letter: nothing is owing yet");
        }
    }

    // Written out of order, a step would simply run late; its author thinks that it comes first.
    private void CheckNotBeforePrevious(int i)
    {
        var timing = steps[i].Timing;
        if (i > 0 && timing.From is TimingFrom.Due or TimingFrom.Opening && steps[..i].LastOrDefault(step => step.Timing.From == timing.From) is { } earlier
            && earlier.Timing.Days > timing.Days)
        {
            objects[i].Problem("days", $"comes before {earlier.Name}, which stands before it; put the steps in the order of their days");
        }
    }

    private void CheckTime(int i)
    {
        var step = steps[i];
        if (step.Timing.At is { } at && step.Kind != StepKind.StopSupply && !hours.Contains(at))
        {
            objects[i].Problem("at", $"lies outside the contact hours, {hours}, so it would never happen");
        }
    }

    private void CheckLarge(int i)
    {
        if (steps[i].LargeOrIrregularOnly && !(i == 0 && IsBeforeDue(steps[i])))
        {
            objects[i].Problem("largeOrIrregularOnly", "only a first step before the due date may pass accounts over");
        }
    }

    private void CheckAgency(int i)
    {
        if (i < steps.Length - 1)
        {
            objects[i].Problem("kind", "the agency is the last step: the case ends with it");
        }

        if (steps[i].Timing is not { From: TimingFrom.FinalDate, Days: > 0 })
        {
            objects[i].Problem("from", "the agency comes a day or more after the final date: \"from\": \"final-date\", \"days\": 1");
        }

        if (!steps.Take(i).Any(step => step.Kind == StepKind.ManagementCall))
        {
            objects[i].Problem("kind", "a management-call must come before the agency");
        }
    }
}
