import Foundation

/// A call failed. Neither its message nor what it prints holds a secret.
///
/// ```swift
/// do {
///     try await portal.orders.create(productId: "333", payMethod: "10")
/// } catch let error as PortalError where error.kind == .outcomeUnknown {
///     print("look in the portal before ordering again")
/// }
/// ```
public struct PortalError: Error, Hashable, Sendable {
    /// What went wrong.
    public let kind: ErrorKind
    /// What went wrong, in words.
    public let message: String
    /// The operation that failed, such as `billing_invoice`.
    public let operation: String?
    /// HTTP status. The portal refuses most calls with 200.
    public let status: Int?
    /// How many times the request was sent.
    public let attempts: Int
    /// Seconds to wait before trying again, when the portal said so.
    public let retryAfter: TimeInterval?
    /// What the portal complained about, in one form.
    public let problems: [Problem]
    /// How to go on where the portal wants a second factor.
    public let mfa: MFAChallenge?
    /// Whether the same call may be made again without risk of doing its work twice.
    public let isSafeToRepeat: Bool
    /// Where in the JSON an answer could not be read.
    public let jsonPath: String?
    /// The portal's own JSON. It may hold secrets, so it is not among what prints.
    public let raw: JSON?

    /// The portal's codes, such as `token_expired`.
    public var codes: [String] { problems.compactMap(\.code) }

    /// The fields the portal did not accept.
    public var fields: [String] { problems.compactMap(\.field) }

    /// One complaint of the portal.
    public struct Problem: Hashable, Sendable {
        /// The portal's code.
        public let code: String?
        /// The portal's words.
        public let message: String
        /// The field it is about.
        public let field: String?
    }

    /// How to go on where the portal wants a second factor.
    public struct MFAChallenge: Hashable, Sendable {
        /// Token to send the second factor with.
        public let token: Secret
        /// Ways the portal accepts, such as `totp`.
        public let methods: [String]
        /// When the challenge ends, as the portal wrote it.
        public let expiresAt: String?
    }

    init(kind: ErrorKind, message: String, operation: String? = nil) {
        self.init(.object(["kind": .string(kind.rawValue), "message": .string(message)]), operation: operation)
    }

    /// The error as the native half describes it.
    init(details: String) {
        self.init((try? JSON(parsing: details)) ?? .null)
    }

    private init(_ details: JSON, operation: String? = nil) {
        kind = details["kind"]?.string.map(ErrorKind.init(rawValue:)) ?? .internal
        message = details["message"]?.string ?? "a fault of this package; please report it with what was called"
        self.operation = details["operation"]?.string ?? operation
        status = details["status"]?.int
        attempts = details["attempts"]?.int ?? 0
        retryAfter = details["retry_after"].flatMap(Self.seconds)
        problems = (details["problems"]?.array ?? []).map { problem in
            Problem(
                code: problem["code"]?.string,
                message: problem["message"]?.string ?? "",
                field: problem["field"]?.string
            )
        }
        mfa = details["mfa"]?.object.map { mfa in
            MFAChallenge(
                token: Secret(mfa["token"]?.string ?? ""),
                methods: (mfa["methods"]?.array ?? []).compactMap(\.string),
                expiresAt: mfa["expires_at"]?.string
            )
        }
        isSafeToRepeat = details["safe_to_repeat"]?.bool ?? false
        jsonPath = details["json_path"]?.string
        raw = details["raw"] == .null ? nil : details["raw"]
    }

    private static func seconds(_ value: JSON) -> TimeInterval? {
        if case .number(let text) = value { TimeInterval(text) } else { nil }
    }
}

extension PortalError: LocalizedError {
    /// ``message``.
    public var errorDescription: String? { message }
    /// What this kind of failure means.
    public var failureReason: String? { kind.explanation }
}

extension PortalError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        "PortalError(\([kind.rawValue, operation].compactMap { $0 }.joined(separator: ", "))): \(message)"
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror {
        Mirror(self, children: ["kind": kind, "message": message, "operation": operation as Any, "status": status as Any])
    }
}
