using System.Globalization;
using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.Local.Tests.Matching;

/// <summary>The kinds of human mess, with how many of ten thousand payments are so: the clean ones common, the hopeless ones rare.</summary>
/// <remarks>
/// Each says what the payer meant. Three kinds must not be applied by themselves, because a careful bookkeeper would ask first: 300 payments, three in a
/// hundred. A payment ahead of its invoice must not be applied until that is in the ledger.
/// </remarks>
internal static class Kinds
{
    /// <summary>How those paid who paid before.</summary>
    public static Kind Clean { get; } = new("clean", "before, so that the payers are known", 650, scene => scene.Pays(scene.Bill.Number, scene.Bill));

    public static IReadOnlyList<Kind> All { get; } =
    [
        new("as printed", "the number as it is printed", 1400, AsPrinted),
        new("lower case, no dashes", "the number in lower case and without its dashes", 500, LowerCase),
        new("prefix dropped", "only the digits after the prefix", 500, PrefixDropped) { Who = HasShortForm },
        new("leading zeros dropped", "123 for INV-000123", 400, ZerosDropped) { Who = HasZeros },
        new("other prefix", "Inv., Rechnung Nr., facture, #", 500, OtherPrefix),
        new("blanks inside", "INV 000 123", 250, BlanksInside),
        new("O for 0, l for 1", "letters that look like digits", 150, LookAlikes),
        new("glued to text", "the number with words before and after it and no blank between", 250, Glued),
        new("list", "several numbers with commas, plus, and", 450, ListOfNumbers) { From = 2, To = 4 },
        new("abbreviated list", "1001/2/3", 200, AbbreviatedList) { From = 2, To = 4, IsInARow = true },
        new("range", "1001-1004, of which one may be somebody else's", 150, RangeOfNumbers) { From = 3, To = 5, IsInARow = true },
        new("cut off by the bank", "the line ended before the number did", 200, CutOff) { Who = IsKnown },
        new("one digit wrong", "a known payer's, which lands on somebody else's invoice", 200, OneDigitWrong) { Who = IsKnown },
        new("digits transposed", "a known payer's, which lands on somebody else's invoice", 150, Transposed) { Who = IsKnown },
        new("our RF reference", "ISO 11649, of the account", 550, OurReference) { Who = StandsAlone, AmountTells = true, SpendsOnAny = true },
        new("RF typed in groups", "the same in groups of four, in lower case", 200, OurReferenceTyped) { Who = StandsAlone, AmountTells = true, SpendsOnAny = true },
        new("Swiss QR", "27 digits, of the invoice", 120, SwissQr) { Who = c => c.Currency.Code is "CHF" or "EUR" },
        new("Belgian OGM", "12 digits, of the invoice", 120, Belgian) { Who = c => c.Currency.Code is "EUR" },
        new("BPAY CRN", "the account's digits and one to check", 150, Bpay) { Who = c => StandsAlone(c) && c.Currency.Code is "AUD", AmountTells = true, SpendsOnAny = true },
        new("account code, one invoice", "their code with us, and the amount of one invoice", 300, CodeForOne) { Who = StandsAlone, AmountTells = true },
        new("account code, part", "their code with us, and a round sum: oldest first", 200, CodeOnAccount) { Who = c => StandsAlone(c) && c.IsKnown, SpendsOnAny = true },
        new("known account, no text", "an account number that paid before, and the amount of one invoice", 300, KnownAccount)
            { Who = c => StandsAlone(c) && c.HasPaid && c.BankAccount is not null, AmountTells = true },
        new("known name, sum", "a name that only one customer has, and the sum of several invoices", 250, KnownName)
            { Who = c => StandsAlone(c) && c.IsKnownByName, From = 2, To = 3, AmountTells = true },
        new("name cut or abbreviated", "what the bank leaves of the name, and the amount of one invoice", 200, NameCut)
            { Who = c => StandsAlone(c) && c.IsKnownByName, AmountTells = true },
        new("early-payment discount", "up to two per cent less within 14 days", 200, Discount) { LastDay = 13 },
        new("rounded", "cents more or less", 150, Rounded),
        new("overpaid", "the number, and more than it is for", 150, Overpaid) { Who = IsKnown },
        new("paid twice", "an invoice that is settled", 100, PaidTwice) { Who = c => c.IsKnown && c.Bills.Exists(IsSettled), From = 0, To = 0 },
        new("part, named", "the number, and a part of it", 150, PartNamed) { Who = IsKnown },
        new("less a credit note", "an invoice less a credit note, both named", 150, LessCredit) { WithCredit = true },
        new("head office for a branch", "the head office pays a branch's invoice", 150, HeadOffice) { Who = c => c.HeadOffice is not null },
        new("on behalf of another", "a known payer names another customer's invoice", 150, OnBehalf) { Who = IsKnown, From = 0, To = 0, WithPartner = true },
        new("two accounts' invoices", "one payment, two customers", 100, TwoAccounts) { WithPartner = true },
        new("order number", "their own order's number or reference instead of ours", 250, OrderNumber) { Who = IsKnown },
        new("dates, amounts, phones", "the number among other digits", 360, OtherDigits),
        new("before its invoice", "an invoice that is not in the ledger yet", 100, EarlyBird) { IsEarly = true },
        new("wrong currency", "the right number and figure in another currency: must not", 100, WrongCurrency),
        new("stranger", "nobody we know, with nothing useful, and somebody's amount: must not", 100, Stranger) { From = 0, To = 0 },
        new("stranger's wrong digit", "nobody we know, and the number of somebody else's open invoice: must not", 100, StrangersWrongDigit) { From = 0, To = 0 },
    ];

    private static bool IsKnown(Customer customer) => customer.IsKnown;

    private static bool StandsAlone(Customer customer) => !customer.IsBranched;

    private static bool IsSettled(Bill bill) => bill is { Open: 0, Amount.Minor: > 0 } && bill.Number.Length > 0;

    // 0045 of 2021-0045 is short of a year, which only who pays can add.
    private static bool HasShortForm(Customer customer) => customer.Series == Series.Prefixed || (customer.Series == Series.Yearly && customer.IsKnown);

    private static bool HasZeros(Customer customer) => customer.Series != Series.Plain;

    // Sometimes they are late, and pay what is oldest.
    private static Remittance AsPrinted(Scene scene)
    {
        var bill = scene.Dice.In100(85) ? scene.Bill : scene.Customer.Owing.First(bill => bill == scene.Bill || bill.Issued.Month < scene.Bill.Issued.Month);
        return scene.Pays(scene.Say(bill.Number), bill);
    }

    private static Remittance EarlyBird(Scene scene)
    {
        var remittance = scene.Pays(scene.Say(scene.Bill.Number), scene.Bill);
        return remittance with { Truth = remittance.Truth with { IsEarly = true } };
    }

    private static Remittance LowerCase(Scene scene) =>
        scene.Pays(scene.Say(scene.Bill.Number.Replace("-", "", StringComparison.Ordinal)).ToLowerInvariant(), scene.Bill);

    private static Remittance PrefixDropped(Scene scene) => scene.Pays(scene.Say(scene.Bill.Tail), scene.Bill);

    private static Remittance ZerosDropped(Scene scene)
    {
        var short0 = scene.Bill.Tail.TrimStart('0');
        return scene.Pays(scene.Say(scene.Bill.Customer.Series == Series.Yearly ? scene.Dice.Any($"2021-{short0}", $"2021/{short0}") : scene.Dice.Any(short0, $"INV-{short0}", $"inv {short0}")), scene.Bill);
    }

    private static Remittance OtherPrefix(Scene scene)
    {
        var digits = scene.Bill.Customer.Series == Series.Yearly ? scene.Dice.Any(scene.Bill.Number, Digits(scene.Bill)) : scene.Bill.Tail;
        return scene.Pays(
            scene.Dice.Any("Inv. ", "Rechnung Nr. ", "facture ", "#", "RG-", "Rg.Nr.", "Tax Invoice no ", "Fact. n° ", "RE", "Fattura n. ", "invoice#", "BILL ") + digits, scene.Bill);
    }

    private static Remittance BlanksInside(Scene scene)
    {
        var (number, tail) = (scene.Bill.Number, scene.Bill.Tail);
        var half = tail.Length / 2;
        return scene.Pays(scene.Say(scene.Bill.Customer.Series switch
        {
            Series.Prefixed => scene.Dice.Any($"INV {tail[..half]} {tail[half..]}", $"INV- {tail}", $"INV - {tail}", $"I N V {tail}", $"{number[..^half]} {number[^half..]}"),
            Series.Yearly => scene.Dice.Any($"2021 - {tail}", $"2021 {tail}", $"2021-{tail[..half]} {tail[half..]}"),
            _ => scene.Dice.Any($"{tail[..half]} {tail[half..]}", $"{tail[..2]} {tail[2..4]} {tail[4..]}"),
        }), scene.Bill);
    }

    private static Remittance LookAlikes(Scene scene)
    {
        var text = scene.Bill.Number.Replace('0', scene.Dice.Of(['O', 'o'])).Replace('1', scene.Dice.Of(['l', 'I']));
        return scene.Pays(scene.Dice.In100(50) ? text : $"Invoice {text}", scene.Bill);
    }

    private static Remittance Glued(Scene scene)
    {
        var name = string.Concat(scene.Customer.BankName.Where(char.IsLetter));
        var number = scene.Dice.In100(50) ? scene.Bill.Number : scene.Bill.Tail.Length == 4 ? Digits(scene.Bill) : scene.Bill.Tail;
        return scene.Pays(scene.Dice.Any($"INVOICE{number}THANKS", $"PAYMENT{number}{name}", $"{name}{number}", $"Zahlung{number}vielenDank", $"{number}{name}"), scene.Bill);
    }

    private static Remittance ListOfNumbers(Scene scene)
    {
        var sign = scene.Dice.Any(", ", ",", " + ", "+", " & ", " and ", "; ", " ", " / ", " und ");
        var isShort = scene.Bill.Customer.Series == Series.Prefixed && scene.Dice.In100(40);
        var numbers = scene.Dice.Shuffled(scene.Bills).Select(bill => isShort ? bill.Tail : bill.Number);
        return scene.Pays(scene.Say(string.Join(sign, numbers)), scene.Bills);
    }

    private static Remittance AbbreviatedList(Scene scene)
    {
        var sign = scene.Dice.Any("/", ",", "+", ", ", " & ", ",-");
        var digits = scene.Dice.Between(1, 3);
        while (scene.Bills.Any(bill => bill.Number[..^digits] != scene.Bill.Number[..^digits]))
        {
            digits++;
        }

        return scene.Pays(scene.Say(string.Join(sign, scene.Bills.Skip(1).Select(bill => bill.Number[^digits..]).Prepend(scene.Bill.Number))), scene.Bills);
    }

    private static Remittance RangeOfNumbers(Scene scene)
    {
        var (first, last) = (scene.Bills[0], scene.Bills[^1]);
        return scene.Pays(scene.Say(scene.Dice.Below(5) switch
        {
            0 => $"{first.Number} - {last.Number}",
            1 => $"{first.Number} to {last.Tail}",
            2 => $"{first.Number} bis {last.Number}",
            3 when first.Number[..^3] == last.Number[..^3] => $"{first.Number}-{last.Number[^3..]}",
            _ => $"{first.Number}..{last.Number}",
        }), scene.Bills);
    }

    private static Remittance CutOff(Scene scene)
    {
        var number = scene.Bill.Number[..^scene.Dice.Between(1, 2)];
        return scene.Pays(scene.Dice.Any($"PAYMENT FROM {scene.Customer.BankName} FOR INVOICE {number}", $"our account with you, invoice number {number}", number), scene.Bill);
    }

    private static Remittance OneDigitWrong(Scene scene) => scene.Pays(scene.Say(Mistyped(scene, WrongDigit)), scene.Bill);

    private static Remittance Transposed(Scene scene) => scene.Pays(scene.Say(Mistyped(scene, Swapped)), scene.Bill);

    private static Remittance OurReference(Scene scene)
    {
        var reference = PaymentReference.For(scene.Customer.Code).Value;
        var isField = scene.Dice.In100(50);
        return Referring(scene, isField ? null : scene.Say(reference)) with { Structured = isField ? reference : null };
    }

    private static Remittance OurReferenceTyped(Scene scene) =>
        Referring(scene, scene.Say(PaymentReference.For(scene.Customer.Code).ToPrintString().ToLowerInvariant()));

    private static Remittance SwissQr(Scene scene)
    {
        var reference = CheckDigits.SwissQr(Digits(scene.Bill));
        return scene.Dice.Below(3) switch
        {
            0 => scene.Pays(null, scene.Bill) with { Structured = reference },
            1 => scene.Pays(CheckDigits.Grouped(reference), scene.Bill),
            _ => scene.Pays(reference, scene.Bill),
        };
    }

    private static Remittance Belgian(Scene scene)
    {
        var reference = CheckDigits.Belgian(Digits(scene.Bill));
        return scene.Dice.Below(3) switch
        {
            0 => scene.Pays(null, scene.Bill) with { Structured = reference },
            1 => scene.Pays(CheckDigits.Signed(reference), scene.Bill),
            _ => scene.Pays(CheckDigits.Signed(reference).Replace('+', '*'), scene.Bill),
        };
    }

    private static Remittance Bpay(Scene scene)
    {
        var reference = CheckDigits.Bpay(string.Concat(scene.Customer.Code.Where(char.IsAsciiDigit)));
        return scene.Dice.In100(50) ? Referring(scene, null) with { Structured = reference } : Referring(scene, $"BPAY CRN {reference}");
    }

    private static Remittance CodeForOne(Scene scene)
    {
        var code = scene.Customer.Code;
        var written = scene.Dice.Any(code, code, code.ToLowerInvariant(), code.Replace("-", "", StringComparison.Ordinal), code.Replace('-', ' '));
        return scene.PaysUnnamed(scene.Dice.Any(written, $"Customer {written}", $"Acct {written}", $"Kd-Nr. {written}", $"our account {written} thank you"), scene.Bill);
    }

    private static Remittance CodeOnAccount(Scene scene) => scene.PaysOldest(scene.Dice.Any(scene.Customer.Code, $"Customer {scene.Customer.Code}", $"{scene.Customer.Code} on account"));

    private static Remittance KnownAccount(Scene scene) =>
        scene.PaysUnnamed(scene.Dice.Any(null!, "", "Transfer", "Payment", "online banking"), scene.Bill) with
        {
            PayerName = scene.Dice.In100(40) ? null : scene.Customer.BankName,
        };

    private static Remittance KnownName(Scene scene) => scene.PaysUnnamed(scene.Dice.Any(null!, "Payment", "Invoices", "as agreed"), scene.Bills) with { PayerAccount = null };

    // So much is left that it could be no other's amount: the books draw one that is not owing to anybody of the same surname and trade.
    private static Remittance NameCut(Scene scene)
    {
        var name = Names.Unaccented(scene.Customer.PlainName).ToUpperInvariant();
        var words = name.Split(' ');
        var firm = words[0].Length + 1 + words[1].Length;
        var left = scene.Dice.In100(70)
            ? name[..Math.Max(Math.Min(words[0].Length + 5, firm), scene.Dice.Between(Math.Min(12, firm), Math.Max(name.Length - 1, firm)))]
            : string.Join(' ', words.Select((word, i) => i > 0 && word.Length > 5 ? word[..scene.Dice.Between(4, 5)] + scene.Dice.Any("", ".") : word));
        return scene.PaysUnnamed(scene.Dice.Any(null!, "Payment", "Invoice"), scene.Bill) with { PayerName = left, PayerAccount = null };
    }

    private static Remittance Discount(Scene scene)
    {
        var paid = scene.Bill.Open - (scene.Bill.Open * scene.Dice.Of([1, 2]) / 100);
        return scene.Pays(scene.Dice.Any(scene.Bill.Number, $"{scene.Bill.Number} less discount", $"{scene.Bill.Number} abzgl. Skonto"), paid, (scene.Bill, paid));
    }

    private static Remittance Rounded(Scene scene)
    {
        var cents = scene.Bill.Open % 100;
        var paid = cents == 0 ? scene.Bill.Open + (scene.Dice.Between(1, 99) * scene.Dice.Of([-1, 1])) : scene.Bill.Open - cents + (scene.Dice.In100(50) ? 100 : 0);
        return scene.Pays(scene.Say(scene.Bill.Number), paid, (scene.Bill, Math.Min(paid, scene.Bill.Open)));
    }

    private static Remittance Overpaid(Scene scene)
    {
        var paid = scene.Bill.Open + 500 + (long)(scene.Bill.Open * scene.Dice.Part(0.05, 1));
        return scene.Pays(scene.Say(scene.Bill.Number), paid, (scene.Bill, scene.Bill.Open));
    }

    private static Remittance PaidTwice(Scene scene)
    {
        var bill = scene.Dice.Of(scene.Customer.Bills.FindAll(IsSettled));
        return scene.Pays(scene.Say(bill.Number), bill.Amount.Minor) with { Truth = new Truth([bill.Customer.Billed.Code], new Dictionary<string, long>()) };
    }

    private static Remittance PartNamed(Scene scene)
    {
        var paid = (long)(scene.Bill.Open * scene.Dice.Part(0.2, 0.8));
        return scene.Pays(scene.Dice.Any(scene.Bill.Number, $"part payment {scene.Bill.Number}", $"{scene.Bill.Number} 1st instalment"), paid, (scene.Bill, paid));
    }

    private static Remittance LessCredit(Scene scene)
    {
        var paid = scene.Bill.Open + scene.Credit!.Amount.Minor;
        return scene.Pays($"{scene.Bill.Number}{scene.Dice.Any(" less ", " - ", ", ", " abzgl. ")}{scene.Credit.Number}", paid, (scene.Bill, paid));
    }

    private static Remittance HeadOffice(Scene scene) => scene.Pays(scene.Say(scene.Bill.Number), scene.Bill) with
    {
        PayerName = scene.Customer.Billed.BankName,
        PayerAccount = scene.Customer.Billed.BankAccount,
    };

    private static Remittance OnBehalf(Scene scene)
    {
        scene.Customer.PaysFor.Add(scene.Partner!);
        return scene.Pays(scene.Dice.Any(scene.PartnerBill!.Number, $"{scene.PartnerBill.Number} on behalf of {scene.Partner!.Name}", $"{scene.Partner.Name} {scene.PartnerBill.Number}"), scene.PartnerBill);
    }

    private static Remittance TwoAccounts(Scene scene)
    {
        scene.Customer.PaysFor.Add(scene.Partner!);
        return scene.Pays($"{scene.Bill.Number}{scene.Dice.Any(", ", " + ", " and ")}{scene.PartnerBill!.Number}", scene.Bill, scene.PartnerBill);
    }

    private static Remittance OrderNumber(Scene scene) =>
        scene.Pays(scene.Dice.Any(scene.Bill.Order, $"your order {scene.Bill.Order}", $"Bestellung {scene.Bill.Order}", scene.Bill.Reference, $"for {scene.Bill.Reference}"), scene.Bill);

    private static Remittance OtherDigits(Scene scene)
    {
        var (bill, dice) = (scene.Bill, scene.Dice);
        var amount = (bill.Open / 100m).ToString("N2", CultureInfo.InvariantCulture);
        return scene.Pays(dice.Below(5) switch
        {
            0 => $"{bill.Number} dated {bill.Issued.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)} ${amount}",
            1 => $"Inv {bill.Number}, queries 02 9{dice.Digits(3)} {dice.Digits(4)}",
            2 => $"{bill.Issued.ToString("yyyyMMdd", CultureInfo.InvariantCulture)} {bill.Number} {amount}",
            3 => $"Rechnung {bill.Number} vom {bill.Issued.ToString("d.M.yyyy", CultureInfo.InvariantCulture)} EUR {amount} Tel 0{dice.Digits(3)} {dice.Digits(6)}",
            _ => $"TXN{dice.Digits(10)} {bill.Number} batch {dice.Digits(3)} fax 03 9{dice.Digits(3)}-{dice.Digits(4)}",
        }, bill);
    }

    // The figure is that of the invoice and the money is not: what it is worth, and who bears the difference, is a person's to say.
    private static Remittance WrongCurrency(Scene scene)
    {
        var other = Currency.Parse(scene.Customer.Currency.Code is "EUR" ? "USD" : "EUR");
        return scene.Pays(scene.Say(scene.Bill.Number), scene.Bill) with { Amount = new Money(scene.Bill.Open, other), Truth = Truth.MustNot };
    }

    // An amount proves nothing, even where only one customer owes it: strangers pay round amounts too.
    private static Remittance Stranger(Scene scene)
    {
        var amount = scene.Dice.Of(scene.Books.Owing.ToList());
        return OfStranger(scene, scene.Dice.Any("Thank you", "payment", "Überweisung", "invoice", $"TXN {scene.Dice.Digits(12)}", "as discussed with Kim"), amount);
    }

    // The number is somebody else's open invoice, the amount is not theirs, and the payer is nobody's: what they meant, nobody can tell without asking.
    // An amount that fits as well could be told by nobody at all, so that the generator makes none.
    private static Remittance StrangersWrongDigit(Scene scene)
    {
        var owing = scene.Books.Owing.ToList();
        while (true)
        {
            var meant = scene.Dice.Of(owing);
            var written = WrongDigit(scene.Dice, meant.Number);
            if (scene.Books.Find(written) is { Open: > 0 } hit && hit.Customer.Billed != meant.Customer.Billed && Math.Abs(hit.Open - meant.Open) > Math.Max(200, hit.Open / 20))
            {
                return OfStranger(scene, scene.Say(written), meant);
            }
        }
    }

    private static Remittance OfStranger(Scene scene, string text, Bill meant)
    {
        var surname = scene.Dice.Of(scene.Books.Customers).PlainName.Split(' ')[0];
        return new Remittance(
            new Money(meant.Open, meant.Customer.Currency), text, $"{surname} {scene.Dice.Any("Holdings", "Consulting", "Family Trust", "Verwaltung")}".ToUpperInvariant(),
            scene.Dice.In100(50) ? $"DE{scene.Dice.Digits(20)}" : null, Truth.MustNot);
    }

    // Whoever pays by our reference pays one invoice, or all, or a part.
    private static Remittance Referring(Scene scene, string? text) => scene.Dice.Below(10) switch
    {
        < 7 => scene.PaysUnnamed(text, scene.Bill),
        < 9 when !scene.Customer.Bills.Exists(bill => bill.Amount.Minor < 0) => scene.PaysUnnamed(text, [.. scene.Customer.Owing]),
        _ => scene.PaysOldest(text),
    };

    private static string Mistyped(Scene scene, Func<Dice, string, string> mistype)
    {
        // A slip that names another open invoice of the same customer is no slip that anybody could see.
        var written = mistype(scene.Dice, scene.Bill.Number);
        while (scene.Books.Find(written) is { Open: > 0 } hit && hit.Customer.Billed == scene.Customer.Billed)
        {
            written = WrongDigit(scene.Dice, scene.Bill.Number);
        }

        return written;
    }

    private static string WrongDigit(Dice dice, string number)
    {
        var at = number.Length - 1 - dice.Below(dice.In100(20) ? 4 : 3);
        var wrong = (char)('0' + ((number[at] - '0' + dice.Between(1, 9)) % 10));
        return $"{number[..at]}{wrong}{number[(at + 1)..]}";
    }

    private static string Swapped(Dice dice, string number)
    {
        var places = Enumerable.Range(number.Length - 4, 3).Where(at => number[at] != number[at + 1]).ToList();
        if (places.Count == 0)
        {
            return WrongDigit(dice, number);
        }

        var at = dice.Of(places);
        return $"{number[..at]}{number[at + 1]}{number[at]}{number[(at + 2)..]}";
    }

    private static string Digits(Bill bill) => string.Concat(bill.Number.Where(char.IsAsciiDigit));
}
