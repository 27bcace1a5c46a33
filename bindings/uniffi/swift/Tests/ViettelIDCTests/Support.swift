import Foundation
import Testing

@testable import ViettelIDC

/// A transport that keeps what it was given, and answers from memory.
final class Recorder: Transport {
    enum Answer: Sendable {
        case json(String, status: Int = 200)
        case data(Data, type: String)
        case failure(TransportFailure)
        /// No answer, until the call is given up.
        case silence
    }

    private let seen = Locked<[TransportRequest]>([])
    private let given = Locked(0)
    private let answer: @Sendable (TransportRequest) -> Answer

    init(_ answer: @escaping @Sendable (TransportRequest) -> Answer) {
        self.answer = answer
    }

    var requests: [TransportRequest] { seen.withValue { $0 } }
    /// How many calls were given up.
    var cancelled: Int { given.withValue { $0 } }

    func send(_ request: TransportRequest, to exchange: Exchange) -> any TransportCall {
        seen.withValue { $0.append(request) }
        let answer = answer(request)
        DispatchQueue.global().async {
            switch answer {
            case .json(let text, let status): Self.give(Data(text.utf8), status, "application/json", exchange)
            case .data(let data, let type): Self.give(data, 200, type, exchange)
            case .failure(let failure): exchange.fail(failure, reason: "as asked")
            case .silence: break
            }
        }
        // An exchange that is let go of without an answer is a failure; silence is to last.
        return Ending { [given] in
            given.withValue { $0 += 1 }
            withExtendedLifetime(exchange) {}
        }
    }

    private static func give(_ data: Data, _ status: Int, _ type: String, _ exchange: Exchange) {
        exchange.respond(status: status, headers: [("content-type", type), ("content-length", String(data.count))])
        _ = exchange.body(data)
        exchange.finish()
    }

    private struct Ending: TransportCall {
        let end: @Sendable () -> Void

        init(_ end: @escaping @Sendable () -> Void) {
            self.end = end
        }

        func cancel() {
            end()
        }
    }
}

/// A client of a recorder, with a session.
func client(_ recorder: Recorder, maxAttempts: Int = 1) throws -> ViettelIDC {
    let base = URL(string: "https://portal.example.com/api")
    return try ViettelIDC(
        tokens: Tokens(token: "a.b.c", refresh: "r"), baseURL: base, maxAttempts: maxAttempts, transport: recorder
    )
}

/// The error a piece of work ends with; nil when it does not.
func refusal<Value>(_ work: () async throws -> Value) async -> PortalError? {
    do {
        _ = try await work()
        return nil
    } catch {
        return error as? PortalError
    }
}

/// Waits until something has happened.
func eventually(_ what: Comment, _ hasHappened: () -> Bool) async throws {
    for _ in 0..<4_000 where !hasHappened() { try await Task.sleep(nanoseconds: 5_000_000) }
    try #require(hasHappened(), what)
}

extension JSON {
    /// Without what says nothing, and amounts without zeros that say nothing.
    var normal: JSON? {
        switch self {
        case .null, .string(""): return nil
        case .string(let text):
            let isAmount = text.contains(".") && Decimal(exactly: text) != nil
            return isAmount ? .string(Decimal(exactly: text)!.description) : self
        case .array(let items):
            let kept = items.compactMap(\.normal)
            return kept.isEmpty ? nil : .array(kept)
        case .object(let fields):
            let kept = fields.compactMapValues(\.normal)
            return kept.isEmpty ? nil : .object(kept)
        case .bool, .number: return self
        }
    }
}

/// A file of the project.
func project(_ path: String) -> URL {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<6 { root.deleteLastPathComponent() }
    return root.appendingPathComponent(path)
}
