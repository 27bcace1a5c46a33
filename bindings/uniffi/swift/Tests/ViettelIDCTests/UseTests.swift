import Foundation
import Testing
import ViettelIDCSandbox

@testable import ViettelIDC

@Suite("Lists")
struct PagingTests {
    @Test("are fetched page by page, and walked anew by every loop")
    func pages() async throws {
        let sandbox = Sandbox()
        let portal = try sandbox.client()
        let list = portal.billing.invoices(perPage: 1)
        #expect(list.report == PagerReport())
        let all = try await list.collect()
        #expect(all.count > 1)
        #expect(list.report.items == all.count)
        #expect(all.report == list.report)
        var (items, pages) = ([Invoice](), 0)
        for try await page in list.pages {
            items += page.items
            pages += page.items.isEmpty ? 0 : 1
        }
        #expect(items == all.items)
        #expect(pages == all.count)
        var walked: [Invoice] = []
        for try await invoice in list { walked.append(invoice) }
        #expect(walked == all.items)
    }

    @Test("end early when the loop does")
    func early() async throws {
        let sandbox = Sandbox()
        let portal = try sandbox.client()
        try await portal.login()
        let before = sandbox.calls
        for try await _ in portal.billing.invoices(perPage: 1) { break }
        #expect(sandbox.calls == before + 1)
        #expect(try await portal.billing.invoices(limit: 1).collect().count == 1)
    }

    @Test("say when they changed meanwhile")
    func drift() async throws {
        let recorder = Recorder { request in
            let ids = request.url.contains("page=0") ? ["7", "8"] : request.url.contains("page=1") ? ["8", "9"] : []
            let invoices = JSON.array(ids.map { ["id": .string($0)] })
            return .json(JSON.object(["success": true, "invoices": invoices]).description)
        }
        let list = try client(recorder).billing.invoices(perPage: 2)
        #expect(try await list.collect().map(\.id) == ["7", "8", "9"])
        #expect(list.report.drift.contains(.repeated(id: "8")))
    }

    @Test("fail where they are walked, not where they are made")
    func failures() async throws {
        let portal = try client(Recorder { _ in .json(#"{"success": false, "error": ["invalid_id"]}"#) })
        let list = portal.billing.invoices()
        #expect(await refusal { try await list.collect() }?.kind != nil)
        let odd = portal.withOptions(timeout: -1).billing.invoices()
        #expect(await refusal { try await odd.collect() }?.kind == .invalidRequest)
    }

    @Test("can be walked from the main actor")
    @MainActor
    func mainActor() async throws {
        var ids: [String] = []
        for try await invoice in try ViettelIDC.sandbox().billing.invoices() { ids.append(invoice.id ?? "") }
        #expect(!ids.isEmpty)
    }
}

@Suite("Files")
struct FileTests {
    @Test("come whole, in pieces, or onto the disk; once")
    func threeWays() async throws {
        let portal = try ViettelIDC.sandbox()
        let pdf = try await portal.billing.invoicePdf(id: "308976")
        #expect(pdf.contentType == "application/pdf")
        let whole = try await pdf.bytes()
        #expect(whole.starts(with: Data("%PDF".utf8)))
        #expect(await refusal { try await pdf.bytes() }?.kind == .invalidRequest)
        var pieces = Data()
        for try await piece in try await portal.billing.invoicePdf(id: "308976") { pieces += piece }
        #expect(pieces == whole)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("invoice-\(UUID()).pdf")
        defer { try? FileManager.default.removeItem(at: file) }
        let size = try await portal.billing.invoicePdf(id: "308976").save(to: file)
        #expect(size == Int64(whole.count))
        #expect(try Data(contentsOf: file) == whole)
    }

    @Test("that break off are errors, not short files")
    func truncated() async throws {
        let sandbox = Sandbox()
        let portal = try sandbox.client().withOptions(maxAttempts: 1)
        sandbox.fault(.truncated, operation: "billing_invoice_pdf")
        #expect(await refusal { try await portal.billing.invoicePdf(id: "308976").bytes() }?.kind == .transport)
    }
}

@Suite("Sessions")
struct SessionTests {
    /// A store as an app has one.
    final class Store: TokenStore {
        let kept = Locked<Tokens?>(nil)
        let saves = Locked(0)
        struct Broken: LocalizedError { var errorDescription: String? { "the keychain is locked" } }
        let isBroken: Bool

        init(isBroken: Bool = false) {
            self.isBroken = isBroken
        }

        func load() throws -> Tokens? {
            if isBroken { throw Broken() }
            return kept.withValue { $0 }
        }

        func save(_ tokens: Tokens?) throws {
            saves.withValue { $0 += 1 }
            kept.withValue { $0 = tokens }
        }
    }

    @Test("are renewed once, however many calls wait")
    func renewal() async throws {
        let (sandbox, store) = (Sandbox(tokenLife: 1), Store())
        let portal = try ViettelIDC(
            username: sandbox.username, password: sandbox.password, tokenStore: store,
            baseURL: Sandbox.baseURL, transport: sandbox
        )
        try await portal.login()
        let (calls, saves) = (sandbox.calls, store.saves.withValue { $0 })
        try await Task.sleep(nanoseconds: 1_100_000_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = try await portal.billing.balance() } }
            try await group.waitForAll()
        }
        #expect(store.saves.withValue { $0 } == saves + 1)
        #expect(sandbox.calls == calls + 51)
    }

    @Test("can be given, kept and ended")
    func tokens() async throws {
        let (sandbox, store) = (Sandbox(), Store())
        let portal = try ViettelIDC(
            username: sandbox.username, password: sandbox.password, tokenStore: store,
            baseURL: Sandbox.baseURL, transport: sandbox
        )
        #expect(portal.tokens == nil)
        _ = try await portal.billing.balance()
        let held = try #require(portal.tokens)
        #expect(store.kept.withValue { $0 } == held)
        #expect(store.kept.withValue { $0 }?.owner?.hasSuffix(" " + sandbox.username) == true)
        let other = try ViettelIDC(tokens: held, baseURL: Sandbox.baseURL, transport: sandbox)
        _ = try await other.billing.balance()
        try await other.setTokens(Tokens(token: "x.y.z"))
        #expect(other.tokens == Tokens(token: "x.y.z"))
        try await portal.logout()
        #expect(portal.tokens == nil)
        #expect(store.kept.withValue { $0 } == nil)
    }

    @Test("of a store that fails say so")
    func brokenStore() async throws {
        let sandbox = Sandbox()
        let portal = try ViettelIDC(
            username: sandbox.username, password: sandbox.password, tokenStore: Store(isBroken: true),
            baseURL: Sandbox.baseURL, transport: sandbox
        )
        // With a password at hand nothing is lost.
        _ = try await portal.billing.balance()
        let bare = try ViettelIDC(tokenStore: Store(isBroken: true), baseURL: Sandbox.baseURL, transport: sandbox)
        let error = await refusal { try await bare.billing.balance() }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.message.contains("the keychain is locked") == true)
    }

    @Test("can be kept in a file")
    func file() async throws {
        let sandbox = Sandbox()
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("tokens-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let portal = try ViettelIDC(
            username: sandbox.username, password: sandbox.password, tokenFile: file,
            baseURL: Sandbox.baseURL, transport: sandbox
        )
        try await portal.login()
        #expect(FileManager.default.fileExists(atPath: file.path))
    }
}

@Suite("Failures")
struct ErrorTests {
    @Test("have their kinds, their words and the portal's own JSON")
    func portal() async throws {
        let sandbox = Sandbox()
        let portal = try sandbox.client()
        let missing = try #require(await refusal { try await portal.billing.invoice(id: "999") })
        #expect(missing.operation == "billing_invoice")
        #expect(missing.raw != nil)
        #expect(missing.localizedDescription == missing.message)
        #expect(missing.failureReason == missing.kind.explanation)
        let wrong = try ViettelIDC(username: "a@example.com", password: "no", baseURL: Sandbox.baseURL, transport: sandbox)
        #expect(await refusal { try await wrong.login() }?.kind == .authentication)
    }

    @Test("of orders leave no doubt that there is doubt")
    func unknownOutcome() async throws {
        let sandbox = Sandbox()
        let portal = try sandbox.client()
        sandbox.fault(.resetAfter, operation: "orders_create")
        let error = await refusal { try await portal.orders.create(productId: "333", payMethod: "10") }
        #expect(error?.kind == .outcomeUnknown)
        #expect(error?.isSafeToRepeat == false)
        #expect(error?.attempts == 1)
    }

    @Test("that can be helped are, where nothing can happen twice")
    func retries() async throws {
        let sandbox = Sandbox()
        let portal = try sandbox.client()
        sandbox.fault(.resetBefore, operation: "billing_balance")
        #expect(try await portal.call("billing_balance").attempts == 2)
        sandbox.fault(.refused, operation: "billing_balance")
        let once = portal.withOptions(maxAttempts: 1)
        #expect(await refusal { try await once.billing.balance() }?.kind == .transport)
    }

    @Test("of limits and guards come before anything is sent")
    func guards() async throws {
        let recorder = Recorder { _ in .json("{}") }
        let portal = try ViettelIDC(tokens: Tokens(token: "a.b.c"), guard: .readOnly, transport: recorder)
        #expect(await refusal { try await portal.orders.create(productId: "333", payMethod: "10") }?.kind == .invalidRequest)
        #expect(recorder.requests.isEmpty)
        #expect(throws: PortalError.self) { try ViettelIDC(username: "only") }
        #expect(throws: PortalError.self) { try ViettelIDC(baseURL: URL(string: "http://portal.example.com")) }
        #expect(throws: PortalError.self) { try ViettelIDC(timeout: .nan) }
    }

    @Test("inside the library are errors, not the end of the program")
    func panics() async throws {
        let portal = try ViettelIDC.sandbox()
        #expect(await refusal { try await portal.failInside() }?.kind == .internal)
        _ = try await portal.billing.balance()
    }

    @Test("of an answer say where it could not be read")
    func unreadable() async throws {
        let portal = try client(Recorder { _ in .json(#"{"success": true, "details": 5}"#) })
        #expect(await refusal { try await portal.billing.balance() }?.kind == .decode)
        let page = try client(Recorder { _ in .data(Data("<html>".utf8), type: "text/html") })
        #expect(await refusal { try await page.billing.balance() } != nil)
    }
}

@Suite("Cancelling")
struct CancellingTests {
    @Test("a task gives the request up", .timeLimit(.minutes(1)))
    func task() async throws {
        let recorder = Recorder { _ in .silence }
        let portal = try client(recorder)
        let task = Task { try await portal.billing.balance() }
        try await eventually("the request is sent") { !recorder.requests.isEmpty }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await eventually("it is given up") { recorder.cancelled > 0 }
    }

    @Test("before a call sends nothing")
    func before() async throws {
        let recorder = Recorder { _ in .silence }
        let portal = try client(recorder)
        let task = Task {
            try? await Task.sleep(nanoseconds: 1_000_000_000)
            _ = try await portal.billing.balance()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(recorder.requests.isEmpty)
    }

    @Test("a call that renews the tokens loses none", .timeLimit(.minutes(1)))
    func renewal() async throws {
        let sandbox = Sandbox(tokenLife: 1)
        let portal = try sandbox.client()
        try await portal.login()
        for _ in 0..<5 {
            try await Task.sleep(nanoseconds: 1_050_000_000)
            let task = Task { try await portal.billing.balance() }
            task.cancel()
            _ = try? await task.value
        }
        _ = try await portal.billing.balance()
    }

    @Test("a time limit is a failure of its own")
    func timeout() async throws {
        let portal = try client(Recorder { _ in .silence }).withOptions(timeout: 0.05)
        #expect(await refusal { try await portal.billing.balance() }?.kind == .timeout)
    }
}

@Suite("Waiting")
struct WaitingTests {
    @Test("is for tickets and invoices too", .timeLimit(.minutes(1)))
    func others() async throws {
        let portal = try ViettelIDC.sandbox()
        #expect(try await portal.tickets.wait(number: "736633", until: .answered).ticket.status == .answered)
        #expect(try await portal.billing.waitForInvoice(id: "308976").status == .paid)
        try await portal.tickets.close(number: "736633")
        #expect(await refusal { try await portal.tickets.wait(number: "736633") }?.kind == .portal)
    }

    @Test("are waited for", .timeLimit(.minutes(1)))
    func reboot() async throws {
        let portal = try ViettelIDC.sandbox(vmStep: 0.05)
        try await portal.vms.reboot(id: "292", vmid: "1201")
        let seen = Locked<[WaitProgress<Vm>]>([])
        let vm = try await portal.vms.wait(service: "292", vm: "1201", until: .rebooted, every: 0.02) { progress in
            seen.withValue { $0.append(progress) }
        }
        #expect(vm.status == .running)
        #expect(!seen.withValue { $0 }.isEmpty)
    }

    @Test("are seen on the way", .timeLimit(.minutes(1)))
    func stream() async throws {
        let portal = try ViettelIDC.sandbox(vmStep: 0.05)
        try await portal.vms.stop(id: "292", vmid: "1201")
        var last: WaitProgress<Vm>?
        for try await progress in portal.vms.waitProgress(service: "292", vm: "1201", until: .stopped, every: 0.02) {
            last = progress
        }
        #expect(last?.value?.status == .stopped)
    }

    @Test("that do not arrive end the waiting at the deadline, or with the loop", .timeLimit(.minutes(1)))
    func deadline() async throws {
        let sandbox = Sandbox()
        let portal = try sandbox.client()
        let error = await refusal {
            try await portal.vms.wait(service: "292", vm: "1201", until: .stopped, every: 0.02, deadline: 0.1)
        }
        #expect(error?.kind == .timeout)
        for try await _ in portal.vms.waitProgress(service: "292", vm: "1201", until: .stopped, every: 0.02) { break }
        try await Task.sleep(nanoseconds: 200_000_000)
        let calls = sandbox.calls
        try await Task.sleep(nanoseconds: 200_000_000)
        #expect(sandbox.calls == calls)
    }
}

@Suite("The way around the types")
struct EscapeTests {
    @Test("gives the answer, and what the portal really sent")
    func call() async throws {
        let portal = try ViettelIDC.sandbox()
        let reply = try await portal.call("billing_invoice", path: ["id": "308976"])
        #expect(reply.status == 200)
        #expect(reply.value["invoice"]?["id"] == "308976")
        #expect(reply.raw["invoice"] != nil)
        let invoice: InvoiceDetails = try #require(reply.value["invoice"]).decoded()
        let typed = try await portal.billing.invoice(id: "308976")
        #expect(invoice == typed)
        #expect(await refusal { try await portal.call("no_such_operation") }?.kind == .invalidRequest)
    }
}
