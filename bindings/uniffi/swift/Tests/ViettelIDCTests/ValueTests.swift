import Foundation
import Testing

@testable import ViettelIDC

@Suite("Money")
struct MoneyTests {
    @Test("is exact", arguments: ["0", "0.10", "-150000.50", "580000.00", "79228162514264337593543950335", "0.0000000000000000000000000001"])
    func exact(_ text: String) throws {
        let amount = try #require(Decimal(exactly: text))
        let written = try JSON(parsing: try written(["amount": Loose(amount)]))["amount"]
        #expect(written?.string.flatMap { Decimal(exactly: $0) } == amount)
        #expect(written?.string?.contains("e") == false)
    }

    @Test("adds up")
    func sums() {
        let amounts = ["0.10", "0.20", "9.70"].compactMap { Decimal(exactly: $0) }
        #expect(amounts.reduce(0, +) == 10)
    }

    @Test("is nothing else", arguments: ["", "-", ".", "1.", ".5", "1,5", "1.2.3", "1e3", "٣", " 1", "--1", "1-", "NaN", "123456789012345678901234567890123456789012345"])
    func nothingElse(_ text: String) {
        #expect(Decimal(exactly: text) == nil)
    }

    @Test("that is not a number is refused before anything is sent")
    func notANumber() async throws {
        let recorder = Recorder { _ in .json("{}") }
        let client = try client(recorder)
        let error = await refusal { try await client.billing.applyCredit(id: "308977", amount: .nan) }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.operation == "billing_apply_credit")
        #expect(recorder.requests.isEmpty)
    }

    @Test("goes out in plain digits")
    func plain() async throws {
        let recorder = Recorder { _ in .json(#"{"success": true}"#) }
        _ = try? await client(recorder).billing.applyCredit(id: "308977", amount: Decimal(string: "100000.10")!)
        let body = try #require(recorder.requests.first?.body)
        #expect(try JSON(parsing: String(decoding: body, as: UTF8.self))["amount"]?.decimal == Decimal(string: "100000.10"))
    }
}

@Suite("Days and times")
struct DateTests {
    @Test("read what they write", arguments: ["0001-01-01", "1969-12-31", "2000-02-29", "2026-11-30", "9999-12-31"])
    func days(_ text: String) throws {
        let day = try #require(PortalDate(text))
        #expect(day.description == text)
        #expect(PortalDate(day.date) == day)
        #expect(try JSONDecoder().decode([PortalDate].self, from: JSONEncoder().encode([day])) == [day])
    }

    @Test("that do not exist are refused", arguments: ["2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-11-31", "2026-11-30T", "٢٠٢٦-11-30"])
    func noDays(_ text: String) {
        #expect(PortalDate(text) == nil)
    }

    @Test("are moments of the portal's clock, or of another")
    func moments() throws {
        let time = try #require(PortalDateTime("2026-11-30 09:30:05"))
        #expect(time.description == "2026-11-30T09:30:05")
        #expect(time.date == ISO8601DateFormatter().date(from: "2026-11-30T02:30:05Z"))
        let gmt = try #require(TimeZone(identifier: "GMT"))
        #expect(time.date(in: gmt) == ISO8601DateFormatter().date(from: "2026-11-30T09:30:05Z"))
        #expect(PortalDateTime(time.date) == time)
        #expect(PortalDateTime(time.date, in: gmt).hour == 2)
        #expect(PortalDateTime("2026-11-30T24:00:00") == nil)
        #expect(try #require(PortalDate("2026-11-30")) < #require(PortalDate("2026-12-01")))
    }

    @Test("follow the zone's own clock changes")
    func clockChanges() throws {
        let zone = try #require(TimeZone(identifier: "America/New_York"))
        for (text, utc) in [("2026-03-08T03:30:00", "2026-03-08T07:30:00Z"), ("2026-07-01T12:00:00", "2026-07-01T16:00:00Z"), ("2026-12-01T12:00:00", "2026-12-01T17:00:00Z")] {
            #expect(PortalDateTime(text)?.date(in: zone) == ISO8601DateFormatter().date(from: utc))
        }
    }
}

@Suite("JSON")
struct JSONTests {
    @Test("keeps numbers and text as they are")
    func exact() throws {
        let text = #"{"a":[1,-0.10,1e3,true,null],"b":"é \"\\ \n \u0001 🙂"}"#
        let value = try JSON(parsing: text)
        #expect(value["a"]?[1] == .number("-0.10"))
        #expect(value["a"]?[1]?.decimal == Decimal(string: "-0.1"))
        #expect(try JSON(parsing: value.description) == value)
        #expect(try JSON(parsing: #""\ud83d\ude42\u00e9""#) == "🙂é")
    }

    @Test("is not read from what is none", arguments: ["", "{", "[1,]", "{\"a\"}", "01", "1.", "\"\u{1}\"", "nul", "1 2", "\"\\x\"", "[1}"])
    func broken(_ text: String) {
        #expect(throws: DecodingError.self) { try JSON(parsing: text) }
    }

    @Test("that is endlessly deep is refused")
    func deep() {
        #expect(throws: DecodingError.self) { try JSON(parsing: String(repeating: "[", count: 100_000)) }
    }
}

@Suite("Secrets")
struct SecretTests {
    @Test("do not print")
    func hidden() throws {
        let (secret, tokens) = (Secret("geheim-17"), Tokens(token: "geheim-17", refresh: "geheim-18"))
        let recorder = Recorder { _ in .silence }
        let client = try ViettelIDC(username: "linh.tran@example.com", password: "geheim-17", tokens: tokens, transport: recorder)
        let request = TransportRequest(method: "GET", url: "https://portal.example.com/?key=geheim-17", headers: [("Authorization", "geheim-17")], body: Data("geheim-17".utf8))
        let error = PortalError(details: #"{"kind": "mfa_required", "message": "m", "mfa": {"token": "geheim-17", "methods": ["totp"]}, "raw": {"t": "geheim-17"}}"#)
        #expect(error.mfa?.token.expose() == "geheim-17")
        for value in [secret, tokens, client, request, error, ["nested": secret]] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(!text.contains("geheim"), "\(type(of: value)) prints its secret")
            }
        }
    }
}

@Suite("Open enumerations")
struct EnumTests {
    @Test("keep words they do not know")
    func unknown() throws {
        let read = try JSONDecoder().decode([InvoiceStatus].self, from: Data(#"["Paid", "Overdue"]"#.utf8))
        #expect(read[0] == .paid)
        #expect(read[1].rawValue == "Overdue")
        #expect(String(decoding: try JSONEncoder().encode(read), as: UTF8.self) == #"["Paid","Overdue"]"#)
    }
}
