package vn.viettelidc

import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.measureTime
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assertions.fail
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import vn.viettelidc.okhttp.OkHttpTransport

/** Whoever stops waiting closes the connection. */
class CancelTest {
    @Test
    fun `withTimeout closes the connection`() = closes { it.client() }

    @Test
    fun `withTimeout closes OkHttp's connection`() = closes { it.client(OkHttpTransport()) }

    private fun closes(client: (Portal) -> ViettelIdc): Unit = Portal().use { server ->
        server.hang()
        val took = measureTime {
            assertThrows<TimeoutCancellationException> {
                runBlocking { withTimeout(200.milliseconds) { client(server).billing.balance() } }
            }
            assertTrue(server.closed.await(2, TimeUnit.SECONDS), "the connection stays open")
        }
        assertTrue(took < 2000.milliseconds, "$took")
    }

    @Test
    fun `a cancelled job is a cancellation, not an error of the portal`(): Unit = Portal().use { server ->
        server.hang()
        runBlocking {
            var thrown: Throwable? = null
            val job = launch {
                try {
                    server.client().orders.create("333", "10")
                } catch (error: Throwable) {
                    thrown = error
                    throw error
                }
            }
            while (server.requests.isEmpty()) delay(5)
            job.cancelAndJoin()
            assertTrue(thrown is CancellationException, "$thrown")
        }
        assertTrue(server.closed.await(2, TimeUnit.SECONDS))
    }

    @Test
    fun `the library's own limit is an exception of the portal's kind`(): Unit = Portal().use { server ->
        server.hang()
        val client = server.client(maxAttempts = 1).withOptions(timeout = 200.milliseconds)
        assertThrows<TimeoutException> { runBlocking { client.billing.balance() } }
        // An order may have arrived.
        assertThrows<OutcomeUnknownException> { runBlocking { client.orders.create("333", "10") } }
    }

    @Test
    fun `interrupting a blocking call ends it`(): Unit = Portal().use { server ->
        server.hang()
        var thrown: Throwable? = null
        val caller = thread {
            try {
                server.client().blocking().billing.balance()
                fail("it came back")
            } catch (error: Throwable) {
                thrown = error
            }
        }
        while (server.requests.isEmpty()) Thread.sleep(5)
        caller.interrupt()
        caller.join(2000)
        assertTrue(thrown is InterruptedException, "$thrown")
        assertTrue(server.closed.await(2, TimeUnit.SECONDS))
    }
}
