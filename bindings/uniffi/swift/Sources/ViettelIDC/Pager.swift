internal import ViettelIDCNative

/// A paged list: `for try await` gives its items, and pages are fetched as they are wanted.
///
/// Every loop walks anew, from the first page.
///
/// ```swift
/// for try await invoice in portal.billing.invoices(filterStatus: .unpaid) {
///     print(invoice.id, invoice.total ?? 0)
/// }
/// ```
public struct Pager<Element: Sendable>: AsyncSequence, Sendable {
    private let connection: Connection
    private let call: Call
    private let read: @Sendable (any Decoder) throws -> Page?
    private let latest = Locked(PagerReport())

    init(_ connection: Connection, _ call: Call) where Element: Wired {
        self.connection = connection
        self.call = call
        read = { decoder in
            let answer = try AnswerOnWire<Element>(from: decoder)
            return answer.page.map { Page(items: $0.items, records: $0.records) }
        }
    }

    /// What the newest walk has seen so far, also after an error.
    public var report: PagerReport { latest.withValue { $0 } }

    /// The list page by page.
    public var pages: Pages { Pages(pager: self) }

    /// All items, with the report.
    ///
    /// - Throws: ``PortalError`` when a page cannot be had.
    public func collect() async throws -> Collected<Element> {
        let walk = Walk(self)
        var items: [Element] = []
        while let page = try await walk.next() { items += page.items }
        return Collected(items: items, report: report)
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(walk: Walk(self))
    }

    /// A page of a list.
    public struct Page: Sendable {
        /// What is on it.
        public let items: [Element]
        /// How many items the list has in all, when the portal says.
        public let records: Int?
    }

    /// Goes through the items.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        fileprivate let walk: Walk
        private var items: ArraySlice<Element> = []

        fileprivate init(walk: Walk) {
            self.walk = walk
        }

        /// The next item; nil at the end.
        public mutating func next() async throws -> Element? {
            while items.isEmpty {
                guard let page = try await walk.next() else { return nil }
                items = page.items[...]
            }
            return items.removeFirst()
        }
    }

    /// The pages of a list.
    public struct Pages: AsyncSequence, Sendable {
        public typealias Element = Page

        fileprivate let pager: Pager

        public func makeAsyncIterator() -> Iterator {
            Iterator(walk: Walk(pager))
        }

        /// Goes through the pages.
        public struct Iterator: AsyncIteratorProtocol, Sendable {
            fileprivate let walk: Walk

            /// The next page; nil at the end.
            public func next() async throws -> Page? {
                try await walk.next()
            }
        }
    }

    /// One walk through the list.
    fileprivate final class Walk: Sendable {
        private let pager: Pager
        private let native = Locked<NativePager?>(nil)

        init(_ pager: Pager) {
            self.pager = pager
        }

        func next() async throws -> Page? {
            let native = try started()
            defer { note(native) }
            let text = try await cancellable { try await native.nextPage(cancel: $0) }
            return try decode(text, pager.call.operation, pager.read)
        }

        private func note(_ native: NativePager) {
            guard let text = native.report(),
                let report = try? decode(text, nil, { try ReportOnWire(from: $0) })
            else { return }
            pager.latest.withValue { $0 = PagerReport(report) }
        }

        /// Nothing can fail before somebody asks for the first page.
        private func started() throws -> NativePager {
            try native.withValue { native in
                if let native { return native }
                let request = try pager.call.text(pager.connection.limits)
                do {
                    let started = try pager.connection.native.pages(request: request)
                    native = started
                    return started
                } catch {
                    throw failure(error)
                }
            }
        }
    }
}

/// The next page.
private struct AnswerOnWire<Element: Wired>: Decodable {
    let page: PageOnWire<Element>?
}

private struct PageOnWire<Element: Wired>: Decodable {
    let items: [Element]
    let records: Int?

    init(from decoder: any Decoder) throws {
        let page = try decoder.container(keyedBy: Name.self)
        items = try page.read(Name(stringValue: "items"))
        records = try page.maybe(Name(stringValue: "records"))
    }
}

private struct ReportOnWire: Decodable {
    let pages: Int
    let items: Int
    let drift: [DriftOnWire]
    let lost: Int
    let losses: [PagerReport.Loss]
}

private struct DriftOnWire: Decodable {
    let kind: String
    let id: String?
    let before: Int?
    let after: Int?
    let expected: Int?
    let found: Int?
    let page: Int?
    let items: Int?
}

/// All items of a list, with what was seen while it was walked. It is used like the array of its items.
public struct Collected<Element: Sendable>: RandomAccessCollection, Sendable {
    /// The items, in the portal's order.
    public let items: [Element]
    /// What was seen.
    public let report: PagerReport

    public var startIndex: Int { items.startIndex }
    public var endIndex: Int { items.endIndex }

    public subscript(position: Int) -> Element { items[position] }
}

/// What was seen while a list was walked.
public struct PagerReport: Hashable, Sendable {
    /// Pages that were fetched.
    public let pages: Int
    /// Items they held.
    public let items: Int
    /// Signs that the list changed meanwhile, or that the portal miscounts.
    public let drift: [Drift]
    /// How many values the portal sent that could not be used.
    public let lost: Int
    /// The first 100 of them.
    public let losses: [Loss]

    init() {
        (pages, items, drift, lost, losses) = (0, 0, [], 0, [])
    }

    fileprivate init(_ report: ReportOnWire) {
        (pages, items, lost, losses) = (report.pages, report.items, report.lost, report.losses)
        drift = report.drift.map(Drift.init)
    }

    /// A value the portal sent that is missing from the items.
    public struct Loss: Hashable, Sendable, Decodable {
        /// Number of the page, the first is 0.
        public let page: Int
        /// Where on the page.
        public let path: String
        /// What was left out.
        public let text: String
    }

    /// A sign that a list changed while it was walked, or that the portal miscounts.
    public enum Drift: Hashable, Sendable {
        /// An item came twice.
        case repeated(id: String)
        /// A page brought nothing but what had come before.
        case repeatedPage(Int)
        /// A page was empty although the portal counts more.
        case emptyPage(Int)
        /// The portal counts pages from 1.
        case countsFromOne
        /// Different items of one page have the same id; all of them were given.
        case ambiguousId(String)
        /// Items without an id: one that moved while the list was walked comes twice.
        case withoutId(items: Int)
        /// The portal's count changed on the way.
        case recounted(before: Int, after: Int)
        /// At the end there were more or fewer items than the portal had said.
        case miscounted(expected: Int, found: Int)
        /// The same of pages, where the portal does not count items.
        case miscountedPages(expected: Int, found: Int)
        /// The portal does not count the items.
        case uncounted
        /// Something this version does not know.
        case other

        fileprivate init(_ drift: DriftOnWire) {
            self = switch drift.kind {
            case "repeated": .repeated(id: drift.id ?? "")
            case "recounted": .recounted(before: drift.before ?? 0, after: drift.after ?? 0)
            case "miscounted": .miscounted(expected: drift.expected ?? 0, found: drift.found ?? 0)
            case "repeated_page": .repeatedPage(drift.page ?? 0)
            case "empty_page": .emptyPage(drift.page ?? 0)
            case "counts_from_one": .countsFromOne
            case "ambiguous_id": .ambiguousId(drift.id ?? "")
            case "without_id": .withoutId(items: drift.items ?? 0)
            case "miscounted_pages": .miscountedPages(expected: drift.expected ?? 0, found: drift.found ?? 0)
            case "uncounted": .uncounted
            default: .other
            }
        }
    }
}
