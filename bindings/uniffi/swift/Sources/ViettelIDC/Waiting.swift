import Foundation
internal import ViettelIDCNative

/// What a virtual machine is waited for.
public enum VmGoal: String, Hashable, Sendable {
    /// It runs.
    case running
    /// It is off.
    case stopped
    /// It has been away and runs again.
    case rebooted
}

/// A look at a machine that is waited for.
public struct VmProgress: Hashable, Sendable {
    /// Its status, when the portal said.
    public let status: VmStatus?
    /// Seconds since the waiting began.
    public let elapsed: TimeInterval
    /// The machine, once it has arrived.
    public let vm: Vm?
}

extension ViettelIDC.Vms {
    /// Waits until a machine has arrived.
    ///
    /// - Parameters:
    ///   - service: Id of the service.
    ///   - vm: Id of the machine.
    ///   - until: What it is waited for.
    ///   - every: Seconds between looks.
    ///   - deadline: Seconds after which to give up.
    ///   - onProgress: Is told what is seen, each time, on a thread of the library.
    /// - Returns: The machine as it was seen last.
    /// - Throws: ``PortalError``: ``ErrorKind/portal`` when the machine fails, ``ErrorKind/timeout`` at
    ///   the deadline. `CancellationError` when the task is cancelled.
    @discardableResult
    public func wait(
        service: String,
        vm: String,
        until: VmGoal = .running,
        every: TimeInterval = 3,
        deadline: TimeInterval = 600,
        onProgress: (@Sendable (VmProgress) -> Void)? = nil
    ) async throws -> Vm {
        let wish = Wish(service: service, vm: vm, until: until.rawValue, every: every, deadline: deadline)
        let request = try written(wish)
        let progress = onProgress.map(Onlooker.init)
        let native = connection.native
        let text = try await cancellable { try await native.wait(request: request, progress: progress, cancel: $0) }
        return try decode(text, "vms_get") { try $0.container(keyedBy: Name.self).read(Name(stringValue: "value")) }
    }

    /// As ``wait(service:vm:until:every:deadline:onProgress:)``, as a stream of what is seen; the last
    /// one has the machine. The waiting stops with the loop.
    public func waitProgress(
        service: String,
        vm: String,
        until: VmGoal = .running,
        every: TimeInterval = 3,
        deadline: TimeInterval = 600
    ) -> AsyncThrowingStream<VmProgress, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                let elapsed = Locked<TimeInterval>(0)
                do {
                    let arrived = try await wait(service: service, vm: vm, until: until, every: every, deadline: deadline) { seen in
                        elapsed.withValue { $0 = seen.elapsed }
                        continuation.yield(seen)
                    }
                    let total = elapsed.withValue { $0 }
                    continuation.yield(VmProgress(status: arrived.status, elapsed: total, vm: arrived))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private struct Wish: Encodable {
        let service: String
        let vm: String
        let until: String
        let every: TimeInterval
        let deadline: TimeInterval
    }
}

/// Tells what is seen. Foundation has a `Progress` of its own.
private final class Onlooker: ViettelIDCNative.Progress {
    private let tell: @Sendable (VmProgress) -> Void

    init(_ tell: @escaping @Sendable (VmProgress) -> Void) {
        self.tell = tell
    }

    func seen(status: String?, elapsed: Double) throws {
        tell(VmProgress(status: status.map(VmStatus.init(rawValue:)), elapsed: elapsed, vm: nil))
    }
}
