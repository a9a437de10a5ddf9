using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Collections.StoreContract;

/// <summary>A fact of the contract; skipped, with the reason, where the store of the class that runs it isn't to be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Collections.StoreContract.StoreFactDiscoverer", "Collections.StoreContract")]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>A theory of the contract, likewise.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Collections.StoreContract.StoreTheoryDiscoverer", "Collections.StoreContract")]
public sealed class StoreTheoryAttribute : TheoryAttribute;

/// <summary>Stands on a class that runs the contract on a store that not every machine has.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class StoreNeedsAttribute : Attribute
{
    /// <summary>What the machine lacks; null where the store can be had.</summary>
    public abstract string? Absence { get; }
}

/// <summary>Finds the contract's facts for xunit.</summary>
public sealed class StoreFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new StoreTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

/// <summary>Finds the contract's theories for xunit.</summary>
public sealed class StoreTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow) =>
        [new StoreTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, dataRow)];
}

/// <summary>One fact of the contract on one store. xunit makes it anew in the process that runs it, so the reason is asked there again.</summary>
public sealed class StoreTestCase : XunitTestCase
{
    [Obsolete("For xunit, which fills it in afterwards.")]
    public StoreTestCase()
    {
    }

    public StoreTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, object[]? arguments = null)
        : base(messages, display, options, method, arguments)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.ToRuntimeType().GetCustomAttribute<StoreNeedsAttribute>()?.Absence ?? base.GetSkipReason(factAttribute);
}
