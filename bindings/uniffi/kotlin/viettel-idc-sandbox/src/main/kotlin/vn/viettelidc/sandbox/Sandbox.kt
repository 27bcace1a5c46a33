package vn.viettelidc.sandbox

import kotlin.time.Duration
import kotlin.time.DurationUnit
import vn.viettelidc.Exchange
import vn.viettelidc.Transport
import vn.viettelidc.TransportCall
import vn.viettelidc.TransportFailure
import vn.viettelidc.TransportRequest
import vn.viettelidc.ViettelIdc
import vn.viettelidc.sandbox.ffi.NativePortal
import vn.viettelidc.sandbox.ffi.PortalHeader
import vn.viettelidc.sandbox.ffi.PortalMisuse

/**
 * A client of a simulated portal in this process, for unit tests and previews: no server, no network,
 * nothing to pay. [sandbox] can be told to fail.
 */
public fun ViettelIdc.Companion.sandbox(sandbox: Sandbox = Sandbox()): ViettelIdc = ViettelIdc(
    username = sandbox.username,
    password = sandbox.password,
    baseUrl = sandbox.baseUrl,
    transport = sandbox,
)

/**
 * A simulated portal with one customer. It is a [Transport]: sessions, lists, machines, tickets and
 * orders are real, everything else answers with the example of the API description.
 */
public class Sandbox private constructor(private val portal: NativePortal) : Transport, AutoCloseable {
    /**
     * A new portal.
     *
     * @param tokenLife How long a token lives, an hour when left out.
     * @param vmStep How long a virtual machine stays in each state on its way, 1 s when left out.
     */
    public constructor(tokenLife: Duration? = null, vmStep: Duration? = null) : this(
        NativePortal(tokenLife?.toDouble(DurationUnit.SECONDS), vmStep?.toDouble(DurationUnit.SECONDS)),
    )

    /** As it comes, for Java. */
    public constructor() : this(NativePortal(null, null))

    /** Address to use as `baseUrl`. */
    public val baseUrl: String = "https://sandbox.example.com/api"

    /** The one customer. */
    public val username: String = portal.username()

    /** The customer's password. */
    public val password: String = portal.password()

    /** How many calls it has seen. */
    public val calls: Long get() = portal.calls().toLong()

    /**
     * Lets the next calls fail.
     *
     * @param times How many calls.
     * @param operation Only calls of this operation, such as `orders_create`.
     * @param amount A status for [Fault.SERVER_ERROR], seconds to wait for [Fault.RATE_LIMITED].
     */
    @JvmOverloads
    public fun fault(fault: Fault, times: Int = 1, operation: String? = null, amount: Int? = null) {
        require(times > 0) { "times must be at least 1" }
        portal.fault(fault.wire, times.toUInt(), operation, amount?.toUShort())
    }

    override fun send(request: TransportRequest, exchange: Exchange): TransportCall {
        val headers = request.headers.map { (name, value) -> PortalHeader(name, value) }
        val answer = try {
            portal.handle(request.method, request.url, headers, request.body ?: ByteArray(0))
        } catch (misuse: PortalMisuse) {
            exchange.fail(TransportFailure.INVALID, misuse.message.orEmpty())
            return TransportCall { }
        }
        val status = answer.status
        when {
            answer.isRefused -> exchange.fail(TransportFailure.NOT_SENT, "the simulated portal refuses connections")
            status == null -> exchange.fail(TransportFailure.LOST, "the simulated connection broke")
            else -> {
                exchange.respond(status.toInt(), answer.headers.map { it.name to it.value })
                exchange.body(answer.body)
                if (answer.isTruncated) {
                    exchange.fail(TransportFailure.LOST, "the simulated connection broke")
                } else {
                    exchange.finish()
                }
            }
        }
        return TransportCall { }
    }

    /** Gives the portal back; later calls fail. */
    override fun close() {
        portal.close()
    }
}

/** A way to fail. */
public enum class Fault {
    /** No connection is made. */
    REFUSED,

    /** The connection breaks before the request is carried out. */
    RESET_BEFORE,

    /** The request is carried out, then the connection breaks. */
    RESET_AFTER,

    /** The request is carried out, and its answer breaks off in the middle. */
    TRUNCATED,

    /** A web server's page with status 200 in place of the answer; nothing is carried out. */
    HTML_PAGE,

    /** Too many requests; nothing is carried out. */
    RATE_LIMITED,

    /** A web server's error page; nothing is carried out. */
    SERVER_ERROR,

    /** The portal says that the token has ended; nothing is carried out. */
    EXPIRED_TOKEN,
    ;

    internal val wire: String get() = name.lowercase()
}
