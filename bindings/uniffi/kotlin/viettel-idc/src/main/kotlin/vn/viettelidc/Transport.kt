package vn.viettelidc

import vn.viettelidc.ffi.Header
import vn.viettelidc.ffi.HostCall
import vn.viettelidc.ffi.HostFailure
import vn.viettelidc.ffi.HostRequest
import vn.viettelidc.ffi.HostTransport

/**
 * An app's own HTTP stack in place of the library's: with its interceptors, its pinned certificates,
 * its proxies. `vn.viettelidc:viettel-idc-okhttp` has one for OkHttp.
 *
 * It must not follow redirects, for a redirected order would be sent twice and a token would leave for
 * another host; nor send anything a second time by itself. Retries, time limits and tokens are the
 * library's.
 */
public interface Transport {
    /**
     * Begins to send [request] and returns at once; the answer goes into [exchange], from any thread.
     * What this throws counts as "may have been sent".
     */
    public fun send(request: TransportRequest, exchange: Exchange): TransportCall
}

/** A request under way. */
public fun interface TransportCall {
    /** Gives it up; its connection closes. */
    public fun cancel()
}

/** A request to be sent. */
public class TransportRequest internal constructor(
    /** Method in capitals. */
    public val method: String,
    /** The whole URL. */
    public val url: String,
    /** Names and values, `Authorization` among them. */
    public val headers: List<Pair<String, String>>,
    /** Body, if there is one. */
    public val body: ByteArray?,
) {
    /** Without the query and the headers, which may hold secrets. */
    override fun toString(): String = "TransportRequest($method ${url.substringBefore('?')})"
}

/** How far a request had got when it failed. It decides whether the call may be sent again. */
public enum class TransportFailure {
    /** Nothing of it can have reached the portal: no connection was made. When in doubt, [LOST]. */
    NOT_SENT,

    /** It may have reached the portal. */
    LOST,

    /** As [LOST], because time ran out. */
    TIMED_OUT,

    /** It cannot be sent at all, by any connection. */
    INVALID,
}

/**
 * Where a [Transport] puts the answer to one request: [respond], then [body] as often as needed, then
 * [finish]; or [fail] at any time.
 */
public class Exchange internal constructor(private val native: vn.viettelidc.ffi.Exchange) {
    /** The answer begins. */
    public fun respond(status: Int, headers: List<Pair<String, String>>) {
        native.respond(status.toUShort(), headers.map { (name, value) -> Header(name, value) })
    }

    /**
     * A piece of the body arrived. It waits while many pieces are unread, so it is not for a thread
     * that must not wait. False when nobody wants more.
     */
    public fun body(piece: ByteArray): Boolean = native.body(piece)

    /** The body is complete. */
    public fun finish() {
        native.finish()
    }

    /** There is no (whole) answer. [reason] must not hold a URL's query or a header's value. */
    public fun fail(failure: TransportFailure, reason: String) {
        native.fail(HostFailure.valueOf(failure.name), reason)
    }
}

/** A [Transport] as the native half sees it. */
internal class LentTransport(private val transport: Transport) : HostTransport {
    override fun send(request: HostRequest, exchange: vn.viettelidc.ffi.Exchange): HostCall {
        val headers = request.headers.map { it.name to it.value }
        val call = transport.send(
            TransportRequest(request.method, request.url, headers, request.body),
            Exchange(exchange),
        )
        return object : HostCall {
            override fun cancel() = call.cancel()
        }
    }
}
