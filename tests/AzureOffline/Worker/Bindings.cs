namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions
{
    /// <summary>The base of all attributes that bind.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public abstract class BindingAttribute : Attribute;

    /// <summary>The base of the attributes that start a function.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public abstract class TriggerBindingAttribute : BindingAttribute;

    /// <summary>The base of the attributes that bring something into a function.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public abstract class InputBindingAttribute : BindingAttribute;

    /// <summary>The base of the attributes that carry a function's answer away.</summary>
    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
    public abstract class OutputBindingAttribute : BindingAttribute;
}

namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>Marks a method as a function.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public class FunctionAttribute(string name) : Attribute
    {
        /// <summary>The function's name, unique in the app.</summary>
        public string Name { get; } = name;
    }
}
