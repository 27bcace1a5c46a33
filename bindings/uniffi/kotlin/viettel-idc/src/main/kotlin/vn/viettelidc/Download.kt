package vn.viettelidc

import java.io.File
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import vn.viettelidc.ffi.NativeFile
import vn.viettelidc.internal.guarded
import vn.viettelidc.internal.work

/**
 * A file on its way. It can be read once: whole, to a path, or piece by piece. A file that ends before
 * its announced size is an error, never a short file; so is one that stands still.
 */
public class Download internal constructor(private val native: NativeFile) : AutoCloseable {
    /** Its content type, as the portal says. */
    public val contentType: String? = native.contentType()

    /** The name the portal suggests, made safe: one component of a path on every system. */
    public val fileName: String? = native.fileName()

    /** Its size in bytes, when the portal says. */
    public val size: Long? = native.size()?.toLong()

    /** The whole file, at most 256 MiB unless `maxFileSize` says otherwise. */
    public suspend fun bytes(): ByteArray = work { native.bytes(null) }

    /** Writes it there, through a temporary file beside it; gives its size in bytes. */
    public suspend fun saveTo(file: File): Long = work { native.saveTo(file.path, null) }.toLong()

    /** The file piece by piece. */
    public fun chunks(): Flow<ByteArray> = flow {
        while (true) {
            emit(work { native.next(null) } ?: break)
        }
    }

    /** Reads no further; the connection closes. */
    override fun close() {
        guarded { native.stop() }
        native.close()
    }

    override fun toString(): String = "Download(fileName=$fileName, contentType=$contentType, size=$size)"
}
