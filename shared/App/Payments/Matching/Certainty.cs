using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.App.Payments.Matching;

/// <summary>Reads the table of <see cref="MatchCertainty"/>: which of its lines a hypothesis is, and what takes from it.</summary>
internal sealed class Certainty(BankEntry entry, Evidence evidence)
{
    private const int FewestTelling = 2;

    // A bank's own transaction, or a telephone; a street or a lot has fewer.
    private const int FewestForeign = 6;

    // 101224,25 may be two invoices rather than an amount.
    private const int FewestWhole = 5;

    /// <summary>Of an account whose invoices are named.</summary>
    public int OfNumber(Candidate candidate, IReadOnlyList<NamedInvoice> named, Fit fit)
    {
        var agrees = candidate.Payer > PayerLink.None || candidate.Code > CodeLink.None;
        return candidate.Proof is { } proof ? OfProof(candidate, proof, fit)
            : fit.Agrees ? (agrees ? MatchCertainty.NumberAmountAndPayer : OfNumberAndAmount(candidate, named, fit)) - Less(fit)
            : agrees ? (IsAnothersAmount(candidate, named) || named.Any(invoice => invoice.IsShort) ? MatchCertainty.Contested : MatchCertainty.NumberAndPayer)
            : OfNumberAlone(candidate, named, fit);
    }

    /// <summary>Of an account that something else names, with a number that makes sense only within it.</summary>
    public static int OfNumberWithin(Candidate candidate, Fit fit) =>
        candidate.Proof?.Certainty ?? (fit.Agrees ? MatchCertainty.NumberAmountAndPayer - Less(fit) : MatchCertainty.SlipAlone);

    /// <summary>Of an account of which only what is settled is named.</summary>
    public static int OfSettledNumber(Candidate candidate, Fit fit) =>
        candidate.Proof is { } proof ? proof.Certainty
            : fit.Agrees ? MatchCertainty.Contested
            : candidate.HasIdentity || candidate.Payer > PayerLink.None ? MatchCertainty.CodeAndPayer
            : candidate.IsContradicted ? MatchCertainty.ContradictedNumber
            : MatchCertainty.SettledNumber;

    /// <summary>Of an account of which no invoice is named.</summary>
    public int OfAccount(Candidate candidate, Fit fit)
    {
        if (candidate.Proof is { } proof)
        {
            return OfProof(candidate, proof, fit);
        }

        var confidence = candidate.Code > CodeLink.None ? OfCode(candidate, fit) : OfPayer(candidate, fit);
        return Math.Min(confidence, Math.Min(MostAgainstOthers(candidate, fit), MostAgainstUnknown(candidate, fit)));
    }

    private int MostAgainstOthers(Candidate candidate, Fit fit) => (OthersAreNamed(candidate.Account), fit.Agrees, candidate.Payer) switch
    {
        _ when IsPaidTwice(candidate.Account) => MatchCertainty.Contested,
        (false, _, _) when !OthersSettledIsNamed(candidate.Account) => MatchCertainty.Proven,
        (true, false, _) => MatchCertainty.AgainstTheText,
        (_, true, PayerLink.KnownNumber) => MatchCertainty.OneOfSeveral,
        _ => MatchCertainty.Contested,
    };

    // Next month's invoice may be of the same amount as this month's; and money is not spent on what is oldest before somebody has read the digits.
    private int MostAgainstUnknown(Candidate candidate, Fit fit) =>
        evidence.Unknown.Any() || (candidate.Code == CodeLink.None && !fit.Agrees && HasUnexplained(candidate.Account))
            ? MatchCertainty.Contested
            : MatchCertainty.Proven;

    private static int OfProof(Candidate candidate, Proof proof, Fit fit) =>
        proof.Certainty < MatchCertainty.Proven && candidate.IsContradicted && !fit.Agrees ? MatchCertainty.AgainstTheText : proof.Certainty;

    private int OfNumberAndAmount(Candidate candidate, IReadOnlyList<NamedInvoice> named, Fit fit)
    {
        var isAll = named.Sum(invoice => invoice.Items.Sum(item => item.Open.Minor)) >= entry.Amount.Minor || fit.Kind != FitKind.Sum;
        var isCalled = named.Any(invoice => invoice.Written.Label == NumberLabel.Invoice || invoice.LettersAgree);
        var isShortened = named.All(invoice => invoice.Reading != Reading.Printed && !invoice.LettersAgree);
        return OthersAreNamed(candidate.Account) || !isAll || (isShortened && candidate.IsContradicted) ? MatchCertainty.Contested
            : named.All(invoice => invoice.IsDoubtful || (invoice.IsShort && !isCalled)) ? MatchCertainty.DoubtfulNumberAndAmount
            : named.All(invoice => invoice.IsShort) ? MatchCertainty.ShortNumberAndAmount
            : named.All(invoice => invoice.Reading == Reading.Printed) ? MatchCertainty.PrintedNumberAndAmount
            : MatchCertainty.FilledNumberAndAmount;
    }

    private static int OfNumberAlone(Candidate candidate, IReadOnlyList<NamedInvoice> named, Fit fit) =>
        candidate.IsContradicted ? MatchCertainty.ContradictedNumber
            : named.Count(invoice => invoice is { IsShort: false, Reading: Reading.Printed or Reading.Filled }) > 1 ? MatchCertainty.SeveralNumbers
            : fit.Kind == FitKind.Over ? MatchCertainty.NumberBelowAmount
            : named[0].IsDistinct ? MatchCertainty.DistinctNumber
            : MatchCertainty.Number;

    private static int OfCode(Candidate candidate, Fit fit) => (candidate.Payer > PayerLink.LikeName, fit.Kind, candidate.Code) switch
    {
        (true, _, > CodeLink.Word) => MatchCertainty.CodeAndPayer,
        (_, FitKind.Exact, > CodeLink.Word) => MatchCertainty.CodeAndAmount,
        (_, FitKind.Tolerated or FitKind.Netted or FitKind.Sum, > CodeLink.Word) => MatchCertainty.CodeAndSum,
        (_, FitKind.Exact, _) => MatchCertainty.NameAndAmount,
        (_, FitKind.Tolerated or FitKind.Netted or FitKind.Sum, _) => MatchCertainty.NameAndSum,
        _ => MatchCertainty.Code,
    };

    private static int OfPayer(Candidate candidate, Fit fit) => (candidate.IsOnlyPayer, candidate.Payer, fit.Kind) switch
    {
        (true, PayerLink.KnownNumber, FitKind.Exact) => MatchCertainty.KnownNumberAndAmount,
        (true, PayerLink.KnownNumber, <= FitKind.Sum) => MatchCertainty.KnownNumberAndSum,
        (true, PayerLink.KnownNumber, _) => MatchCertainty.KnownNumber,
        (true, PayerLink.KnownName, FitKind.Exact) => MatchCertainty.KnownNameAndAmount,
        (true, PayerLink.KnownName, FitKind.Netted or FitKind.Sum) => MatchCertainty.KnownNameAndSum,
        (true, PayerLink.KnownName, _) => MatchCertainty.KnownName,
        (true, PayerLink.Name, FitKind.Exact) => MatchCertainty.NameAndAmount,
        (true, PayerLink.Name, FitKind.Netted or FitKind.Sum) => MatchCertainty.NameAndSum,
        (true, PayerLink.Name, _) => MatchCertainty.Name,
        (true, _, <= FitKind.Sum) => MatchCertainty.LikeNameAndAmount,
        (false, PayerLink.KnownNumber, FitKind.Exact) => MatchCertainty.OneOfSeveral,
        (false, > PayerLink.LikeName, FitKind.Exact) => IsRound(fit) ? MatchCertainty.OneOfSeveralByName : MatchCertainty.OneOfSeveral,
        (false, > PayerLink.LikeName, _) => MatchCertainty.AnyOfSeveral,
        _ => MatchCertainty.LikeName,
    };

    // Several customers may owe the same round amount; no two owe the same to the cent.
    private static bool IsRound(Fit fit) => fit.Allocations.Sum(part => part.Amount.Amount) % 5 == 0;

    private static int Less(Fit fit) => fit.Kind == FitKind.Exact ? 0 : MatchCertainty.Tolerance;

    // The amount is to the cent that of an invoice which is not named: one of the two was written wrongly.
    private bool IsAnothersAmount(Candidate candidate, IReadOnlyList<NamedInvoice> named) =>
        candidate.Items.Any(item => item.Open == entry.Amount && !named.Any(invoice => invoice.Number == item.Number));

    // Digits that name nothing of the account.
    private bool HasUnexplained(string account) => evidence.Mentions.Any(mention =>
        mention.Written is { IsDoubtful: false, Label: not NumberLabel.Foreign, Digits.Length: >= FewestTelling }
            or { IsDoubtful: false, Label: NumberLabel.Foreign, Digits.Length: >= FewestTelling and < FewestForeign }
            or { IsDoubtful: true, Groups: [{ Length: >= FewestWhole }, ..] }
        && mention.Options.All(option => option.Account != account));

    // An invoice of another account that this payer is known for, and that is settled: they may have paid it twice, whatever is open here.
    private bool IsPaidTwice(string account) => evidence.Mentions.SelectMany(mention => mention.Options).Any(option =>
        option is { IsOpen: false, IsShort: false, IsDoubtful: false, Reading: Reading.Printed }
        && option.Account != account && evidence.Payers.Link(option.Account) > PayerLink.LikeName);

    // An open invoice of another account, named so that hardly anything else can be meant.
    private bool OthersAreNamed(string account) => evidence.Mentions.Any(mention =>
        mention.Options.Count > 0
        && mention.Options.All(option => option.Account != account)
        && mention.Options.Any(option => option is { IsOpen: true, IsShort: false, IsDoubtful: false }
            && (option.LettersAgree || option.Reading == Reading.Printed || option.Written.Label == NumberLabel.Invoice)));

    // An invoice of another account that is settled already: they may have paid that twice.
    private bool OthersSettledIsNamed(string account) => evidence.Mentions.Any(mention =>
        mention.Options.Count > 0 && mention.Options.All(option => option is { IsOpen: false, IsShort: false, IsDoubtful: false } && option.Account != account)
        && mention.Options.Any(option => option.LettersAgree || option.Reading == Reading.Printed));
}
