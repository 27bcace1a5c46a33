import Foundation
internal import ViettelIDCNative

/// An app's own HTTP stack in place of the library's: with its pinned certificates and its proxies.
/// ``URLSessionTransport`` is one.
///
/// It must not follow redirects, for a redirected order would be sent twice and a token would leave for
/// another host; nor send anything a second time by itself. Retries, time limits and tokens are the
/// library's.
public protocol Transport: Sendable {
    /// Begins to send `request` and returns at once; the answer goes into `exchange`, later and from
    /// another thread. What this throws counts as "may have been sent".
    func send(_ request: TransportRequest, to exchange: Exchange) throws -> any TransportCall
}

/// A request under way.
public protocol TransportCall: Sendable {
    /// Gives it up; its connection closes.
    func cancel()
}

/// A request to be sent.
public struct TransportRequest: Sendable {
    /// Method in capitals.
    public let method: String
    /// The whole URL.
    public let url: String
    /// Names and values, `Authorization` among them.
    public let headers: [(name: String, value: String)]
    /// Body, if there is one.
    public let body: Data?
}

extension TransportRequest: CustomStringConvertible, CustomReflectable {
    /// Without the query, the headers and the body, which may hold secrets.
    public var description: String { "TransportRequest(\(method) \(url.prefix { $0 != "?" }))" }
    public var customMirror: Mirror { Mirror(self, children: ["method": method, "url": url.prefix { $0 != "?" }]) }
}

/// How far a request had got when it failed. It decides whether the call may be sent again.
public enum TransportFailure: Hashable, Sendable {
    /// Nothing of it can have reached the portal: no connection was made. When in doubt, `lost`.
    case notSent
    /// It may have reached the portal.
    case lost
    /// As `lost`, because time ran out.
    case timedOut
    /// It cannot be sent at all, by any connection.
    case invalid
}

/// Where a ``Transport`` puts the answer to one request: ``respond(status:headers:)``, then
/// ``body(_:)`` as often as needed, then ``finish()``; or ``fail(_:reason:)`` at any time.
public final class Exchange: Sendable {
    private let native: ViettelIDCNative.Exchange

    init(_ native: ViettelIDCNative.Exchange) {
        self.native = native
    }

    /// The answer begins.
    public func respond(status: Int, headers: [(name: String, value: String)]) {
        let headers = headers.map { Header(name: $0.name, value: $0.value) }
        native.respond(status: UInt16(clamping: status), headers: headers)
    }

    /// A piece of the body arrived.
    ///
    /// It waits while many pieces are unread. So it is not for a thread that must not wait, such as
    /// the main thread, and above all not for use inside ``Transport/send(_:to:)``: nothing is read
    /// before that has returned.
    ///
    /// - Returns: False when nobody wants more.
    public func body(_ piece: Data) -> Bool {
        native.body(piece: piece)
    }

    /// The body is complete.
    public func finish() {
        native.finish()
    }

    /// There is no (whole) answer. `reason` must not hold a URL's query or a header's value.
    public func fail(_ failure: TransportFailure, reason: String) {
        let failure: HostFailure = switch failure {
        case .notSent: .notSent
        case .lost: .lost
        case .timedOut: .timedOut
        case .invalid: .invalid
        }
        native.fail(failure: failure, reason: reason)
    }
}

/// A ``Transport`` as the native half sees it.
final class LentTransport: HostTransport {
    private let transport: any Transport

    init(_ transport: any Transport) {
        self.transport = transport
    }

    func send(request: HostRequest, exchange: ViettelIDCNative.Exchange) throws -> any HostCall {
        let request = TransportRequest(
            method: request.method,
            url: request.url,
            headers: request.headers.map { ($0.name, $0.value) },
            body: request.body
        )
        do {
            return LentCall(try transport.send(request, to: Exchange(exchange)))
        } catch {
            throw Refusal.Host(reason: error.localizedDescription)
        }
    }
}

private final class LentCall: HostCall {
    private let call: any TransportCall

    init(_ call: any TransportCall) {
        self.call = call
    }

    func cancel() throws {
        call.cancel()
    }
}

/// A ``TokenStore`` as the native half sees it.
final class LentStore: HostStore {
    private let store: any TokenStore

    init(_ store: any TokenStore) {
        self.store = store
    }

    func load() throws -> ViettelIDCNative.Tokens? {
        try refusing { try store.load().map(\.lent) }
    }

    func save(tokens: ViettelIDCNative.Tokens?) throws {
        try refusing { try store.save(tokens.map(Tokens.init)) }
    }

    private func refusing<Value>(_ ask: () throws -> Value) throws -> Value {
        do {
            return try ask()
        } catch {
            throw Refusal.Host(reason: error.localizedDescription)
        }
    }
}

extension Tokens {
    init(_ native: ViettelIDCNative.Tokens) {
        self.init(token: native.token, refresh: native.refresh, owner: native.owner)
    }

    var lent: ViettelIDCNative.Tokens {
        ViettelIDCNative.Tokens(token: token, refresh: refresh, owner: owner)
    }
}
