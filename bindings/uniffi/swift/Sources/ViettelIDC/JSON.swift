import Foundation

/// A JSON value, with numbers exactly as they were written.
///
/// There is no literal for fractions, because a `Double` cannot hold money: write `"0.10"`.
public enum JSON: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as it was written.
    case number(String)
    /// Text.
    case string(String)
    /// A list.
    case array([JSON])
    /// An object.
    case object([String: JSON])

    /// Reads JSON text.
    ///
    /// - Throws: `DecodingError.dataCorrupted` when it is none.
    public init(parsing text: String) throws {
        var parser = JSONParser(text)
        self = try parser.document()
    }

    /// The text, if this is one.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The whole number, if this is one.
    public var int: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }

    /// The exact amount, if this is a number or a text that is one.
    public var decimal: Decimal? {
        switch self {
        case .number(let text), .string(let text): Decimal(exactly: text)
        default: nil
        }
    }

    /// The flag, if this is one.
    public var bool: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// The list, if this is one.
    public var array: [JSON]? {
        if case .array(let items) = self { items } else { nil }
    }

    /// The object, if this is one.
    public var object: [String: JSON]? {
        if case .object(let fields) = self { fields } else { nil }
    }

    /// A field of an object; nil when this is no object or has no such field.
    public subscript(name: String) -> JSON? {
        object?[name]
    }

    /// An item of a list; nil when this is no list or has no such item.
    public subscript(index: Int) -> JSON? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }

    /// This value as one of the package's types, such as an ``Invoice``.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(description.utf8))
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral text: String) { self = .string(text) }
    public init(integerLiteral number: Int) { self = .number(String(number)) }
    public init(booleanLiteral flag: Bool) { self = .bool(flag) }
    public init(arrayLiteral items: JSON...) { self = .array(items) }
    public init(nilLiteral: ()) { self = .null }

    public init(dictionaryLiteral fields: (String, JSON)...) {
        self = .object(Dictionary(fields) { _, last in last })
    }
}

extension JSON: CustomStringConvertible {
    /// JSON text, with the fields of objects in order.
    public var description: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to out: inout String) {
        switch self {
        case .null: out += "null"
        case .bool(let flag): out += flag ? "true" : "false"
        case .number(let text): out += text
        case .string(let text): Self.quote(text, to: &out)
        case .array(let items):
            out += "["
            for (index, item) in items.enumerated() {
                if index > 0 { out += "," }
                item.write(to: &out)
            }
            out += "]"
        case .object(let fields):
            out += "{"
            for (index, field) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { out += "," }
                Self.quote(field.key, to: &out)
                out += ":"
                field.value.write(to: &out)
            }
            out += "}"
        }
    }

    private static func quote(_ text: String, to out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}

/// Reads JSON text. Foundation's own reader gives numbers as `Double`s or without their zeros.
private struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func document() throws -> JSON {
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw failure() }
        return value
    }

    private mutating func value() throws -> JSON {
        skipSpace()
        depth += 1
        defer { depth -= 1 }
        guard let byte = peek(), depth <= 512 else { throw failure() }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object() throws -> JSON {
        var fields: [String: JSON] = [:]
        position += 1
        skipSpace()
        if take("}") { return .object(fields) }
        repeat {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else { throw failure() }
            let name = try string()
            skipSpace()
            guard take(":") else { throw failure() }
            fields[name] = try value()
            skipSpace()
        } while take(",")
        guard take("}") else { throw failure() }
        return .object(fields)
    }

    private mutating func array() throws -> JSON {
        var items: [JSON] = []
        position += 1
        skipSpace()
        if take("]") { return .array(items) }
        repeat {
            items.append(try value())
            skipSpace()
        } while take(",")
        guard take("]") else { throw failure() }
        return .array(items)
    }

    private mutating func number() throws -> JSON {
        let start = position
        _ = take("-")
        let whole = digits()
        guard whole == 1 || (whole > 1 && bytes[position - whole] != UInt8(ascii: "0")) else { throw failure() }
        if take(".") {
            guard digits() > 0 else { throw failure() }
        }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            guard digits() > 0 else { throw failure() }
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = peek(), (48...57).contains(byte) { position += 1 }
        return position - start
    }

    private mutating func string() throws -> String {
        var text: [UInt8] = []
        position += 1
        while let byte = peek() {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escaped()
            case 0..<0x20: throw failure()
            default: text.append(byte)
            }
        }
        throw failure()
    }

    private mutating func escaped() throws -> [UInt8] {
        guard let byte = peek() else { throw failure() }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default: throw failure()
        }
    }

    private mutating func scalar() throws -> Unicode.Scalar {
        let first = try unit()
        guard UTF16.isLeadSurrogate(first) else {
            return Unicode.Scalar(first) ?? "\u{FFFD}"
        }
        let mark = position
        guard take("\\"), take("u") else { return "\u{FFFD}" }
        let second = try unit()
        guard UTF16.isTrailSurrogate(second) else {
            position = mark
            return "\u{FFFD}"
        }
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private mutating func unit() throws -> UInt16 {
        guard position + 4 <= bytes.count,
            let unit = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw failure() }
        position += 4
        return unit
    }

    private mutating func word(_ text: StaticString, _ value: JSON) throws -> JSON {
        let end = position + text.utf8CodeUnitCount
        guard end <= bytes.count, bytes[position..<end].elementsEqual("\(text)".utf8) else { throw failure() }
        position = end
        return value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek(), [0x20, 0x0A, 0x0D, 0x09].contains(byte) { position += 1 }
    }

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private func failure() -> DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "no JSON at byte \(position)"))
    }
}
