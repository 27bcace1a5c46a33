import Foundation
internal import ViettelIDCNative

/// The native half of a client, and the limits of its calls.
struct Connection: Sendable {
    let native: NativeClient
    var limits = Limits()

    /// The result of a call: its answer, or the part of it with this name.
    func json<Value: Wired>(_ call: Call, _ part: String? = nil) async throws -> Value {
        let request = try call.text(limits)
        let text = try await cancellable { try await native.call(request: request, cancel: $0) }
        return try decode(text, call.operation) { try Answer<Value>(from: $0, part).value }
    }

    /// The answer to a call, with what the portal sent beside it.
    func reply(_ call: Call) async throws -> Reply {
        let request = try call.text(limits)
        let text = try await cancellable { try await native.call(request: request, cancel: $0) }
        let answer = try JSON(parsing: text)
        return Reply(
            value: answer["value"] ?? .null,
            raw: answer["raw"] ?? .null,
            status: answer["status"]?.int ?? 0,
            attempts: answer["attempts"]?.int ?? 0,
            repairs: (answer["repairs"]?.array ?? []).compactMap(\.string),
            losses: (answer["losses"]?.array ?? []).compactMap(\.string)
        )
    }

    func file(_ call: Call) async throws -> Download {
        let request = try call.text(limits)
        return Download(try await cancellable { try await native.download(request: request, cancel: $0) })
    }

    func pages<Element: Wired>(_ call: Call, _ perPage: Int?, _ limit: Int?) -> Pager<Element> {
        Pager(self, call.paged(perPage, limit))
    }
}

/// Runs work of the native half; when the task is cancelled the work ends and its connection closes.
///
/// uniffi's futures do not hear of a task's cancellation, so each is given something to end it by.
func cancellable<Value: Sendable>(_ work: (Cancel) async throws -> Value) async throws -> Value {
    try Task.checkCancellation()
    let cancel = Cancel()
    return try await translated {
        try await withTaskCancellationHandler {
            try await work(cancel)
        } onCancel: {
            cancel.cancel()
        }
    }
}

/// Runs work of the native half, and says what it throws in terms of this package.
func translated<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch {
        throw failure(error)
    }
}

/// What a failure of the native half is to a user.
func failure(_ error: any Error) -> any Error {
    switch error {
    case Refusal.Failed(let details): PortalError(details: details)
    case Refusal.Cancelled: CancellationError()
    case Refusal.Host(let reason): PortalError(kind: .internal, message: reason)
    case is PortalError, is CancellationError: error
    default: PortalError(kind: .internal, message: "a fault of this package: \(error)")
    }
}

/// Reads what the native half answered.
func decode<Value>(_ text: String, _ operation: String?, _ read: (any Decoder) throws -> Value) throws -> Value {
    do {
        // The only way to a decoder is a type that is decoded.
        let document = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
        return try read(document.decoder)
    } catch let error as DecodingError {
        throw PortalError(kind: .decode, message: "unreadable answer: \(described(error))", operation: operation)
    }
}

/// A decoder, taken out of its decoding.
private struct Document: Decodable {
    let decoder: any Decoder

    init(from decoder: any Decoder) throws {
        self.decoder = decoder
    }
}

/// The value of an answer.
struct Answer<Value: Wired> {
    let value: Value

    init(from decoder: any Decoder, _ part: String?) throws {
        let answer = try decoder.container(keyedBy: Name.self)
        if let part {
            value = try answer.nestedContainer(keyedBy: Name.self, forKey: Name(stringValue: "value")).read(Name(stringValue: part))
        } else {
            value = try answer.read(Name(stringValue: "value"))
        }
    }
}

/// Any name of a field.
struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        nil
    }
}

/// Where and why, without the value: it may be a secret.
private func described(_ error: DecodingError) -> String {
    let context: DecodingError.Context
    switch error {
    case .dataCorrupted(let found), .keyNotFound(_, let found), .typeMismatch(_, let found), .valueNotFound(_, let found):
        context = found
    @unknown default:
        return "an unknown problem"
    }
    let place = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    return "\(place): \(context.debugDescription)"
}
