namespace Collections.Core.Payments;

/// <summary>How certain each kind of agreement is, in per cent. The whole judgement of matching is in these numbers; docs/matching.md explains them.</summary>
/// <remarks>
/// Two pieces of evidence that agree and do not hang together (a number, an amount, a payer, an account's code), or one with check digits of its own, are above 90.
/// One alone is below, and so is whatever something speaks against.
/// </remarks>
public static class MatchCertainty
{
    /// <summary>The feed names the account, or a reference with two or more check digits does.</summary>
    public const int Proven = 99;

    /// <summary>A BPAY reference, of one check digit.</summary>
    public const int ProvenByOneDigit = 93;

    /// <summary>A number and the amount agree, and the payer or the account's code does, too.</summary>
    public const int NumberAmountAndPayer = 99;

    /// <summary>A number as it is printed, and the amount.</summary>
    public const int PrintedNumberAndAmount = 98;

    /// <summary>A number without its prefix, signs or zeros, and the amount.</summary>
    public const int FilledNumberAndAmount = 97;

    /// <summary>One to three digits that are called an invoice, and the amount.</summary>
    public const int ShortNumberAndAmount = 94;

    /// <summary>One to three digits, or what looks like a date, and the amount.</summary>
    public const int DoubtfulNumberAndAmount = 88;

    /// <summary>A number and the payer, or the account's code; the amount is another.</summary>
    public const int NumberAndPayer = 96;

    /// <summary>Several numbers of one account; the amount is another.</summary>
    public const int SeveralNumbers = 92;

    /// <summary>A number with letters or at least five digits; the amount is less, and nobody knows the payer.</summary>
    public const int DistinctNumber = 85;

    /// <summary>Any other number alone.</summary>
    public const int Number = 65;

    /// <summary>A number; the amount is more.</summary>
    public const int NumberBelowAmount = 75;

    /// <summary>A number alone whose payer is known for another account.</summary>
    public const int ContradictedNumber = 45;

    /// <summary>A number of something that is settled, alone.</summary>
    public const int SettledNumber = 70;

    /// <summary>The account's code and the payer, or one of them with a number that is settled.</summary>
    public const int CodeAndPayer = 95;

    /// <summary>The account's code, and an amount that fits.</summary>
    public const int CodeAndAmount = 96;

    /// <summary>The account's code, and an amount that is a sum of some invoices.</summary>
    public const int CodeAndSum = 93;

    /// <summary>The account's code alone.</summary>
    public const int Code = 75;

    /// <summary>The account number paid for the account before, and the amount fits.</summary>
    public const int KnownNumberAndAmount = 97;

    /// <summary>The account number paid before; the amount is a sum of some invoices, fits within the tolerance, or fits with the credit taken off.</summary>
    public const int KnownNumberAndSum = 95;

    /// <summary>The account number paid before; the amount fits nothing.</summary>
    public const int KnownNumber = 92;

    /// <summary>The name paid before, and the amount fits.</summary>
    public const int KnownNameAndAmount = 95;

    /// <summary>The name paid before; the amount is a sum of some invoices.</summary>
    public const int KnownNameAndSum = 92;

    /// <summary>The name paid before; the amount fits nothing.</summary>
    public const int KnownName = 85;

    /// <summary>The account is called as the payer is, and the amount fits.</summary>
    public const int NameAndAmount = 94;

    /// <summary>The account is called as the payer is; the amount is a sum of some invoices.</summary>
    public const int NameAndSum = 91;

    /// <summary>The account is called as the payer is; the amount fits nothing.</summary>
    public const int Name = 75;

    /// <summary>The account is called nearly as the payer is, and the amount fits.</summary>
    public const int LikeNameAndAmount = 75;

    /// <summary>The account is called nearly as the payer is.</summary>
    public const int LikeName = 50;

    /// <summary>The payer is known for several accounts, of which only this one has an invoice of the amount.</summary>
    public const int OneOfSeveral = 91;

    /// <summary>As before, known by name only.</summary>
    public const int OneOfSeveralByName = 80;

    /// <summary>The payer is known for several accounts.</summary>
    public const int AnyOfSeveral = 55;

    /// <summary>A number with one slip, for the known payer's only invoice of the amount.</summary>
    public const int Slip = 95;

    /// <summary>A number with one slip, for a known payer; the amount is another.</summary>
    public const int SlipAlone = 80;

    /// <summary>A number with one slip and the amount, and nobody knows the payer.</summary>
    public const int SlipOfAnybody = 60;

    /// <summary>Invoices of several accounts; the amount is the sum of all.</summary>
    public const int Split = 97;

    /// <summary>Two accounts are equally likely.</summary>
    public const int Contested = 85;

    /// <summary>What the text names speaks against the account.</summary>
    public const int AgainstTheText = 60;

    /// <summary>Within the tolerance instead of exact, so much less.</summary>
    public const int Tolerance = 1;

    /// <summary>A payer is learned from a match of at least this.</summary>
    public const int LearnFrom = 95;
}
