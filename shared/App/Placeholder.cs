namespace Collections.App; internal static class Placeholder;
