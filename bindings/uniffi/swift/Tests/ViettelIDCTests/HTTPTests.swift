import Foundation
import Testing

@testable import ViettelIDC

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The simulated portal as a program that listens, named by VIETTEL_IDC_SANDBOX.
private let program = ProcessInfo.processInfo.environment["VIETTEL_IDC_SANDBOX"]

#if os(macOS) || os(Linux)
/// A program with an address, until it is let go of.
private final class Server {
    let url: URL
    private let process = Process()

    init() throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program ?? "")
        process.standardOutput = output
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8), !byte.isEmpty { line += byte }
        url = try #require(URL(string: String(decoding: line, as: UTF8.self)))
    }

    deinit {
        // SIGTERM may be blocked there, as it is on the thread that started it.
        kill(process.processIdentifier, SIGKILL)
    }

    func client(_ transport: (any Transport)?) throws -> ViettelIDC {
        try ViettelIDC(username: "linh.tran@example.com", password: "sandbox-password", baseURL: url, transport: transport)
    }
}

@Suite("Over HTTP", .enabled(if: program != nil, "VIETTEL_IDC_SANDBOX names no viettel-idc-sandbox"))
struct HTTPTests {
    @Test("URLSession and the library's own stack are the same", arguments: [true, false])
    func use(_ isSession: Bool) async throws {
        let server = try Server()
        let portal = try server.client(isSession ? URLSessionTransport() : nil)
        #expect(try await portal.account.details().firstname == "Linh")
        #expect(try await portal.billing.invoices(perPage: 1).collect().count > 1)
        #expect(try await portal.billing.invoicePdf(id: "308976").bytes().starts(with: Data("%PDF".utf8)))
        #expect(await refusal { try await portal.billing.invoice(id: "999") }?.operation == "billing_invoice")
        try await portal.vms.reboot(id: "292", vmid: "1201")
        let many = try await withThrowingTaskGroup(of: Balance.self) { group in
            for _ in 0..<20 { group.addTask { try await portal.billing.balance() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(many.count == 20)
        try await portal.logout()
        withExtendedLifetime(server) {}
    }
}

/// A server of one answer, written by hand.
private final class Bare: Sendable {
    let port: UInt16
    /// Requests that have arrived.
    let requests = Locked(0)
    let closed = Locked(0)
    private let listener: Int32

    /// Answers with these pieces, as fast as they are read, and then closes.
    init(_ answer: @escaping @Sendable (Int) -> Data?) throws {
        let listener = socket(AF_INET, Self.stream, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 8) == 0 && getsockname(listener, address, &size) == 0
            }
        }
        try #require(bound)
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        let (requests, closed) = (requests, closed)
        Thread.detachNewThread {
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                Thread.detachNewThread {
                    Self.serve(connection, requests, answer)
                    closed.withValue { $0 += 1 }
                    close(connection)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func serve(_ connection: Int32, _ requests: Locked<Int>, _ answer: (Int) -> Data?) {
        var request = [UInt8](repeating: 0, count: 65_536)
        guard recv(connection, &request, request.count, 0) > 0 else { return }
        requests.withValue { $0 += 1 }
        var index = 0
        while let piece = answer(index) {
            index += 1
            var rest = piece[...]
            while !rest.isEmpty {
                let sent = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, noSignal) }
                if sent <= 0 { return }
                rest = rest.dropFirst(sent)
            }
        }
        // Nothing more to say: until the other side goes.
        while recv(connection, &request, request.count, 0) > 0 {}
    }

    #if os(Linux)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
    #else
    private static let stream = SOCK_STREAM
    private static let noSignal: Int32 = 0
    #endif

    func client(timeout: TimeInterval = 20) throws -> ViettelIDC {
        try ViettelIDC(
            tokens: Tokens(token: "a.b.c"), baseURL: URL(string: "http://127.0.0.1:\(port)/api"),
            timeout: timeout, maxAttempts: 1, transport: URLSessionTransport()
        )
    }
}

@Suite("URLSession")
struct URLSessionTests {
    private static func answer(_ status: String, _ headers: [String], _ body: String) -> Data {
        let head = ["HTTP/1.1 \(status)", "Connection: close", "Content-Length: \(body.utf8.count)"] + headers
        return Data((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }

    @Test("does not follow a redirect", .timeLimit(.minutes(1)))
    func redirect() async throws {
        let elsewhere = try Bare { $0 == 0 ? Self.answer("200 OK", [], "{}") : nil }
        let location = "Location: http://127.0.0.1:\(elsewhere.port)/api/details"
        let server = try Bare { $0 == 0 ? Self.answer("302 Found", [location], "") : nil }
        let portal = try server.client()
        #expect(await refusal { try await portal.account.details() } != nil)
        #expect(elsewhere.requests.withValue { $0 } == 0)
    }

    @Test("says what was never sent", .timeLimit(.minutes(1)))
    func refused() async throws {
        let dead = try ViettelIDC(tokens: Tokens(token: "a.b.c"), baseURL: URL(string: "http://127.0.0.1:9/api"), maxAttempts: 1, transport: URLSessionTransport())
        let error = await refusal { try await dead.orders.create(productId: "333", payMethod: "10") }
        #expect(error?.kind == .transport)
        #expect(error?.isSafeToRepeat == true)
    }

    @Test("says what may have arrived", .timeLimit(.minutes(1)))
    func lost() async throws {
        let server = try Bare { $0 == 0 ? Data("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{".utf8) : nil }
        let portal = try server.client(timeout: 1)
        let error = await refusal { try await portal.orders.create(productId: "333", payMethod: "10") }
        #expect(error?.kind == .outcomeUnknown)
        #expect(TransportFailure(URLError(.networkConnectionLost)) == .lost)
        #expect(TransportFailure(URLError(.secureConnectionFailed)) == .lost)
        #expect(TransportFailure(URLError(.timedOut)) == .timedOut)
        #expect(TransportFailure(URLError(.cannotFindHost)) == .notSent)
        #expect(TransportFailure(CancellationError()) == .lost)
    }

    @Test("closes the connection of a cancelled call", .timeLimit(.minutes(1)))
    func cancelling() async throws {
        let server = try Bare { _ in nil }
        let portal = try server.client()
        let task = Task { try await portal.account.details() }
        try await eventually("the request arrives") { server.requests.withValue { $0 } > 0 }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await eventually("its connection closes") { server.closed.withValue { $0 } > 0 }
    }

    @Test("streams, and reads no faster than it is read", .timeLimit(.minutes(1)))
    func backPressure() async throws {
        let (sent, pieces) = (Locked(0), 4_000)
        let piece = Data(repeating: 7, count: 16_384)
        let (mark, total) = ("%PDF-", 5 + pieces * piece.count)
        let server = try Bare { index in
            if index == 0 {
                return Data("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: \(total)\r\n\r\n\(mark)".utf8)
            }
            sent.withValue { $0 = index }
            return index <= pieces ? piece : nil
        }
        let file = try await server.client(timeout: 50).billing.invoicePdf(id: "1")
        #expect(file.size == Int64(total))
        try await Task.sleep(nanoseconds: 1_500_000_000)
        #if canImport(Darwin)
        #expect(sent.withValue { $0 } < pieces, "all of it was fetched before anybody read")
        #endif
        var size = 0
        for try await piece in file { size += piece.count }
        #expect(size == total)
    }
}
#endif
