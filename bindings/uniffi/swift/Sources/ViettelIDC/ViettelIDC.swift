import Foundation
internal import ViettelIDCNative

/// A client of the portal. Any number of tasks and threads may share it. Nothing is sent before the
/// first call; tokens are renewed by themselves, once, however many calls wait.
///
/// ```swift
/// let portal = try ViettelIDC(username: "linh.tran@example.com", password: "a password")
/// let invoice = try await portal.billing.invoice(id: "308976")
/// ```
///
/// When the task that made a call is cancelled, the call ends with `CancellationError` and its
/// connection closes. An action that had been sent by then may have been carried out.
public final class ViettelIDC: Sendable {
    let connection: Connection

    /// A client with these settings.
    ///
    /// - Parameters:
    ///   - username: E-mail address of the account; together with `password`.
    ///   - password: Password of the account, exchanged for tokens when the first call needs it.
    ///   - tokens: A session to go on with, in place of a password or beside it.
    ///   - tokenStore: Keeps tokens between runs, such as in the Keychain.
    ///   - tokenFile: Keeps tokens in this file, which processes may share; only its owner can read it.
    ///   - baseURL: Where the portal's API is; the production portal when left out.
    ///   - basic: Sends the password along with every call, instead of exchanging it for tokens.
    ///   - remember: Asks for a session of 360 days.
    ///   - timeout: Seconds for one attempt at a call, 30 when left out.
    ///   - deadline: Seconds for a call with all its attempts and waits, 120 when left out.
    ///   - stallTimeout: Seconds a download may stand still between two pieces; as long as `timeout` when left out.
    ///   - maxFileSize: Most bytes a download may have; when left out, only ``Download/bytes()`` has a limit, 256 MiB.
    ///   - maxAttempts: Most times a call is sent, 4 when left out; only calls that may be sent again are.
    ///   - guard: Classes of calls to refuse before anything is sent.
    ///   - transport: The app's own HTTP stack, such as ``URLSessionTransport``.
    ///   - profile: Name of a profile in `~/.config/viettel-idc/profiles.toml`.
    ///   - environment: Whether what is not said here comes from `VIETTEL_IDC_USERNAME`,
    ///     `VIETTEL_IDC_PASSWORD`, `VIETTEL_IDC_URL` and the profile.
    ///   - allowPlainHTTP: Allows `http://` to other machines; passwords and tokens then travel in the clear.
    ///   - strict: Makes a loss an error: a call that only reads fails when its answer has a value that cannot be used.
    /// - Throws: ``PortalError`` of kind ``ErrorKind/invalidRequest`` for settings that cannot be used.
    public init(
        username: String? = nil,
        password: String? = nil,
        tokens: Tokens? = nil,
        tokenStore: (any TokenStore)? = nil,
        tokenFile: URL? = nil,
        baseURL: URL? = nil,
        basic: Bool = false,
        remember: Bool = false,
        timeout: TimeInterval? = nil,
        deadline: TimeInterval? = nil,
        stallTimeout: TimeInterval? = nil,
        maxFileSize: Int64? = nil,
        maxAttempts: Int? = nil,
        guard refused: Guard? = nil,
        transport: (any Transport)? = nil,
        profile: String? = nil,
        environment: Bool = false,
        allowPlainHTTP: Bool = false,
        strict: Bool = false
    ) throws {
        let settings = Settings(
            environment: environment,
            profile: profile,
            base_url: baseURL?.absoluteString,
            username: username,
            password: password,
            basic: basic,
            remember: remember,
            tokens: tokens,
            token_file: tokenFile?.path,
            timeout: timeout,
            deadline: deadline,
            stall_timeout: stallTimeout,
            max_file_size: maxFileSize,
            max_attempts: maxAttempts,
            guard: refused?.rawValue,
            allow_plain_http: allowPlainHTTP,
            strict: strict
        )
        let config = try written(settings)
        do {
            let native = try NativeClient(
                config: config,
                store: tokenStore.map(LentStore.init),
                transport: transport.map(LentTransport.init)
            )
            connection = Connection(native: native)
        } catch {
            throw failure(error)
        }
    }

    private init(_ connection: Connection) {
        self.connection = connection
    }

    /// Logs in now. Calls do it by themselves; this tells at once whether the password is right.
    ///
    /// - Throws: ``PortalError``: ``ErrorKind/authentication``, or ``ErrorKind/mfaRequired`` where the
    ///   portal wants a second factor.
    public func login() async throws {
        try await session("login")
    }

    /// Ends the session at the portal and forgets the tokens.
    ///
    /// - Throws: ``PortalError`` when the portal cannot be told.
    public func logout() async throws {
        try await session("logout")
    }

    /// Ends the session by its refresh token, which works when the other one has ended, and forgets the
    /// tokens.
    ///
    /// - Throws: ``PortalError`` when the portal cannot be told.
    public func revoke() async throws {
        try await session("revoke")
    }

    private func session(_ action: String) async throws {
        let native = connection.native
        try await cancellable { try await native.session(action: action, cancel: $0) }
    }

    /// The tokens held now.
    public var tokens: Tokens? { connection.native.tokens().map(Tokens.init) }

    /// Goes on with these tokens, as after a second factor.
    ///
    /// - Throws: ``PortalError`` when the store cannot keep them.
    public func setTokens(_ tokens: Tokens) async throws {
        let (native, lent) = (connection.native, tokens.lent)
        try await translated { try await native.setTokens(tokens: lent) }
    }

    /// Where the portal's API is.
    public var baseURL: URL? { URL(string: connection.native.baseUrl()) }

    /// The same client, tokens and connections, with other limits for its calls.
    ///
    /// - Parameters:
    ///   - timeout: Seconds for one attempt.
    ///   - deadline: Seconds for a call with all its attempts and waits.
    ///   - stallTimeout: Seconds a download may stand still between two pieces.
    ///   - maxFileSize: Most bytes a download may have.
    ///   - maxAttempts: Most times a call is sent.
    public func withOptions(
        timeout: TimeInterval? = nil,
        deadline: TimeInterval? = nil,
        stallTimeout: TimeInterval? = nil,
        maxFileSize: Int64? = nil,
        maxAttempts: Int? = nil
    ) -> ViettelIDC {
        var other = connection
        other.limits.timeout = timeout ?? other.limits.timeout
        other.limits.deadline = deadline ?? other.limits.deadline
        other.limits.stall_timeout = stallTimeout ?? other.limits.stall_timeout
        other.limits.max_file_size = maxFileSize ?? other.limits.max_file_size
        other.limits.max_attempts = maxAttempts ?? other.limits.max_attempts
        return ViettelIDC(other)
    }

    /// Calls an operation by its id, such as `billing_invoice`. Arguments have their names on the wire.
    ///
    /// - Parameters:
    ///   - operation: Id of the operation, as in the API reference.
    ///   - path: Arguments in the path.
    ///   - query: Arguments in the query.
    ///   - body: Fields of the body.
    /// - Returns: The answer, also as the portal sent it.
    /// - Throws: ``PortalError`` when the call fails.
    public func call(
        _ operation: String,
        path: [String: JSON] = [:],
        query: [String: JSON] = [:],
        body: [String: JSON]? = nil
    ) async throws -> Reply {
        var call = Call(operation)
        for (name, value) in path { call = call.path(name, value) }
        for (name, value) in query { call = call.query(name, value) }
        if let body {
            call = call.withBody()
            for (name, value) in body { call = call.body(name, value) }
        }
        return try await connection.reply(call)
    }

    /// Panics inside, for the tests: it must become an error of ours.
    func failInside() async throws {
        let native = connection.native
        try await translated { try await native.failInside() }
    }

    private struct Settings: Encodable {
        let environment: Bool
        let profile: String?
        let base_url: String?
        let username: String?
        let password: String?
        let basic: Bool
        let remember: Bool
        let tokens: Tokens?
        let token_file: String?
        let timeout: TimeInterval?
        let deadline: TimeInterval?
        let stall_timeout: TimeInterval?
        let max_file_size: Int64?
        let max_attempts: Int?
        let `guard`: String?
        let allow_plain_http: Bool
        let strict: Bool
    }
}

extension ViettelIDC: CustomStringConvertible {
    public var description: String { "ViettelIDC(\(connection.native.baseUrl()))" }
}
