import Foundation
internal import ViettelIDCNative

/// A file on its way. It can be read once: whole, piece by piece, or into a file.
///
/// ```swift
/// let pdf = try await portal.billing.invoicePdf(id: "308976")
/// try await pdf.save(to: folder.appendingPathComponent(pdf.fileName ?? "invoice.pdf"))
/// ```
///
/// One that ends before its announced size ends with ``ErrorKind/transport``, never as a short file; one
/// that stands still with ``ErrorKind/timeout``.
public final class Download: AsyncSequence, Sendable {
    public typealias Element = Data

    private let native: NativeFile

    init(_ native: NativeFile) {
        self.native = native
    }

    /// Media type, as the portal says.
    public var contentType: String? { native.contentType() }

    /// Name the portal suggests, made safe: one component of a path on every system.
    public var fileName: String? { native.fileName() }

    /// Bytes, when the portal says.
    public var size: Int64? { native.size().map { Int64(clamping: $0) } }

    /// The whole file, at most 256 MiB unless `maxFileSize` says otherwise.
    ///
    /// - Throws: ``PortalError``: ``ErrorKind/invalidRequest`` when it was read before or is too
    ///   large, ``ErrorKind/timeout`` when it stands still, ``ErrorKind/transport`` when the connection broke.
    public func bytes() async throws -> Data {
        try await cancellable { try await self.native.bytes(cancel: $0) }
    }

    /// Writes it there by way of a temporary file beside it.
    ///
    /// - Returns: Its size in bytes.
    /// - Throws: As ``bytes()``, and when the file cannot be written.
    @discardableResult
    public func save(to file: URL) async throws -> Int64 {
        let size = try await cancellable { try await self.native.saveTo(path: file.path, cancel: $0) }
        return Int64(clamping: size)
    }

    /// Piece by piece. When the loop ends early the connection closes.
    public func makeAsyncIterator() -> Iterator {
        Iterator(reading: Reading(native))
    }

    /// Goes through the pieces.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        fileprivate let reading: Reading

        /// The next piece; nil at the end.
        public func next() async throws -> Data? {
            let native = reading.native
            return try await cancellable { try await native.next(cancel: $0) }
        }
    }

    fileprivate final class Reading: Sendable {
        let native: NativeFile

        init(_ native: NativeFile) {
            self.native = native
        }

        deinit {
            native.stop()
        }
    }
}

extension Download: CustomStringConvertible {
    public var description: String {
        "Download(\(fileName ?? "unnamed"), \(contentType ?? "unknown type"), \(size.map { "\($0) bytes" } ?? "unknown size"))"
    }
}
