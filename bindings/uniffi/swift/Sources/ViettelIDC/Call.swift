import Foundation

/// A call, as it goes to the native half.
struct Call: Sendable {
    let operation: String
    private var path: [String: any Written] = [:]
    private var query: [String: any Written] = [:]
    private var body: [String: any Written]?
    private var perPage: Int?
    private var limit: Int?

    init(_ operation: String) {
        self.operation = operation
    }

    func path(_ name: String, _ value: any Written) -> Call {
        with { $0.path[name] = value }
    }

    func query(_ name: String, _ value: (any Written)?) -> Call {
        with { $0.query[name] = value }
    }

    func body(_ name: String, _ value: (any Written)?) -> Call {
        withBody().with { $0.body?[name] = value }
    }

    /// A body is sent even when nothing is in it.
    func withBody() -> Call {
        with { $0.body = $0.body ?? [:] }
    }

    func paged(_ perPage: Int?, _ limit: Int?) -> Call {
        with { ($0.perPage, $0.limit) = (perPage, limit) }
    }

    private func with(_ change: (inout Call) -> Void) -> Call {
        var call = self
        change(&call)
        return call
    }

    /// The call as JSON text.
    func text(_ limits: Limits) throws -> String {
        try written(request(limits), operation)
    }

    /// The call as JSON text, with what it is waited for.
    func waiting(_ until: String, _ every: TimeInterval, _ deadline: TimeInterval, _ limits: Limits) throws -> String {
        var request = request(limits)
        (request.until, request.every, request.deadline) = (until, every, deadline)
        return try written(request, operation)
    }

    private func request(_ limits: Limits) -> Request {
        Request(
            operation: operation,
            path: path.mapValues(Loose.init),
            query: query.mapValues(Loose.init),
            body: body?.mapValues(Loose.init),
            per_page: perPage,
            limit: limit,
            options: limits
        )
    }

    private struct Request: Encodable {
        let operation: String
        let path: [String: Loose]
        let query: [String: Loose]
        let body: [String: Loose]?
        let per_page: Int?
        let limit: Int?
        let options: Limits
        var until: String?
        var every: TimeInterval?
        var deadline: TimeInterval?
    }
}

/// What the calls of one client may differ in from those of another.
struct Limits: Encodable, Sendable {
    var timeout: TimeInterval?
    var deadline: TimeInterval?
    var stall_timeout: TimeInterval?
    var max_file_size: Int64?
    var max_attempts: Int?
}

/// A value as JSON text; one that cannot be written is the caller's mistake.
func written(_ value: some Encodable, _ operation: String? = nil) throws -> String {
    do {
        return String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    } catch EncodingError.invalidValue(_, let context) {
        let place = context.codingPath.map(\.stringValue).joined(separator: ".")
        // Without the value: it may be a password.
        let message = "invalid request: \(place.isEmpty ? "an argument" : place): \(context.debugDescription)"
        throw PortalError(kind: .invalidRequest, message: message, operation: operation)
    }
}
