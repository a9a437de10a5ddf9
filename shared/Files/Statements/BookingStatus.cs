using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Collections.Files.Statements;

/// <summary>What a bank's or payment service's word for a transaction's state means for its money.</summary>
internal enum Booking
{
    /// <summary>A word that nobody here knows: it may mean either.</summary>
    Unknown,

    /// <summary>It has happened.</summary>
    Booked,

    /// <summary>It may still happen.</summary>
    NotYet,

    /// <summary>It has not happened, or was undone.</summary>
    NotMoney,
}

/// <summary>
/// Knows the words for a transaction's state: English and German, ISO 20022, and those of PayPal, Stripe, Wise, Revolut, GoCardless and banks' exports. Letter
/// case, accents, blanks and signs don't matter; <c>ü</c> is as good as <c>ue</c>.
/// </summary>
internal static class BookingStatus
{
    private const string Booked =
        "book booked posted complete completed cleared settled paid paidout payed succeeded success successful executed processed done finished final finalised finalized "
        + "received credited deposited collected confirmed reconciled available accepted ok captured accc acsc fundsavailable paymentreceived "
        + "gebucht verbucht gebuchterumsatz umsatzgebucht ausgefuehrt abgeschlossen erledigt erfolgreich eingegangen erhalten bezahlt gezahlt gutgeschrieben wertgestellt "
        + "valutiert abgerechnet vollzogen endgueltig effectue comptabilise completado contabilizado contabilizzato completato";

    private const string NotYet =
        "pdng futr pending pendingreview pendingsubmission pendingcustomerapproval pendingauthorisation pendingauthorization scheduled held hold onhold temporaryhold "
        + "unclaimed processing inprocess inprogress authorised authorized authorisation authorization preauthorised preauthorized preauthorisation preauthorization "
        + "placed created submitted initiated open upcoming planned future expected forecast estimated waiting awaiting awaitingpayment awaitingapproval incoming "
        + "incomingpaymentwaiting queued draft reserved unposted uncleared unsettled uncaptured uncollected intransit requiresaction requirescapture requiresconfirmation "
        + "requirespaymentmethod incomplete underreview inreview review provisional acsp acwc acwp actc rcvd "
        + "vorgemerkt vorgemerkterumsatz vormerkung umsatzvorgemerkt vorlaeufig ausstehend offen geplant terminiert angekuendigt erwartet reserviert reservierung "
        + "autorisiert wartend wartet inbearbeitung wirdbearbeitet inpruefung einbehalten zurueckgehalten angehalten nichtabgeholt nichteingeloest nichtgebucht "
        + "nochnichtgebucht ungebucht enattente pendiente inattesa";

    private const string NotMoney =
        "info rjct canc denied failed failure declined reversed reversal reverted cancelled canceled cancellation rejected refused refunded refund returned return "
        + "voided void expired removed deleted blocked stopped chargeback chargedback chargebacked charged disputed error errored aborted abandoned revoked bounced "
        + "bouncedback fundsrefunded unpaid uncollectible notpaid unsuccessful invalid lapsed customerapprovaldenied latefailuresettled notexecuted notcompleted dropped "
        + "storniert storno stornierung abgelehnt ablehnung fehlgeschlagen gescheitert fehler fehlerhaft zurueckgewiesen zurueckgegeben rueckgabe ruecklastschrift "
        + "retoure retourniert erstattet zurueckerstattet rueckerstattet rueckerstattung rueckgebucht zurueckgebucht rueckbuchung abgebrochen annulliert ungueltig "
        + "verfallen abgelaufen geloescht verweigert widerrufen gesperrt geplatzt nichtausgefuehrt nichterfolgreich nichtbezahlt unbezahlt "
        + "echoue refuse rejete annule rembourse rechazado cancelado devuelto fallido rifiutato annullato stornato rimborsato";

    private static readonly FrozenDictionary<string, Booking> Words = new[] { (Booked, Booking.Booked), (NotYet, Booking.NotYet), (NotMoney, Booking.NotMoney) }
        .SelectMany(words => words.Item1.Split(' ').Select(word => (word, words.Item2)))
        .ToFrozenDictionary(each => each.word, each => each.Item2, StringComparer.Ordinal);

    // As exports head their columns, beside our own "status".
    private static readonly FrozenSet<string> Headers = (
        "state zustand umsatzstatus buchungsstatus zahlungsstatus transaktionsstatus auftragsstatus statusbuchung statusdesumsatzes paymentstatus paymentstate transactionstatus "
        + "transactionstate bookingstatus transferstatus payoutstatus chargestatus statut etat estado stato").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for the header of a column that says what state a transaction is in.</summary>
    public static bool IsHeader(string name) => Headers.Contains(Normal(name));

    /// <summary>What a word means. A blank is no word against the money.</summary>
    public static Booking Of(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return Booking.Booked;
        }

        var word = text.ToString();
        return Words.TryGetValue(Normal(word), out var found) ? found : Booking.Unknown;
    }

    /// <summary>Why what is not booked is left out, in words.</summary>
    public static string Why(Booking booking, string word) =>
        booking == Booking.NotYet ? $"'{word}': it is not booked yet, and no money yet" : $"'{word}': it is no money";

    // Ü as UE and as U; é as e.
    private static string Normal(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant().Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal)
            .Replace("ü", "ue", StringComparison.Ordinal).Replace("ß", "ss", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && char.IsLetterOrDigit(c))
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }
}
