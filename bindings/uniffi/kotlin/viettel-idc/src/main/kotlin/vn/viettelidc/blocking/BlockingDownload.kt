package vn.viettelidc.blocking

import java.io.File
import vn.viettelidc.Download

/** A file on its way. It can be read once. */
public class BlockingDownload internal constructor(private val download: Download) : AutoCloseable {
    /** Its content type, as the portal says. */
    public val contentType: String? get() = download.contentType

    /** The name the portal suggests, made safe: one component of a path on every system. */
    public val fileName: String? get() = download.fileName

    /** Its size in bytes, when the portal says. */
    public val size: Long? get() = download.size

    /** The whole file, at most 256 MiB unless `maxFileSize` says otherwise. */
    public fun bytes(): ByteArray = await { download.bytes() }

    /** Writes it there, through a temporary file beside it; gives its size in bytes. */
    public fun saveTo(file: File): Long = await { download.saveTo(file) }

    /** Reads no further; the connection closes. */
    override fun close() {
        download.close()
    }
}
