package vn.viettelidc.okhttp

import java.io.IOException
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import okhttp3.Authenticator
import okhttp3.Call
import okhttp3.Callback
import okhttp3.CookieJar
import okhttp3.EventListener
import okhttp3.MediaType.Companion.toMediaTypeOrNull
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response
import vn.viettelidc.Exchange
import vn.viettelidc.Transport
import vn.viettelidc.TransportCall
import vn.viettelidc.TransportFailure
import vn.viettelidc.TransportRequest

/**
 * Requests through the OkHttp client of an app: with its interceptors, pinned certificates, proxy,
 * DNS and connection pool.
 *
 * What would send a request twice or keep a copy is switched off: redirects, OkHttp's own retries,
 * its authenticator, its cache and its cookies. The time limits of a call are the library's, so only
 * the client's connect timeout is kept. An interceptor must not call `proceed` a second time.
 */
public class OkHttpTransport @JvmOverloads constructor(client: OkHttpClient = OkHttpClient()) : Transport {
    private val client: OkHttpClient = client.newBuilder()
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .authenticator(Authenticator.NONE)
        .cache(null)
        .cookieJar(CookieJar.NO_COOKIES)
        .callTimeout(0, TimeUnit.SECONDS)
        .readTimeout(0, TimeUnit.SECONDS)
        .writeTimeout(0, TimeUnit.SECONDS)
        .eventListenerFactory { call -> client.eventListenerFactory.create(call) + Sending(call) }
        .build()

    override fun send(request: TransportRequest, exchange: Exchange): TransportCall {
        val state = Sent()
        val made = try {
            request.okHttp(state)
        } catch (error: IllegalArgumentException) {
            // Its text may quote a header's value.
            exchange.fail(TransportFailure.INVALID, "OkHttp cannot express this request")
            return TransportCall { }
        }
        val call = client.newCall(made)
        call.enqueue(Answer(exchange, state))
        return TransportCall(call::cancel)
    }
}

/** Whether anything of a request has left, which OkHttp's exceptions do not tell. */
private class Sent {
    val hasBegun = AtomicBoolean()
}

/** Told by OkHttp before the first byte of a request, whatever interceptors do. */
private class Sending(call: Call) : EventListener() {
    private val state = call.request().tag(Sent::class.java)

    override fun requestHeadersStart(call: Call) {
        state?.hasBegun?.set(true)
    }
}

private class Answer(private val exchange: Exchange, private val state: Sent) : Callback {
    override fun onFailure(call: Call, e: IOException) {
        val failure = when {
            !state.hasBegun.get() -> TransportFailure.NOT_SENT
            e is java.io.InterruptedIOException -> TransportFailure.TIMED_OUT
            else -> TransportFailure.LOST
        }
        exchange.fail(failure, reason(e))
    }

    override fun onResponse(call: Call, response: Response) {
        response.use {
            exchange.respond(it.code, it.headers.toList())
            try {
                val source = it.body.source()
                while (!source.exhausted()) {
                    val piece = source.readByteArray(minOf(source.buffer.size, PIECE))
                    if (!exchange.body(piece)) return call.cancel()
                }
                exchange.finish()
            } catch (error: IOException) {
                exchange.fail(TransportFailure.LOST, reason(error))
            }
        }
    }
}

private const val PIECE = 65_536L

private fun TransportRequest.okHttp(state: Sent): Request {
    val builder = Request.Builder().url(url).tag(Sent::class.java, state)
    headers.forEach { (name, value) -> builder.addHeader(name, value) }
    return builder.method(method, requestBody()).build()
}

private fun TransportRequest.requestBody(): RequestBody? {
    val given = body
    if (given == null && method !in NEEDING_A_BODY) return null
    val type = headers.firstOrNull { (name, _) -> name.equals("content-type", ignoreCase = true) }?.second
    return (given ?: ByteArray(0)).toRequestBody(type?.toMediaTypeOrNull())
}

/** OkHttp refuses these without a body; an empty one is the same on the wire. */
private val NEEDING_A_BODY = setOf("POST", "PUT", "PATCH")

/** Names the kind, and says no more than OkHttp's own words, which hold no URL's query. */
private fun reason(error: IOException): String =
    listOfNotNull(error.javaClass.simpleName, error.message).joinToString(": ")
