import Foundation
import Testing

@testable import ViettelIDC

/// What must come of every operation, for all languages.
private let expectations: [String: JSON] = {
    let file = project("bindings/uniffi/tests/generated/cases.json")
    let text = try! String(contentsOf: file, encoding: .utf8)
    let rows = try! JSON(parsing: text).array!
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["operation"]!.string!, $0) })
}()

@Suite("Every operation")
struct ContractTests {
    @Test("is called in Swift as the spec has it")
    func everyOperationHasItsCase() {
        #expect(Set(contractCases.map(\.operation)) == Set(expectations.keys))
        #expect(contractCases.count == 149)
    }

    @Test("sends its request and reads its answer", arguments: contractCases)
    func contract(_ test: ContractCase) async throws {
        let expected = try #require(expectations[test.operation])
        let (answer, media) = (expected["answer"]!, expected["media"]!.string!)
        let recorder = Recorder { _ in
            media == "application/json" ? .json(answer.description) : .data(Data(answer.string!.utf8), type: media)
        }
        let result = try await test.call(try client(recorder))

        try #require(recorder.requests.count == 1)
        let (sent, wanted) = (recorder.requests[0], expected["request"]!)
        let url = try #require(URLComponents(string: sent.url.replacingOccurrences(of: "+", with: "%20")))
        let query = (url.queryItems ?? []).map { ($0.name, JSON.string($0.value ?? "")) }
        #expect(sent.method == wanted["method"]?.string)
        #expect(url.path == "/api" + wanted["path"]!.string!)
        #expect(JSON.object(Dictionary(query) { $1 }) == wanted["query"])
        let body = try sent.body.map { try JSON(parsing: String(decoding: $0, as: UTF8.self)) }
        #expect(body?.normal == wanted["body"]?.normal)
        let isAuthorised = sent.headers.contains { $0.name.lowercased() == "authorization" }
        #expect(isAuthorised == expected["auth"]?.bool)

        let text = try written(["result": Loose(result)])
        #expect(try JSON(parsing: text)["result"]?.normal == expected["result"]?.normal)
    }
}

@Suite("Odd answers")
struct AnswerTests {
    /// Written by `cargo run -p viettel-idc-fuzz --bin answers`.
    @Test("that Rust reads are read and give the same")
    func answers() async throws {
        let path = try #require(ProcessInfo.processInfo.environment["VIETTEL_IDC_ANSWERS"])
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count >= 1000)
        let cases = Dictionary(uniqueKeysWithValues: contractCases.map { ($0.operation, $0) })
        for line in lines {
            let row = try JSON(parsing: String(line))
            let operation = row["operation"]!.string!
            guard expectations[operation]?["kind"]?.string == "json" else { continue }
            let answer = row["answer"]!.string!
            let recorder = Recorder { _ in .json(answer) }
            let result = try await cases[operation]!.call(try client(recorder))
            let text = try written(["result": Loose(result)])
            #expect(try JSON(parsing: text)["result"]?.normal == row["result"]?.normal, "\(line)")
        }
    }
}

extension ContractCase: CustomTestStringConvertible {
    var testDescription: String { operation }
}
