/// Classes of calls that a client refuses before anything is sent.
public enum Guard: String, Hashable, Sendable {
    /// No call that can spend or move money.
    case noSpending = "no_spending"
    /// Only calls that change nothing.
    case readOnly = "read_only"
}
