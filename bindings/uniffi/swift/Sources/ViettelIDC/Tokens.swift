import Foundation

/// A session: the token calls are made with, and the one it is renewed with. It does not print them.
public struct Tokens: Codable, Hashable, Sendable {
    /// The token calls are made with.
    public var token: String
    /// The token a new pair is made with; it works once.
    public var refresh: String?

    /// A session, such as one that a server of yours obtained.
    public init(token: String, refresh: String? = nil) {
        self.token = token
        self.refresh = refresh
    }
}

extension Tokens: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Tokens(***)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Keeps tokens between runs, such as in the Keychain.
///
/// Both methods are called from a thread that may wait, one at a time for each client. What they throw
/// ends the call that needed the tokens with ``ErrorKind/invalidRequest``.
public protocol TokenStore: Sendable {
    /// The pair that was saved last.
    func load() throws -> Tokens?

    /// Keeps a pair, or forgets it. When this returns the pair must be safe: the old one is spent.
    func save(_ tokens: Tokens?) throws
}
