using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Policies;
using Collections.Core.Remittances;

namespace Collections.App.Payments.Matching;

/// <summary>One payment's matching: looks for evidence, asks what each account would be, and decides.</summary>
internal sealed class Inquiry
{
    private const int MostCandidates = 16;
    private const int MostSuggestions = 5;
    private const int LeastSuggestion = 30;

    private readonly BankEntry _entry;
    private readonly BoundedLookup _ledger;
    private readonly MatchingRule _rule;
    private readonly AmountFit _amounts;
    private readonly NumberFinder _numbers;
    private readonly CodeFinder _codes;
    private readonly ReferenceFinder _references;
    private NamedInvoice? _inOtherCurrency;

    public Inquiry(BankEntry entry, BoundedLookup ledger, MatchingRule rule)
    {
        (_entry, _ledger, _rule) = (entry, ledger, rule);
        _amounts = new AmountFit(entry.Amount, entry.BookedOn, rule);
        _numbers = new NumberFinder(ledger, entry.BookedOn.Year);
        _codes = new CodeFinder(ledger, entry.BookedOn.Year);
        _references = new ReferenceFinder(ledger, new NumberFinder(ledger, entry.BookedOn.Year), _codes, entry.Amount);
    }

    public Match Decide()
    {
        var text = RemittanceText.Read(Text());
        var payers = new Payers(_entry, _ledger);
        var evidence = new Evidence(Proofs(text), Mentions(text), payers, SortedNothing);
        if (_entry.Only is { } only)
        {
            return OfOnly(only, evidence);
        }

        var hypotheses = Weigh(evidence);
        if (!IsClear(hypotheses))
        {
            payers.LookFurther(text.Words);
            evidence = evidence with { Codes = Allowed(_codes.Find(text)) };
            hypotheses = Weigh(evidence);
        }

        if (hypotheses.Count == 0)
        {
            hypotheses = Guesses(evidence);
        }

        return Answer(hypotheses, evidence);
    }

    private static readonly SortedDictionary<string, CodeLink> SortedNothing = new(StringComparer.Ordinal);

    // What stands in the field for structured references and has no check digits is what the payer wrote, too.
    private string Text() => _entry.StructuredReference is { Length: > 0 } structured && StructuredReference.Read(structured) is null
        ? $"{_entry.Reference}\n{structured}"
        : _entry.Reference ?? "";

    private IReadOnlyList<Proof> Proofs(RemittanceText text)
    {
        var proofs = _references.Find(_entry, text).Where(proof => IsAllowed(proof.Account)).ToList();
        if (_entry.Account is { Length: > 0 } code && (WrittenNumber.Parse(code) is { } number ? _codes.FindWhole(number with { Text = code }) : _ledger.FindAccount(code)) is { } account && IsAllowed(account))
        {
            proofs.Insert(0, new Proof(account, null, MatchCertainty.Proven, $"the bank names account {account}"));
        }

        // One that names an invoice of just this amount leaves no doubt what the others are.
        var exact = proofs.Where(proof => proof.Invoice is { IsOpen: true } invoice && IsInCurrency(invoice) && _amounts.Whole(invoice.Items) is { Kind: FitKind.Exact }).ToList();
        return exact.Count == 1 ? exact : proofs;
    }

    // The pieces of a reference with check digits are no numbers of their own.
    private bool IsInReference(WrittenNumber written)
    {
        var plain = string.Concat(written.Text.Where(char.IsAsciiLetterOrDigit));
        return _references.Read.Any(reference => reference.Contains(plain, StringComparison.Ordinal));
    }

    private IReadOnlyList<Mention> Mentions(RemittanceText text)
    {
        var mentions = _numbers.Find([.. text.Numbers.Where(number => !IsInReference(number))]);
        _inOtherCurrency = mentions.SelectMany(mention => mention.Options).FirstOrDefault(option => !IsInCurrency(option) && option is { IsShort: false, IsDoubtful: false });
        return
        [
            .. mentions.Select(mention => mention.Options.Any(option => !IsAllowed(option.Account) || !IsInCurrency(option))
                ? mention with { Options = [.. mention.Options.Where(option => IsAllowed(option.Account) && IsInCurrency(option))], IsOurs = false }
                : mention),
        ];
    }

    private SortedDictionary<string, CodeLink> Allowed(SortedDictionary<string, CodeLink> codes)
    {
        foreach (var refused in _entry.Refused)
        {
            codes.Remove(refused);
        }

        return codes;
    }

    private bool IsAllowed(string account) => !_entry.Refused.Contains(account) && (_entry.Only is not { } only || only == account);

    private bool IsInCurrency(NamedInvoice invoice) => !invoice.IsOpen || ReferenceEquals(invoice.Items[0].Amount.Currency, _entry.Amount.Currency);

    private List<Hypothesis> Weigh(Evidence evidence)
    {
        var judge = new Judge(_entry, evidence, _amounts);
        var accounts = evidence.Proofs.Select(proof => proof.Account)
            .Concat(evidence.Mentions.SelectMany(mention => mention.Options).Select(option => option.Account))
            .Concat(evidence.Codes.Keys)
            .Concat(evidence.Payers.Accounts)
            .Distinct(StringComparer.Ordinal)
            .Take(MostCandidates);
        var hypotheses = accounts
            .Select(account => new Candidate(account, evidence, _ledger, _entry.Amount.Currency))
            .Where(candidate => candidate.IsInCurrency)
            .Select(judge.Of)
            .OfType<Hypothesis>()
            .ToList();
        if (evidence.Proofs.Count == 0 && SplitOf(evidence) is { } split)
        {
            hypotheses.RemoveAll(other => other.Account == split.Account);
            hypotheses.Add(split);
        }

        return [.. hypotheses.OrderByDescending(hypothesis => hypothesis.Confidence).ThenBy(hypothesis => hypothesis.Account, StringComparer.Ordinal)];
    }

    private bool IsClear(List<Hypothesis> hypotheses) => hypotheses is [var best, ..] && best.Confidence >= Math.Max(_rule.ApplyFrom, MatchCertainty.SeveralNumbers) && best.Weight > 1;

    // Invoices of several accounts, each once, whose open sums make up the payment to the cent.
    private Hypothesis? SplitOf(Evidence evidence)
    {
        var named = evidence.Mentions.Where(mention => !mention.IsRange).Select(mention => mention.Options.FirstOrDefault(option => option is { IsOpen: true, IsDoubtful: false, IsShort: false }))
            .OfType<NamedInvoice>().DistinctBy(invoice => invoice.Number).ToList();
        var items = named.SelectMany(invoice => invoice.Items).Where(item => item.Open.IsPositive).ToList();
        if (named.Count < 2 || items.Count == 0 || named.TrueForAll(invoice => invoice.Account == named[0].Account) || _amounts.Whole(items) is not { Kind: FitKind.Exact } fit)
        {
            return null;
        }

        var accounts = string.Join(" and ", named.Select(invoice => invoice.Account).Distinct(StringComparer.Ordinal));
        return new Hypothesis(
            named[0].Account, fit.Allocations, MatchCertainty.Split, named.Count + 1,
            $"it names {string.Join(", ", named.Select(invoice => invoice.Words))} of accounts {accounts}; the amount is the sum of all");
    }

    // A number of ours with one slip, whose invoice has just this amount; nobody knows the payer.
    private List<Hypothesis> Guesses(Evidence evidence)
    {
        var guesses = new List<Hypothesis>();
        if (evidence.Unknown.FirstOrDefault() is not { } unknown)
        {
            return guesses;
        }

        foreach (var slip in SlipGuesses.Of(unknown.Written))
        {
            foreach (var invoice in _numbers.FindWhole(slip).Where(invoice => invoice.IsOpen && IsAllowed(invoice.Account) && IsInCurrency(invoice)))
            {
                if (_amounts.Whole(invoice.Items) is { Kind: FitKind.Exact } fit && !guesses.Exists(guess => guess.Account == invoice.Account))
                {
                    guesses.Add(new Hypothesis(
                        invoice.Account, fit.Allocations, MatchCertainty.SlipOfAnybody, 1, $"it may name {invoice.Number} with one slip (written '{unknown.Written.Text}'); {fit.Words}"));
                }
            }
        }

        return [.. guesses.OrderBy(guess => guess.Account, StringComparer.Ordinal)];
    }

    private Match OfOnly(string account, Evidence evidence)
    {
        var named = new Candidate(account, evidence, _ledger, _entry.Amount.Currency).Named
            .Where(invoice => invoice is { IsOpen: true, IsDoubtful: false } && (!invoice.IsShort || _amounts.Whole(invoice.Items) is not null)).ToList();
        var items = named.SelectMany(invoice => invoice.Items).Where(item => item.Open.IsPositive).ToList();
        if (items.Count == 0)
        {
            return Match.None($"it names no open invoice of account {account}");
        }

        var allocations = Spread.OldestFirst(_entry.Amount, items);
        return new Match(account, allocations, $"it names {string.Join(", ", named.Select(invoice => invoice.Words))}, which has come since")
        {
            Confidence = MatchCertainty.Proven,
            Awaits = Awaits(allocations, evidence),
        };
    }

    private Match Answer(List<Hypothesis> hypotheses, Evidence evidence)
    {
        if (hypotheses is not [var best, ..])
        {
            return Match.None(WhyNot(evidence));
        }

        var rival = hypotheses.Skip(1).FirstOrDefault(other => other.Weight >= best.Weight && other.Confidence >= _rule.ApplyFrom);
        if (rival is null && best.Confidence >= _rule.ApplyFrom)
        {
            return new Match(best.Account, best.Allocations, Reason(best))
            {
                Confidence = best.Confidence,
                Learn = best.Confidence >= MatchCertainty.LearnFrom && !IsSplit(best, evidence) ? evidence.Payers.Lessons(best.Account) : [],
                Awaits = Awaits(best.Allocations, evidence),
            };
        }

        var suggestions = hypotheses
            .Select(hypothesis => rival is null || hypothesis.Confidence < _rule.ApplyFrom ? hypothesis : hypothesis.Contested((hypothesis == best ? rival : best).Account))
            .Where(hypothesis => hypothesis.Confidence >= LeastSuggestion)
            .OrderByDescending(hypothesis => hypothesis.Confidence).ThenBy(hypothesis => hypothesis.Account, StringComparer.Ordinal)
            .Take(MostSuggestions)
            .Select(hypothesis => new Suggestion(hypothesis.Account, hypothesis.Allocations, hypothesis.Confidence, Reason(hypothesis), hypothesis.Confidence >= _rule.HoldFrom))
            .ToList();
        return suggestions.Count == 0
            ? Match.None(WhyNot(evidence))
            : new Match(null, [], $"not certain: {suggestions[0].Why}") { Confidence = suggestions[0].Confidence, Suggestions = suggestions };
    }

    private string Reason(Hypothesis hypothesis) => _references.Failed.Count == 0 ? hypothesis.Why : $"{hypothesis.Why}; {_references.Failed[0]}";

    private static bool IsSplit(Hypothesis best, Evidence evidence) => best.Confidence == MatchCertainty.Split
        && evidence.Mentions.SelectMany(mention => mention.Options).Any(option => option.Account != best.Account && best.Allocations.Any(part => part.Invoice == option.Number));

    private bool Awaits(IReadOnlyList<Allocation> allocations, Evidence evidence) =>
        evidence.Unknown.Any() && allocations.Aggregate(Money.Zero(_entry.Amount.Currency), (sum, part) => sum + part.Amount) < _entry.Amount;

    private string WhyNot(Evidence evidence)
    {
        var why = new List<string>(_references.Failed);
        if (evidence.Unknown.FirstOrDefault() is { } unknown)
        {
            why.Add($"it names {unknown.Written.Text}, which the ledger does not have");
        }

        if (_inOtherCurrency is { } other)
        {
            why.Add($"it names {other.Words}, which is in {other.Items[0].Amount.Currency}, not {_entry.Amount.Currency}");
        }

        return why.Count > 0 ? string.Join("; ", why.Take(2)) : "no invoice number, account, payment reference or payer of ours in it";
    }
}
