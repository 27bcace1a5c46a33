/// A word of the portal, one of those that are known here or another.
///
/// Compare with the static members, and let a `switch` have a `default`: the portal may send words
/// that this version does not know, and they arrive unchanged.
public protocol OpenEnum: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible where RawValue == String {
    /// The value with this word, whether it is known here or not.
    init(rawValue: String)
}

extension OpenEnum {
    /// The word.
    public var description: String { rawValue }

    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
