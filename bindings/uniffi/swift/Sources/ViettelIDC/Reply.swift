/// An answer with what the portal sent beside it.
public struct Reply: Hashable, Sendable {
    /// The answer in the form this package's types have: ids and amounts are text, flags are flags.
    public let value: JSON
    /// The answer as the portal sent it. It may hold secrets.
    public let raw: JSON
    /// HTTP status.
    public let status: Int
    /// How many times the request was sent.
    public let attempts: Int
    /// What had to be changed to make ``value`` of ``raw``, each with its place.
    public let repairs: [String]
    /// What the portal sent and is missing from ``value``, each with its place; a hundred at most.
    public let losses: [String]
}

extension Reply: CustomStringConvertible, CustomReflectable {
    public var description: String { "Reply(status: \(status), attempts: \(attempts), repairs: \(repairs.count))" }
    public var customMirror: Mirror { Mirror(self, children: ["status": status, "attempts": attempts, "repairs": repairs]) }
}
