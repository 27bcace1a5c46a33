import Foundation

extension TimeZone {
    /// Asia/Ho_Chi_Minh, where the portal is run. The portal does not say in which zone its times are;
    /// an account may show another one (`DefaultTimezone` among its settings).
    public static var portal: TimeZone {
        TimeZone(identifier: "Asia/Ho_Chi_Minh") ?? TimeZone(secondsFromGMT: 7 * 3600) ?? .current
    }
}

/// A day of the portal's calendar, such as the day an invoice is due. It has no time zone.
public struct PortalDate: Hashable, Sendable {
    /// Year, such as 2026.
    public let year: Int
    /// Month, 1 to 12.
    public let month: Int
    /// Day of the month, 1 to 31.
    public let day: Int

    /// A day; nil when there is none such.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else {
            return nil
        }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day it is there at that moment.
    public init(_ date: Date, in zone: TimeZone = .portal) {
        self = PortalDateTime(date, in: zone).day
    }

    /// Reads `2026-11-30`; nil for anything else.
    public init?(_ text: String) {
        guard let numbers = digits(of: text[...], lengths: [4, 2, 2], separator: "-") else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// The moment this day begins, by the portal's clock.
    public var date: Date { date(in: .portal) }

    /// The moment this day begins in a zone.
    public func date(in zone: TimeZone) -> Date {
        moment(days: daysSince1970, seconds: 0, in: zone)
    }

    static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    fileprivate init(days: Int) {
        // By the Gregorian rules, from 1970-01-01; years begin in March, so that leap days come last.
        let shifted = days + 719_468
        let era = Int((Double(shifted) / 146_097).rounded(.down))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    fileprivate var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// A day and time of the portal's clock. It has no time zone, because the portal names none.
public struct PortalDateTime: Hashable, Sendable {
    /// The day.
    public let day: PortalDate
    /// Hour, 0 to 23.
    public let hour: Int
    /// Minute, 0 to 59.
    public let minute: Int
    /// Second, 0 to 59.
    public let second: Int

    /// A time of a day; nil when there is none such.
    public init?(day: PortalDate, hour: Int, minute: Int, second: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        (self.day, self.hour, self.minute, self.second) = (day, hour, minute, second)
    }

    /// What the clock shows there at that moment.
    public init(_ date: Date, in zone: TimeZone = .portal) {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: date)
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let rest = seconds - days * 86_400
        (day, hour, minute, second) = (PortalDate(days: days), rest / 3600, rest / 60 % 60, rest % 60)
    }

    /// Reads `2026-11-30T09:30:00`, also with a space in place of the `T`; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == 19, let split = text.firstIndex(where: { $0 == "T" || $0 == " " }),
            let day = PortalDate(String(text[..<split])),
            let numbers = digits(of: text[text.index(after: split)...], lengths: [2, 2, 2], separator: ":")
        else { return nil }
        self.init(day: day, hour: numbers[0], minute: numbers[1], second: numbers[2])
    }

    /// The moment, by the portal's clock.
    public var date: Date { date(in: .portal) }

    /// The moment a clock of that zone shows this.
    public func date(in zone: TimeZone) -> Date {
        moment(days: day.daysSince1970, seconds: hour * 3600 + minute * 60 + second, in: zone)
    }
}

extension PortalDate: Comparable, LosslessStringConvertible {
    public var description: String { "\(padded(year, to: 4))-\(padded(month))-\(padded(day))" }

    public static func < (one: PortalDate, other: PortalDate) -> Bool {
        (one.year, one.month, one.day) < (other.year, other.month, other.day)
    }
}

extension PortalDateTime: Comparable, LosslessStringConvertible {
    public var description: String { "\(day)T\(padded(hour)):\(padded(minute)):\(padded(second))" }

    public static func < (one: PortalDateTime, other: PortalDateTime) -> Bool {
        (one.day, one.hour, one.minute, one.second) < (other.day, other.hour, other.minute, other.second)
    }
}

extension PortalDate: Codable {
    public init(from decoder: any Decoder) throws {
        self = try parsed(from: decoder, as: "a day such as 2026-11-30")
    }

    public func encode(to encoder: any Encoder) throws {
        try description.encode(to: encoder)
    }
}

extension PortalDateTime: Codable {
    public init(from decoder: any Decoder) throws {
        self = try parsed(from: decoder, as: "a time such as 2026-11-30T09:30:00")
    }

    public func encode(to encoder: any Encoder) throws {
        try description.encode(to: encoder)
    }
}

/// The moment so many days and seconds after 1970-01-01 00:00:00 as a clock of that zone shows it.
private func moment(days: Int, seconds: Int, in zone: TimeZone) -> Date {
    let shown = TimeInterval(days * 86_400 + seconds)
    // The offset belongs to the moment, which is yet to be found: twice is enough.
    let near = shown - TimeInterval(zone.secondsFromGMT(for: Date(timeIntervalSince1970: shown)))
    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: near))
    return Date(timeIntervalSince1970: shown - TimeInterval(offset))
}

/// Numbers of exactly so many ASCII digits.
private func digits(of text: Substring, lengths: [Int], separator: Character) -> [Int]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == lengths, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
        return nil
    }
    return parts.compactMap { Int($0) }
}

private func padded(_ number: Int, to length: Int = 2) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, length - text.count)) + text
}

private func parsed<T: LosslessStringConvertible>(from decoder: any Decoder, as form: String) throws -> T {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = T(text) else {
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not \(form)"))
    }
    return value
}
