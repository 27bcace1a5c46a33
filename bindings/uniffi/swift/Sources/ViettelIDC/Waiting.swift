import Foundation
internal import ViettelIDCNative

/// A look at what is waited for.
public struct WaitProgress<Value: Sendable>: Sendable {
    /// Its status, as the portal wrote it.
    public let status: String?
    /// Seconds since the waiting began.
    public let elapsed: TimeInterval
    /// The thing itself, once it has arrived.
    public let value: Value?
}

extension WaitProgress: Equatable where Value: Equatable {}
extension WaitProgress: Hashable where Value: Hashable {}

extension Connection {
    /// Waits by the call that looks.
    func wait<Value: Wired & Sendable>(
        _ call: Call,
        _ until: String,
        _ every: TimeInterval,
        _ deadline: TimeInterval,
        _ onProgress: (@Sendable (WaitProgress<Value>) -> Void)?
    ) async throws -> Value {
        let request = try call.waiting(until, every, deadline, limits)
        let progress = onProgress.map(Onlooker.init)
        let text = try await cancellable { try await native.wait(request: request, progress: progress, cancel: $0) }
        return try decode(text, call.operation) { try Answer<Value>(from: $0, nil).value }
    }
}

/// Waiting as a stream of what is seen; the last one has what was waited for.
func progress<Value: Sendable>(
    _ wait: @escaping @Sendable (@escaping @Sendable (WaitProgress<Value>) -> Void) async throws -> Value
) -> AsyncThrowingStream<WaitProgress<Value>, any Error> {
    AsyncThrowingStream { continuation in
        let task = Task {
            let last = Locked<WaitProgress<Value>?>(nil)
            do {
                let arrived = try await wait { seen in
                    last.withValue { $0 = seen }
                    continuation.yield(seen)
                }
                let seen = last.withValue { $0 }
                continuation.yield(WaitProgress(status: seen?.status, elapsed: seen?.elapsed ?? 0, value: arrived))
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in task.cancel() }
    }
}

/// Tells what is seen. Foundation has a `Progress` of its own.
private final class Onlooker<Value: Sendable>: ViettelIDCNative.Progress {
    private let tell: @Sendable (WaitProgress<Value>) -> Void

    init(_ tell: @escaping @Sendable (WaitProgress<Value>) -> Void) {
        self.tell = tell
    }

    func seen(status: String?, elapsed: Double) throws {
        tell(WaitProgress(status: status, elapsed: elapsed, value: nil))
    }
}
