import Foundation
public import ViettelIDC
internal import ViettelIDCSandboxNative

/// A simulated portal in this process, for tests and previews: no server, no network, nothing to pay.
///
/// ```swift
/// let sandbox = Sandbox(vmStep: 0.1)
/// let portal = try sandbox.client()
/// try sandbox.fault(.resetAfter, operation: "orders_create")
/// ```
public final class Sandbox: Transport {
    /// Address that clients of it have as their `baseURL`.
    public static let baseURL = URL(string: "https://sandbox.example.com/api")!

    private let portal: NativePortal

    /// A portal with its one customer.
    ///
    /// - Parameters:
    ///   - tokenLife: Seconds a token lives, 3600 when left out.
    ///   - vmStep: Seconds a virtual machine stays in each state on its way, 1 when left out.
    public init(tokenLife: TimeInterval? = nil, vmStep: TimeInterval? = nil) {
        portal = NativePortal(tokenLife: tokenLife, vmStep: vmStep)
    }

    /// The customer's e-mail address.
    public var username: String { portal.username() }

    /// The customer's password.
    public var password: String { portal.password() }

    /// How many calls it has seen, those of the session among them.
    public var calls: Int { Int(clamping: portal.calls()) }

    /// A client of this portal; for other settings, give them and the portal as `transport` to
    /// `ViettelIDC`.
    public func client() throws -> ViettelIDC {
        try ViettelIDC(username: username, password: password, baseURL: Self.baseURL, transport: self)
    }

    /// Lets the next calls fail.
    ///
    /// - Parameters:
    ///   - fault: How.
    ///   - times: How many calls.
    ///   - operation: Only calls of this operation, such as `orders_create`. Calls of the session itself
    ///     fail only where they are named.
    public func fault(_ fault: Fault, times: Int = 1, operation: String? = nil) {
        // The names are the portal's own, and so nothing can be refused.
        try? portal.fault(name: fault.name, times: UInt32(clamping: times), operation: operation, amount: fault.amount)
    }

    /// A way to fail.
    public enum Fault: Hashable, Sendable {
        /// No connection is made.
        case refused
        /// The connection breaks before the request is carried out.
        case resetBefore
        /// The request is carried out, then the connection breaks.
        case resetAfter
        /// The request is carried out, and its answer breaks off in the middle.
        case truncated
        /// A web server's page with status 200; nothing is carried out.
        case htmlPage
        /// Too many requests; come back after so many seconds. Nothing is carried out.
        case rateLimited(seconds: Int)
        /// A web server's error page with this status; nothing is carried out.
        case serverError(status: Int)
        /// The portal says that the token has ended; nothing is carried out.
        case expiredToken

        fileprivate var name: String {
            switch self {
            case .refused: "refused"
            case .resetBefore: "reset_before"
            case .resetAfter: "reset_after"
            case .truncated: "truncated"
            case .htmlPage: "html_page"
            case .rateLimited: "rate_limited"
            case .serverError: "server_error"
            case .expiredToken: "expired_token"
            }
        }

        fileprivate var amount: UInt16? {
            switch self {
            case .rateLimited(let amount), .serverError(let amount): UInt16(clamping: amount)
            default: nil
            }
        }
    }

    public func send(_ request: TransportRequest, to exchange: Exchange) -> any TransportCall {
        let call = Answering()
        let portal = portal
        // Not here: putting the body into the exchange may wait, and nothing is read before this returns.
        DispatchQueue.global().async {
            if call.isCancelled { return }
            do {
                let headers = request.headers.map { PortalHeader(name: $0.name, value: $0.value) }
                let body = request.body ?? Data()
                let answer = try portal.handle(method: request.method, url: request.url, headers: headers, body: body)
                Self.give(answer, to: exchange)
            } catch {
                exchange.fail(.invalid, reason: "\(error)")
            }
        }
        return call
    }

    private static func give(_ answer: PortalAnswer, to exchange: Exchange) {
        guard let status = answer.status else {
            return exchange.fail(answer.isRefused ? .notSent : .lost, reason: "the simulated connection broke")
        }
        exchange.respond(status: Int(status), headers: answer.headers.map { ($0.name, $0.value) })
        guard exchange.body(answer.body) else { return }
        if answer.isTruncated {
            exchange.fail(.lost, reason: "the simulated connection broke")
        } else {
            exchange.finish()
        }
    }
}

extension ViettelIDC {
    /// A client of a simulated portal of its own.
    ///
    /// - Parameters:
    ///   - tokenLife: Seconds a token lives, 3600 when left out.
    ///   - vmStep: Seconds a virtual machine stays in each state on its way, 1 when left out.
    public static func sandbox(tokenLife: TimeInterval? = nil, vmStep: TimeInterval? = nil) throws -> ViettelIDC {
        try Sandbox(tokenLife: tokenLife, vmStep: vmStep).client()
    }
}

/// A request that is being answered. It can only be given up before it is looked at.
private final class Answering: TransportCall, @unchecked Sendable {
    private let lock = NSLock()
    private var cancelled = false

    var isCancelled: Bool {
        lock.lock()
        defer { lock.unlock() }
        return cancelled
    }

    func cancel() {
        lock.lock()
        defer { lock.unlock() }
        cancelled = true
    }
}
