using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Tests.Cases;

/// <summary>What events come to, and what follows from them: pure functions, each tested as such.</summary>
public sealed class FoldTests
{
    private static readonly DateOnly Day = new(2021, 8, 3);
    private static readonly DateTimeOffset Now = new(2021, 8, 2, 23, 0, 0, TimeSpan.Zero);
    private static readonly Why Due = new(Because.StepDue, Day, Text: "call-1");

    private static readonly TaskOpened Call = new("t1-A", TaskKind.Call, Role.Clerk, "call-1", "call-1", Now, Due, Books.Aud(90), 0, Ladder: 0);

    private static Case Opened => Case.Fold(Case.New("A"), [
        new CaseOpened(Day, "three-calls", 2, Day), new LadderBegun(new Ladder(null, 1, RungState.Planned, Day, Day, null, Day))]);

    [Fact]
    public void Fold_OfEvents_LeavesTheCaseBeforeAsItWas()
    {
        var before = Opened;

        var after = Case.Fold(before, [Call, new CaseReviewed(Books.Aud(90), Now)]);

        Assert.Equal((1, RungState.Planned, 0, null), (before.NextId, before.Ladders[0].State, before.Tasks.Length, before.WakeAt));
        Assert.Equal((2, RungState.TaskOpen, "t1-A", Now), (after.NextId, after.Ladders[0].State, after.Ladders[0].TaskId, after.WakeAt!.Value));
    }

    [Fact]
    public void Fold_OfATaskThatIsWithdrawn_PutsItsLadderBeforeTheStepAgain()
    {
        var after = Case.Fold(Opened, [Call, new TaskClosed("t1-A", Done: false, null)]);

        Assert.Equal((RungState.Planned, null, 0), (after.Ladders[0].State, after.Ladders[0].TaskId, after.Tasks.Length));
    }

    [Fact]
    public void Fold_OfACaseThatAnEarlierReleaseStored_GoesOnFromThere()
    {
        var stored = Case.Fold(Opened, [Call]);

        var after = Case.Fold(Case.New("A"), [new CaseCarriedOver(stored), new TaskMoved("t1-A", Now.AddHours(3))]);

        Assert.Equal(Now.AddHours(3), Assert.Single(after.Tasks).Due);
        Assert.Equal(Now, Assert.Single(stored.Tasks).Due);
    }

    [Fact]
    public void Fold_OfABrokenPromise_CountsItAndWaitsNoMore()
    {
        var promise = new Promise("p1-A", Day, Day.AddDays(7), Books.Aud(90), PromiseState.Live, Books.Aud(0));

        var made = Case.Fold(Opened, [new PromiseMade(promise), new Paused(new Pause(PauseKind.Promise, promise.Date))]);
        var broken = Case.Fold(made, [new PromiseBroken(promise with { State = PromiseState.Broken })]);

        Assert.Equal(CaseStatus.Waiting, made.Status);
        Assert.Equal((CaseStatus.Open, 1, promise.Date), (broken.Status, broken.BrokenPromises, broken.BrokenOn!.Value));
    }

    [Fact]
    public void Effects_OfEvents_AreThoseThatDoSomething() => Assert.Equal(
        [Call], Projections.Effects([new Reasoned(new StepPlanned(0, Day), Due), new Reasoned(Call, Due), new Reasoned(new CaseReviewed(Books.Aud(90), Now), Due)]));

    [Fact]
    public void Lines_OfEvents_AreThoseThatPeopleRead()
    {
        var took = Now.AddMinutes(-20);

        var lines = Projections.Lines(
            [
                new Reasoned(new LetterDelivered("l2-A", took, Day), new Why(Because.LetterSent, Text: "first-letter")),
                new Reasoned(new StepDone(0, Day, "l2-A"), new Why(Because.LetterSent, Text: "first-letter")),
                new Reasoned(Call, Due),
                new Reasoned(new LetterPostponed("l3-A", Now), new Why(Because.SenderBusy)),
            ],
            Actor.Clock, Now);

        Assert.Equal(
            [(RecordKind.LetterSent, took, "l2-A"), (RecordKind.TaskOpened, Now, "t1-A")], lines.Select(line => (line.Kind, line.At, line.Ref!)));
    }

    /// <summary>The compiler holds it: a case is changed by the fold, and made anew by what reads a stored one.</summary>
    [Fact]
    public void Case_Setters_AreItsOwn() => Assert.All(
        typeof(Case).GetProperties().Where(property => property.SetMethod is not null && property.Name != nameof(Case.Account)),
        property => Assert.True(property.SetMethod!.IsPrivate, $"{property.Name} can be assigned from outside"));
}
