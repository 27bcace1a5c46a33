import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Sends requests by `URLSession`, so that they follow the system's proxies, VPN and certificates, and
/// your own rules for certificates.
///
/// ```swift
/// let portal = try ViettelIDC(username: name, password: password, transport: URLSessionTransport())
/// ```
///
/// Answers are read as they arrive, and no faster than they are used (on Linux, where a `URLSession`
/// cannot be held up, what arrives too fast waits in memory). Redirects are not followed, nothing is
/// cached, no cookies are kept. Time limits are the client's.
public final class URLSessionTransport: Transport {
    /// What to do about a certificate, or a server's wish for one. It is called on a queue of the
    /// session, and should not take long.
    public typealias ChallengeHandler =
        @Sendable (URLAuthenticationChallenge) -> (URLSession.AuthChallengeDisposition, URLCredential?)

    private let session: URLSession
    private let receiver: Receiver

    /// A transport with a session of its own.
    ///
    /// - Parameters:
    ///   - configuration: How the session is set up, such as its proxies. Its cache, cookies,
    ///     credentials and time limits are not used.
    ///   - onChallenge: Decides about certificates, for pinning; the system does when left out.
    public init(configuration: URLSessionConfiguration = .ephemeral, onChallenge: ChallengeHandler? = nil) {
        let own = configuration.copy() as? URLSessionConfiguration ?? configuration
        own.urlCache = nil
        own.requestCachePolicy = .reloadIgnoringLocalCacheData
        own.httpCookieStorage = nil
        own.httpShouldSetCookies = false
        own.urlCredentialStorage = nil
        // The client ends calls at its own limits; a session that ends them first would not know whether
        // they may be sent again.
        own.timeoutIntervalForRequest = Self.longest
        own.timeoutIntervalForResource = Self.longest
        receiver = Receiver(onChallenge)
        session = URLSession(configuration: own, delegate: receiver, delegateQueue: nil)
    }

    deinit {
        // A session keeps its delegate until it is told that nothing more will come.
        session.finishTasksAndInvalidate()
    }

    public func send(_ request: TransportRequest, to exchange: Exchange) -> any TransportCall {
        guard let url = URL(string: request.url) else {
            exchange.fail(.invalid, reason: "URLSession cannot read the URL")
            return Nothing()
        }
        var outgoing = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: Self.longest)
        outgoing.httpMethod = request.method
        outgoing.httpShouldHandleCookies = false
        outgoing.httpBody = request.body
        for (name, value) in request.headers {
            outgoing.addValue(value, forHTTPHeaderField: name)
        }
        let sending = Sending(session.dataTask(with: outgoing), exchange)
        receiver.expect(sending)
        sending.task.resume()
        return sending
    }

    private static let longest: TimeInterval = 86_400
}

/// A call that was never made.
private struct Nothing: TransportCall {
    func cancel() {}
}

/// A request under way, and where its answer goes.
private final class Sending: TransportCall {
    let task: URLSessionDataTask
    private let exchange: Exchange
    /// Putting a piece into the exchange may wait, and the session's own queue serves all requests.
    private let queue = DispatchQueue(label: "viettel-idc.exchange")
    private let backlog = Locked(Backlog())

    /// Pieces that have arrived and are not yet taken.
    private struct Backlog: Sendable {
        var pieces = 0
        var isPaused = false
    }

    init(_ task: URLSessionDataTask, _ exchange: Exchange) {
        self.task = task
        self.exchange = exchange
    }

    func cancel() {
        task.cancel()
    }

    func began(_ response: HTTPURLResponse) {
        var headers: [(name: String, value: String)] = response.allHeaderFields.compactMap { name, value in
            guard let name = name as? String, let value = value as? String else { return nil }
            return (name, value)
        }
        // URLSession unpacks; the size of what was packed is not that of what arrives here.
        if headers.contains(where: { $0.name.lowercased() == "content-encoding" }) {
            headers.removeAll { ["content-encoding", "content-length"].contains($0.name.lowercased()) }
        }
        exchange.respond(status: response.statusCode, headers: headers)
    }

    func arrived(_ piece: Data) {
        backlog.withValue { backlog in
            backlog.pieces += 1
            #if canImport(Darwin)
            // Elsewhere a suspended task goes on reading, and may not come back.
            if backlog.pieces >= 8, !backlog.isPaused {
                backlog.isPaused = true
                task.suspend()
            }
            #endif
        }
        queue.async { [self] in
            let isWanted = exchange.body(piece)
            backlog.withValue { backlog in
                backlog.pieces -= 1
                if backlog.pieces <= 2, backlog.isPaused {
                    backlog.isPaused = false
                    task.resume()
                }
            }
            if !isWanted { task.cancel() }
        }
    }

    func ended(_ error: (any Error)?) {
        queue.async { [exchange] in
            guard let error else { return exchange.finish() }
            // The description of such an error has no URL and no header in it.
            exchange.fail(TransportFailure(error), reason: error.localizedDescription)
        }
    }
}

/// The session's delegate.
private final class Receiver: NSObject, URLSessionDataDelegate, Sendable {
    private let sendings = Locked<[Int: Sending]>([:])
    private let onChallenge: URLSessionTransport.ChallengeHandler?

    init(_ onChallenge: URLSessionTransport.ChallengeHandler?) {
        self.onChallenge = onChallenge
    }

    func expect(_ sending: Sending) {
        sendings.withValue { $0[sending.task.taskIdentifier] = sending }
    }

    private func sending(_ task: URLSessionTask) -> Sending? {
        sendings.withValue { $0[task.taskIdentifier] }
    }

    func urlSession(
        _ session: URLSession,
        dataTask: URLSessionDataTask,
        didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        guard let response = response as? HTTPURLResponse, let sending = sending(dataTask) else {
            return completionHandler(.cancel)
        }
        sending.began(response)
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        sending(dataTask)?.arrived(data)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let sending = sendings.withValue { $0.removeValue(forKey: task.taskIdentifier) }
        sending?.ended(error)
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // The redirect itself is the answer: an order must not be sent twice, nor a token elsewhere.
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession,
        didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        let (disposition, credential) = onChallenge?(challenge) ?? (.performDefaultHandling, nil)
        completionHandler(disposition, credential)
    }
}

extension TransportFailure {
    /// How far a request of `URLSession` had got. URLSession itself sends nothing but a GET again, so
    /// what it says about the others is about the one time they were sent.
    init(_ error: any Error) {
        self = switch (error as? URLError)?.code {
        case .cannotFindHost, .dnsLookupFailed, .cannotConnectToHost, .notConnectedToInternet,
            .internationalRoamingOff, .callIsActive, .dataNotAllowed,
            .serverCertificateUntrusted, .serverCertificateHasBadDate, .serverCertificateNotYetValid,
            .serverCertificateHasUnknownRoot:
            .notSent
        case .timedOut: .timedOut
        case .badURL, .unsupportedURL, .appTransportSecurityRequiresSecureConnection: .invalid
        default: .lost
        }
    }
}
