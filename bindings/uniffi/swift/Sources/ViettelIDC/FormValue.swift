/// What is chosen in a form of an order: a text, or how many of each item.
public enum FormValue: Hashable, Sendable, ExpressibleByStringLiteral {
    /// A text, such as the id of a choice.
    case text(String)
    /// Quantities by the ids of items.
    case quantities([String: String])

    /// A text.
    public init(stringLiteral text: String) {
        self = .text(text)
    }
}

extension FormValue: Codable {
    public init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self = .text(text)
        } else {
            self = .quantities(try [String: String](from: decoder))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let text): try text.encode(to: encoder)
        case .quantities(let quantities): try quantities.encode(to: encoder)
        }
    }
}
