import Foundation

/// A session: the token calls are made with, and the one it is renewed with. It does not print them.
public struct Tokens: Codable, Hashable, Sendable {
    /// The token calls are made with.
    public var token: String
    /// The token a new pair is made with; it works once.
    public var refresh: String?
    /// Whose it is, as the client writes it; a ``TokenStore`` keeps it with the tokens.
    public var owner: String?

    /// A session, such as one that a server of yours obtained.
    public init(token: String, refresh: String? = nil, owner: String? = nil) {
        self.token = token
        self.refresh = refresh
        self.owner = owner
    }

    /// Two are equal when their tokens are.
    public static func == (left: Self, right: Self) -> Bool {
        left.token == right.token && left.refresh == right.refresh
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(token)
        hasher.combine(refresh)
    }
}

extension Tokens: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Tokens(***)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Keeps tokens between runs, such as in the Keychain.
///
/// Both methods are called from a thread that may wait, one at a time for each client. All of the pair
/// is to be kept, ``Tokens/owner`` too: another user's tokens are then neither used nor written over.
/// What they throw costs no session: a new pair is held in memory, and later calls try to keep it
/// again. A call fails with ``ErrorKind/invalidRequest`` when the tokens cannot be loaded and there is
/// no password; so does ``ViettelIDC/login()`` when they cannot be kept.
public protocol TokenStore: Sendable {
    /// The pair that was saved last.
    func load() throws -> Tokens?

    /// Keeps a pair, or forgets it. When this returns the pair must be safe: the old one is spent.
    func save(_ tokens: Tokens?) throws
}
