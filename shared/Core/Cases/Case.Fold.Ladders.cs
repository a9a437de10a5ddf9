using System.Collections.Immutable;

namespace Collections.Core.Cases;

// What the events of ladders come to.
public sealed partial class Case
{
    private void ApplyToLadders(CaseEvent happened)
    {
        switch (happened)
        {
            case LadderBegun e:
                Ladders = Ladders.Add(e.Ladder);
                break;
            case StepAwaits e:
                Put(e.Ladder, Ladders[e.Ladder] with { State = e.State, TaskId = null });
                break;
            case StepResumed e:
                Put(e.Ladder, Ladders[e.Ladder] with { State = RungState.Planned, NextOn = e.On });
                break;
            case StepTakenBack e:
                TakeBack(e);
                break;
            case LadderEnded e:
                Put(e.Ladder, Ladders[e.Ladder] with { State = UnlessAside(e.Ladder, RungState.Finished), TaskId = null, NextOn = e.LookOn });
                break;
            case LadderSetAside e:
                Put(e.Ladder, Ladders[e.Ladder] with { State = RungState.Cleared, TaskId = null });
                break;
            case LadderResumed e:
                Put(e.Ladder, Ladders[e.Ladder] with { State = e.State, TaskId = null });
                break;
            case LeaderNamed e:
                Put(0, Ladders[0] with { Anchor = e.Due, OwingFrom = e.OwingFrom });
                break;
            case LeaderChanged e:
                Follow(e);
                break;
            case StepsRecalled e:
                Taken = e.Steps;
                break;
        }
    }

    private void Put(int at, Ladder ladder) => Ladders = Ladders.SetItem(at, ladder);

    // A ladder that stands aside stays there, whatever is planned for it, until it is told to go on.
    private RungState UnlessAside(int at, RungState state) => Ladders[at].State == RungState.Cleared ? RungState.Cleared : state;

    // Management is asked about a ladder at its end, which it stays at.
    private void Begin(int at, RungState state, string id)
    {
        if (at >= 0 && at < Ladders.Length)
        {
            Put(at, Ladders[at] with { State = Ladders[at].State == RungState.Finished ? RungState.Finished : state, TaskId = id });
        }
    }

    // The ladder stands before the step again whose task or letter is gone.
    private void Free(string id)
    {
        for (var i = 0; i < Ladders.Length; i++)
        {
            if (Ladders[i].TaskId == id)
            {
                Put(i, Ladders[i] with { State = Ladders[i].State == RungState.Finished ? RungState.Finished : RungState.Planned, TaskId = null });
                return;
            }
        }
    }

    private void Do(StepDone e)
    {
        var ladder = Ladders[e.Ladder];
        BrokenOn = e.EndsBreach ? null : BrokenOn;
        LastDate = e.LastDate ?? LastDate;
        Taken = e.IsCounted ? Taken.Add(new StepTaken(ladder.Rung, e.On)) : Taken;
        Put(e.Ladder, ladder with { Rung = ladder.Rung + 1, State = RungState.Planned, PreviousOn = e.On, TaskId = null, LetterId = e.LetterId });
    }

    private void TakeBack(StepTakenBack e)
    {
        Put(e.Ladder, Ladders[e.Ladder] with
        {
            Rung = e.Rung,
            State = UnlessAside(e.Ladder, RungState.Planned),
            PreviousOn = null,
            NextOn = e.On,
            TaskId = null,
            LetterId = null,
        });
        LastDate = e.LastDate;
        if (e.Ladder == 0)
        {
            Taken = Before(e.Rung);
        }
    }

    private ImmutableArray<StepTaken> Before(int rung)
    {
        var kept = Taken.Length;
        while (kept > 0 && Taken[kept - 1].Rung > rung)
        {
            kept--;
        }

        kept -= kept > 0 && Taken[kept - 1].Rung == rung ? 1 : 0;
        return Taken[..kept];
    }

    private void Follow(LeaderChanged e)
    {
        var forgets = e.ForgetsBefore;
        Put(0, Ladders[0] with
        {
            Rung = e.Rung,
            Anchor = e.Due,
            BegunOn = e.OwingFrom,
            OwingFrom = e.OwingFrom,
            PreviousOn = Taken is [.., var last] ? last.On : null,
            TaskId = null,
            LetterId = null,
        });
        BrokenOn = BrokenOn >= e.OwingFrom ? BrokenOn : null;
        LastDate = e.LastDate;
        Taken = Taken.RemoveAll(step => step.On < forgets);
    }
}
