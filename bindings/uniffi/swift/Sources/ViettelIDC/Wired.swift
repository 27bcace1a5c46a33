import Foundation

/// What crosses between Swift and the canonical JSON of the native half. Most types do it by `Codable`;
/// amounts do not, because `Decimal`'s own coding goes through a floating-point number.
protocol Wired: Written, Hashable {
    /// What stands for a value that is not there, where something can.
    static var absent: Self? { get }
    /// Whether it says nothing.
    var isAbsent: Bool { get }

    static func read(from decoder: any Decoder) throws -> Self
}

/// What can be written as canonical JSON.
protocol Written: Sendable {
    func write(to encoder: any Encoder) throws
}

extension Wired {
    static var absent: Self? { nil }
    var isAbsent: Bool { false }
}

extension Wired where Self: Codable {
    static func read(from decoder: any Decoder) throws -> Self {
        try Self(from: decoder)
    }

    func write(to encoder: any Encoder) throws {
        try encode(to: encoder)
    }
}

extension String: Wired {}
extension Int: Wired {}
extension Bool: Wired {}
extension Secret: Wired {}
extension FormValue: Wired {}
extension PortalDate: Wired {}
extension PortalDateTime: Wired {}

extension Decimal: Wired {
    static func read(from decoder: any Decoder) throws -> Decimal {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let amount = Decimal(exactly: text) else {
            let context = DecodingError.Context(
                codingPath: decoder.codingPath,
                debugDescription: "no exact amount"
            )
            throw DecodingError.dataCorrupted(context)
        }
        return amount
    }

    func write(to encoder: any Encoder) throws {
        guard isFinite else {
            let context = EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "no amount")
            throw EncodingError.invalidValue(self, context)
        }
        // Digits and a point, in every locale and without an exponent.
        try description.encode(to: encoder)
    }
}

extension Array: Written, Wired where Element: Wired {
    static var absent: [Element]? { [] }
    var isAbsent: Bool { isEmpty }

    static func read(from decoder: any Decoder) throws -> [Element] {
        try [OnWire<Element>](from: decoder).map(\.value)
    }

    func write(to encoder: any Encoder) throws {
        try map(OnWire.init).encode(to: encoder)
    }
}

extension Dictionary: Written, Wired where Key == String, Value: Wired {
    static var absent: [String: Value]? { [:] }
    var isAbsent: Bool { isEmpty }

    static func read(from decoder: any Decoder) throws -> [String: Value] {
        try [String: OnWire<Value>](from: decoder).mapValues(\.value)
    }

    func write(to encoder: any Encoder) throws {
        try mapValues(OnWire.init).encode(to: encoder)
    }
}

extension JSON: Written {
    func write(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let flag): try container.encode(flag)
        case .string(let text): try container.encode(text)
        case .number(let text):
            if let whole = Int64(text) {
                try container.encode(whole)
            } else {
                // Exact amounts go as text, which is what the native half wants of them.
                try container.encode(text)
            }
        case .array(let items): try items.map(Loose.init).encode(to: encoder)
        case .object(let fields): try fields.mapValues(Loose.init).encode(to: encoder)
        }
    }
}

/// A value as it is on the wire.
struct OnWire<Value: Wired>: Codable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }

    init(from decoder: any Decoder) throws {
        value = try Value.read(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try value.write(to: encoder)
    }
}

/// Anything that can be written.
struct Loose: Encodable {
    let value: any Written

    init(_ value: any Written) {
        self.value = value
    }

    func encode(to encoder: any Encoder) throws {
        try value.write(to: encoder)
    }
}

extension KeyedDecodingContainer {
    /// A field that is always there, if only as an empty list.
    func read<Value: Wired>(_ key: Key) throws -> Value {
        if let value: Value = try maybe(key) ?? Value.absent {
            return value
        }
        throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "\(key.stringValue) is missing"))
    }

    /// A field that may be missing.
    func maybe<Value: Wired>(_ key: Key) throws -> Value? {
        try decodeIfPresent(OnWire<Value>.self, forKey: key)?.value
    }
}

extension KeyedEncodingContainer {
    /// Writes a field that must be there.
    mutating func write<Value: Wired>(_ value: Value, _ key: Key) throws {
        try encode(OnWire(value), forKey: key)
    }

    /// Writes a field, unless it says nothing.
    mutating func writeIfAny<Value: Wired>(_ value: Value?, _ key: Key) throws {
        if let value, !value.isAbsent {
            try write(value, key)
        }
    }
}

extension Decimal {
    /// Reads `-150000.50`: ASCII digits and a point in every locale; nil for anything else, and for
    /// more digits than a `Decimal` holds.
    init?(exactly text: String) {
        let parts = text.utf8.drop { $0 == UInt8(ascii: "-") }
            .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isPlain = (1...2).contains(parts.count) && parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { (48...57).contains($0) }
        }
        guard isPlain, text.utf8.filter({ $0 == UInt8(ascii: "-") }).count <= 1,
            let amount = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")),
            Self.significant(amount.description) == Self.significant(text)
        else { return nil }
        self = amount
    }

    /// The digits that matter, for comparing what was written with what is held.
    private static func significant(_ text: String) -> String {
        let digits = text.drop { $0 == "-" || $0 == "0" }
        guard digits.contains(".") else { return String(digits) }
        var kept = digits
        while kept.last == "0" { kept.removeLast() }
        if kept.last == "." { kept.removeLast() }
        return String(kept)
    }
}
