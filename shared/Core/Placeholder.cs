namespace Collections.Core;
internal static class Placeholder;
