using Collections.Core.Ledger;

namespace Collections.App.Letters;

/// <summary>Chooses a letter's tone by how the customer pays (R16).</summary>
public static class LetterTones
{
    /// <summary>
    /// The tone of the nth letter that asks for money. Who usually pays on time is asked twice whether something has happened; who is new
    /// or often late is asked once; a problem payer is not asked. Two letters of pressure follow, then notice.
    /// </summary>
    /// <param name="letter">The letter's place in its case, from 1.</param>
    /// <param name="payer">The customer's class.</param>
    public static LetterTone Of(int letter, PayerClass payer)
    {
        var enquiries = payer switch
        {
            PayerClass.Prompt => 2,
            PayerClass.Problem => 0,
            _ => 1,
        };
        return letter <= enquiries ? LetterTone.Enquiry : letter <= enquiries + 2 ? LetterTone.Pressure : LetterTone.Notice;
    }
}
