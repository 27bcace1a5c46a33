package vn.viettelidc

import java.io.File
import java.nio.file.Path
import java.util.Base64
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import vn.viettelidc.sandbox.Fault
import vn.viettelidc.sandbox.Sandbox
import vn.viettelidc.sandbox.sandbox

/** Tokens are renewed once, kept before they are used, and not lost by cancelling. */
class TokensTest {
    /** A store as an app would write it. */
    private class Kept(@Volatile var tokens: Tokens? = null) : TokenStore {
        val threads = CopyOnWriteArrayList<String>()

        override fun load(): Tokens? = tokens.also { threads += Thread.currentThread().name }

        override fun save(tokens: Tokens?) {
            this.tokens = tokens
        }
    }

    private fun ended(): Tokens {
        val claims = Base64.getUrlEncoder().withoutPadding().encodeToString("""{"iat": 1, "exp": 2}""".encodeToByteArray())
        return Tokens("h.$claims.s", "refresh-0")
    }

    /** Answers refreshes with a new pair and everything else with a balance; counts the refreshes. */
    private fun Portal.renewing(pause: Long): AtomicInteger {
        val count = AtomicInteger()
        answer = {
            val isRefresh = it.path == "/token"
            if (isRefresh) Thread.sleep(pause)
            val number = if (isRefresh) count.incrementAndGet() else 0
            Answer(
                200,
                "application/json",
                if (isRefresh) """{"token": "t-$number", "refresh": "refresh-$number"}""" else """{"success": true, "details": {"currency": "VND"}}""",
            )
        }
        return count
    }

    @Test
    fun `however many calls wait, an ended token is renewed once and kept`(): Unit = Portal().use { server ->
        val refreshes = server.renewing(50)
        val store = Kept(ended())
        val client = ViettelIdc(baseUrl = server.url, tokenStore = store)
        runBlocking { List(64) { async { client.billing.balance() } }.awaitAll() }
        assertEquals(1, refreshes.get())
        assertEquals("refresh-1", store.tokens?.refresh?.expose())
        assertEquals("Bearer t-1", server.requests.last().headers["authorization"])
        assertTrue(store.threads.none { it == Thread.currentThread().name }, "the store is not called on the caller's thread")
    }

    @Test
    fun `a renewal whose call was cancelled is brought to its end`(): Unit = Portal().use { server ->
        val refreshes = server.renewing(300)
        val store = Kept(ended())
        val client = ViettelIdc(baseUrl = server.url, tokenStore = store)
        runBlocking {
            val call = launch { client.billing.balance() }
            while (server.requests.isEmpty()) delay(5)
            call.cancelAndJoin()
            // Nobody calls again; the portal's new refresh token must not be lost.
            withTimeout(5.seconds) { while (store.tokens?.refresh?.expose() != "refresh-1") delay(10) }
            client.billing.balance()
        }
        assertEquals(1, refreshes.get())
    }

    @Test
    fun `a call whose time is up in mid-renewal loses no token`(): Unit = Portal().use { server ->
        val refreshes = server.renewing(600)
        val store = Kept(ended())
        val client = ViettelIdc(baseUrl = server.url, tokenStore = store)
        runBlocking {
            assertThrows<TimeoutException> { runBlocking { client.withOptions(deadline = 200.milliseconds).billing.balance() } }
            withTimeout(5.seconds) { while (store.tokens?.refresh?.expose() != "refresh-1") delay(10) }
            client.billing.balance()
        }
        assertEquals(1, refreshes.get())
    }

    @Test
    fun `a store that fails costs a login, or fails the call with its own words`(): Unit = runBlocking {
        val broken = object : TokenStore {
            override fun load(): Tokens? = error("the keystore is locked")

            override fun save(tokens: Tokens?): Unit = error("the keystore is locked")
        }
        val sandbox = Sandbox()
        val client = ViettelIdc(
            username = sandbox.username, password = sandbox.password, baseUrl = sandbox.baseUrl,
            transport = sandbox, tokenStore = broken,
        )
        assertEquals("VND", client.billing.balance().currency)
        val told = assertThrows<InvalidRequestException> { runBlocking { client.login() } }
        assertTrue("the keystore is locked" in told.message, told.message)
        val bare = ViettelIdc(baseUrl = sandbox.baseUrl, transport = sandbox, tokenStore = broken)
        val refused = assertThrows<InvalidRequestException> { runBlocking { bare.billing.balance() } }
        assertTrue("the keystore is locked" in refused.message, refused.message)
    }

    @Test
    fun `another user's tokens are left alone`(): Unit = runBlocking {
        val store = Kept()
        val sandbox = Sandbox()
        fun client(name: String) = ViettelIdc(
            username = name, password = sandbox.password, baseUrl = sandbox.baseUrl,
            transport = sandbox, tokenStore = store,
        )
        client(sandbox.username).billing.balance()
        val kept = store.tokens
        assertTrue(kept?.owner.orEmpty().endsWith(" " + sandbox.username), kept?.owner)
        assertThrows<AuthenticationException> { runBlocking { client("minh").billing.balance() } }
        assertEquals(kept, store.tokens)
    }

    @Test
    fun `tokens in a file are for their owner only, and outlive the client`(@TempDir folder: Path): Unit = runBlocking {
        val file = File(folder.toFile(), "tokens.json")
        val sandbox = Sandbox()
        fun client() = ViettelIdc(
            username = sandbox.username, password = sandbox.password, baseUrl = sandbox.baseUrl,
            transport = sandbox, tokenFile = file,
        )
        client().use { it.billing.balance() }
        val calls = sandbox.calls
        client().use { it.billing.balance() }
        assertEquals(1, sandbox.calls - calls, "no second login")
        assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(java.nio.file.Files.getPosixFilePermissions(file.toPath())))
    }

    @Test
    fun `an expired token is renewed, and the call sent again`(): Unit = runBlocking {
        val sandbox = Sandbox()
        val client = ViettelIdc.sandbox(sandbox)
        client.login()
        sandbox.fault(Fault.EXPIRED_TOKEN, operation = "orders_create")
        assertFalse(client.orders.create("333", "10", domain = "shop.example.com").invoiceId.isNullOrEmpty())
    }
}
