using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Collections.Core.Ledger;

namespace Collections.Core.Cases;

public sealed partial class Case
{
    /// <summary>Makes a case out of its stored form. It assigns to a case that it has made itself, and that nobody has seen.</summary>
    [SuppressMessage("Design", "CA1044", Justification = "What is read is read of the case.")]
    internal sealed class Restorer(string account)
    {
        private readonly Case _case = New(account);

        public int Number { set => _case.Number = value; }

        public bool IsOpen { set => _case.IsOpen = value; }

        public string Policy { set => _case.Policy = value; }

        public int PolicyVersion { set => _case.PolicyVersion = value; }

        public DateOnly OpenedOn { set => _case.OpenedOn = value; }

        public DateOnly? ClosedOn { set => _case.ClosedOn = value; }

        public CloseReason CloseReason { set => _case.CloseReason = value; }

        public DateOnly JoinedTo { set => _case.JoinedTo = value; }

        public ImmutableArray<Ladder> Ladders { set => _case.Ladders = value; }

        public ImmutableArray<StepTaken> Taken { set => _case.Taken = value; }

        public Pause Pause { set => _case.Pause = value; }

        public Hold? Hold { set => _case.Hold = value; }

        public Promise? Promise { set => _case.Promise = value; }

        public int BrokenPromises { set => _case.BrokenPromises = value; }

        public DateOnly? BrokenOn { set => _case.BrokenOn = value; }

        public DateOnly? ClaimedOn { set => _case.ClaimedOn = value; }

        public int FailedCalls { set => _case.FailedCalls = value; }

        public string? WrongNumber { set => _case.WrongNumber = value; }

        public DateOnly? LastCallOn { set => _case.LastCallOn = value; }

        public bool OnStop { set => _case.OnStop = value; }

        public bool StopIsByRule { set => _case.StopIsByRule = value; }

        public bool CallsBlocked { set => _case.CallsBlocked = value; }

        public DateOnly? LastDate { set => _case.LastDate = value; }

        public ImmutableArray<OpenTask> Tasks { set => _case.Tasks = value; }

        public ImmutableArray<SuspectedPayment> Suspected { set => _case.Suspected = value; }

        public PendingLetter? Letter { set => _case.Letter = value; }

        public DateOnly? LastLetterOn { set => _case.LastLetterOn = value; }

        public Money Owing { set => _case.Owing = value; }

        public DateTimeOffset? WakeAt { set => _case.WakeAt = value; }

        public int NextId { set => _case.NextId = value; }

        /// <summary>Hands the case over; nothing may be set after that.</summary>
        public Case Restored() => _case;
    }
}
