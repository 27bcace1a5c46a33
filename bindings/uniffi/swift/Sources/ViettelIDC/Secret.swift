/// A password, token or key. It does not print; ``expose()`` gives it.
///
/// Coding it writes the text itself, so that a stored answer can be read again: keep what you encode
/// as safe as the secret.
public struct Secret: Hashable, Sendable, ExpressibleByStringLiteral {
    private let text: String

    /// Hides a text.
    public init(_ text: String) {
        self.text = text
    }

    /// Hides a text.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// The text.
    public func expose() -> String {
        text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "***" }
    public var debugDescription: String { "Secret(***)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Secret: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
