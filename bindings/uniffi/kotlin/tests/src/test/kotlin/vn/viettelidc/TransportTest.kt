package vn.viettelidc

import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.fold
import kotlinx.coroutines.runBlocking
import okhttp3.Dns
import okhttp3.OkHttpClient
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import vn.viettelidc.okhttp.OkHttpTransport
import vn.viettelidc.sandbox.Fault
import vn.viettelidc.sandbox.Sandbox
import vn.viettelidc.sandbox.sandbox

/** The app's own HTTP stack: what it may do, and what it must not cause. */
class TransportTest {
    @Test
    fun `interceptors of the app see and change the calls`(): Unit = Portal().use { server ->
        val urls = CopyOnWriteArrayList<String>()
        val okHttp = OkHttpClient.Builder().addInterceptor {
            urls += it.request().url.encodedPath
            it.proceed(it.request().newBuilder().header("x-app", "shop").build())
        }.build()
        server.json("""{"success": true, "details": {"currency": "VND"}}""")
        runBlocking { server.client(OkHttpTransport(okHttp)).billing.balance() }
        assertEquals(listOf("/api/balance"), urls)
        assertEquals("shop", server.requests.single().headers["x-app"])
    }

    @Test
    fun `what never left may be sent again, whatever it is`() {
        val gone = Portal().apply { close() }
        val error = assertThrows<TransportException> {
            runBlocking { gone.client(OkHttpTransport(), maxAttempts = 1).orders.create("333", "10") }
        }
        assertTrue(error.isSafeToRepeat)
    }

    @Test
    fun `an order whose answer is lost is not sent again`(): Unit = Portal().use { server ->
        // The connection is closed in place of an answer.
        server.answer = { throw java.io.IOException() }
        val error = assertThrows<OutcomeUnknownException> {
            runBlocking { server.client(OkHttpTransport()).orders.create("333", "10") }
        }
        assertFalse(error.isSafeToRepeat)
        assertEquals(1, server.requests.size)
    }

    @Test
    fun `an interceptor that tries twice does not make us believe that nothing was sent`(): Unit = Portal().use { server ->
        server.answer = { throw java.io.IOException() }
        val okHttp = OkHttpClient.Builder().addInterceptor {
            try {
                it.proceed(it.request())
            } catch (error: java.io.IOException) {
                // The second try finds nobody.
                server.close()
                it.proceed(it.request())
            }
        }.build()
        assertThrows<OutcomeUnknownException> {
            runBlocking { server.client(OkHttpTransport(okHttp)).orders.create("333", "10") }
        }
        assertEquals(1, server.requests.size)
    }

    @Test
    fun `redirects are not followed`(): Unit = Portal().use { server ->
        server.answer = { Answer(307, "text/html", "", mapOf("location" to "/api/elsewhere")) }
        val error = assertThrows<OutcomeUnknownException> {
            runBlocking { server.client(OkHttpTransport()).orders.create("333", "10") }
        }
        assertTrue("a redirect to /api/elsewhere, which is not followed" in error.message)
        assertEquals(1, server.requests.size)
    }

    @Test
    fun `a client's OkHttp resolves names`() {
        val asked = CopyOnWriteArrayList<String>()
        val dns = Dns { name -> asked += name; throw java.net.UnknownHostException(name) }
        val okHttp = OkHttpClient.Builder().dns(dns).build()
        val client = ViettelIdc(
            baseUrl = "https://portal.example.com/api", tokens = Tokens("a.b.c"), maxAttempts = 1,
            transport = OkHttpTransport(okHttp),
        )
        assertThrows<TransportException> { runBlocking { client.billing.balance() } }
        assertEquals(listOf("portal.example.com"), asked)
    }

    @Test
    fun `a slow reader holds the connection back and gets everything`(): Unit = Portal().use { server ->
        val text = "%PDF-" + "x".repeat(8_000_000)
        server.answer = { Answer(200, "application/pdf", text) }
        val size = runBlocking {
            val file = server.client(OkHttpTransport()).billing.invoicePdf("1")
            assertEquals(text.length.toLong(), file.size)
            delay(300)
            file.chunks().fold(0) { sum, piece -> sum + piece.size }
        }
        assertEquals(text.length, size)
    }

    @Test
    fun `a transport that throws is a lost request`() {
        val broken = object : Transport {
            override fun send(request: TransportRequest, exchange: Exchange): TransportCall = error("no radio")
        }
        val client = ViettelIdc(baseUrl = "https://portal.example.com/api", tokens = Tokens("a.b.c"), transport = broken)
        val error = assertThrows<OutcomeUnknownException> { runBlocking { client.orders.create("333", "10") } }
        assertTrue("no radio" in error.message, error.message)
    }

    @Test
    fun `a transport may complain while it is told to cancel`() {
        val complaining = object : Transport {
            override fun send(request: TransportRequest, exchange: Exchange): TransportCall {
                exchange.respond(200, emptyList())
                return TransportCall { exchange.fail(TransportFailure.LOST, "cancelled").also { told += "cancelled" } }
            }
            val told = CopyOnWriteArrayList<String>()
        }
        val client = ViettelIdc(
            baseUrl = "https://portal.example.com/api", tokens = Tokens("a.b.c"), transport = complaining,
            timeout = 100.milliseconds, maxAttempts = 1,
        )
        assertThrows<TimeoutException> { runBlocking { client.billing.balance() } }
        assertEquals(listOf("cancelled"), complaining.told)
    }

    @Test
    fun `a transport that never answers meets the library's limit`() {
        val silent = object : Transport {
            override fun send(request: TransportRequest, exchange: Exchange) = TransportCall { cancelled += request.method }
            val cancelled = CopyOnWriteArrayList<String>()
        }
        val client = ViettelIdc(
            baseUrl = "https://portal.example.com/api", tokens = Tokens("a.b.c"), transport = silent,
            timeout = 100.milliseconds, maxAttempts = 1,
        )
        assertThrows<TimeoutException> { runBlocking { client.billing.balance() } }
        assertEquals(listOf("GET"), silent.cancelled)
    }

    @Test
    fun `every fault of the simulated portal is an exception of its kind`() {
        fun kind(fault: Fault, amount: Int? = null): String {
            val sandbox = Sandbox()
            val client = ViettelIdc.sandbox(sandbox).withOptions(maxAttempts = 1)
            runBlocking { client.login() }
            sandbox.fault(fault, operation = "orders_create", amount = amount)
            return assertThrows<PortalException> { runBlocking { client.orders.create("333", "10") } }.kind
        }
        assertEquals("transport", kind(Fault.REFUSED))
        for (fault in listOf(Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.TRUNCATED, Fault.HTML_PAGE, Fault.SERVER_ERROR)) {
            assertEquals("outcome_unknown", kind(fault), "$fault")
        }
        assertEquals("rate_limit", kind(Fault.RATE_LIMITED, 3))
    }
}
