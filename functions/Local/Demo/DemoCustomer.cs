using Collections.Files;

namespace Collections.Local.Demo;

/// <summary>How a customer of the demo pays.</summary>
internal enum Habit
{
    /// <summary>On time, nearly always.</summary>
    Prompt,

    /// <summary>Days or weeks late, and then all of it.</summary>
    Slow,

    /// <summary>A part first, the rest after another reminder.</summary>
    InParts,

    /// <summary>Promises, and breaks the first promise.</summary>
    Promising,

    /// <summary>Says that goods were wrong or missing, once.</summary>
    Disputing,

    /// <summary>Has stopped paying, and can't be reached.</summary>
    Silent,

    /// <summary>Wants to pay by instalments.</summary>
    Struggling,

    /// <summary>Shouts at whoever calls.</summary>
    Angry,

    /// <summary>Has an address in our books that doesn't exist any more.</summary>
    Moved,

    /// <summary>Pays too much by mistake.</summary>
    Overpaying,
}

/// <summary>A customer of the demo.</summary>
/// <param name="Account">The customer in the books.</param>
/// <param name="Contact">Whom to write to.</param>
/// <param name="Habit">How they pay.</param>
internal sealed record DemoCustomer(AccountRow Account, ContactRow Contact, Habit Habit)
{
    public string Code => Account.Account;
}
