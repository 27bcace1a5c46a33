package vn.viettelidc

import java.io.File
import java.math.BigDecimal
import java.nio.file.Path
import java.time.LocalDate
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import vn.viettelidc.models.InvoiceDetails
import vn.viettelidc.models.InvoiceStatus
import vn.viettelidc.models.VmStatus
import vn.viettelidc.sandbox.Fault
import vn.viettelidc.sandbox.Sandbox
import vn.viettelidc.sandbox.sandbox

/** What a user does: models, money, lists, files, waiting, errors. */
class UseTest {
    private val portal = ViettelIdc.sandbox(Sandbox(vmStep = 200.milliseconds))

    @Test
    fun `what is tested is the library in the jar`() {
        // JNA would prefer one that lies where the system looks, such as a debug build.
        for (name in listOf("viettel_idc_native", "viettel_idc_sandbox_native")) {
            val file = com.sun.jna.NativeLibrary.getInstance(name).file
            assertTrue(file.name.startsWith("jna"), "$file")
        }
    }

    @Test
    fun `models are values`(): Unit = runBlocking {
        val invoice = portal.billing.invoice("308976")
        assertEquals(LocalDate::class.java, invoice.date?.javaClass)
        assertEquals(invoice, portal.billing.invoice("308976"))
        assertEquals(invoice.hashCode(), portal.billing.invoice("308976").hashCode())
        assertEquals(invoice, InvoiceDetails.fromJson(invoice.toJson()))
        assertNotEquals(invoice, portal.billing.invoice("308977"))
        assertEquals(BigDecimal("1.00"), invoice.items.first().qty)
        assertTrue("\"invoice\"" in invoice.raw.orEmpty())
        assertTrue("status=Paid" in invoice.toString())
        val error = assertThrows<InvalidRequestException> { InvoiceDetails.fromJson("{\"total\": \"much\"}") }
        assertFalse("much" in error.message)
    }

    @Test
    fun `words nobody knows yet are kept`() {
        assertEquals(InvoiceStatus.PAID, InvoiceStatus.of("Paid"))
        val new = InvoiceStatus.of("Half-paid")
        assertEquals("Half-paid", InvoiceDetails(id = "1", status = new).let { InvoiceDetails.fromJson(it.toJson()) }.status?.value)
        val known = when (new) {
            InvoiceStatus.PAID, InvoiceStatus.UNPAID -> true
            else -> false
        }
        assertFalse(known)
    }

    @Test
    fun `secrets do not print`(): Unit = runBlocking {
        val service = portal.services.get("301")
        assertEquals("example-password", service.password?.expose())
        assertFalse("example-password" in "$service ${service.password}")
        assertFalse("geheim" in Tokens("geheim", "geheim").toString())
    }

    @Test
    fun `money is exact`(): Unit = runBlocking {
        val total = portal.billing.invoices().toList().mapNotNull { it.total }.reduce(BigDecimal::add)
        assertEquals(2, total.scale())
        portal.billing.applyCredit("308977", amount = BigDecimal("100000.10"))
        val refused = assertThrows<InvalidRequestException> {
            runBlocking { portal.call("billing_apply_credit", mapOf("id" to 308977), body = mapOf("amount" to 0.1)) }
        }
        assertTrue("exact" in refused.message)
    }

    @Test
    fun `lists page`(): Unit = runBlocking {
        val invoices = portal.billing.invoices(perPage = 50)
        assertEquals(120, invoices.map { it.id }.toList().toSet().size)
        assertEquals(3, invoices.report.pages)
        assertEquals(emptyList<Drift>(), invoices.report.drift)
        assertEquals(listOf(50, 50, 20), invoices.pages().map { it.items.size }.toList())
        assertEquals(120L, invoices.pages().first().records)
        val sandbox = Sandbox()
        val client = ViettelIdc.sandbox(sandbox)
        client.login()
        val before = sandbox.calls
        assertEquals(10, client.billing.invoices(perPage = 10).take(10).count())
        assertEquals(1, sandbox.calls - before, "pages nobody wants are not fetched")
        val unpaid = client.billing.invoices(filterStatus = InvoiceStatus.UNPAID, limit = 7).toList()
        assertEquals(List(7) { InvoiceStatus.UNPAID }, unpaid.map { it.status })
        // A walk that failed says so, and the next one begins anew.
        sandbox.fault(Fault.SERVER_ERROR, times = 9)
        val impatient = client.withOptions(maxAttempts = 1)
        assertThrows<TransportException> { runBlocking { impatient.billing.invoices().toList() } }
    }

    @Test
    fun files(@TempDir folder: Path): Unit = runBlocking {
        val pdf = portal.billing.invoicePdf("308976")
        assertEquals("application/pdf" to "invoice-308976.pdf", pdf.contentType to pdf.fileName)
        val bytes = pdf.bytes()
        assertEquals("%PDF-", bytes.decodeToString(0, 5))
        val again = assertThrows<InvalidRequestException> { runBlocking { pdf.bytes() } }
        assertTrue("already read" in again.message)
        val pieces = portal.billing.invoicePdf("308976").chunks().toList()
        assertArrayEquals(bytes, pieces.reduce(ByteArray::plus))
        val file = folder.resolve("a.pdf").toFile()
        assertEquals(bytes.size.toLong(), portal.billing.invoicePdf("308976").use { it.saveTo(file) })
        assertArrayEquals(bytes, file.readBytes())
        assertThrows<InvalidRequestException> {
            runBlocking { portal.billing.invoicePdf("308976").saveTo(File("/nowhere/a.pdf")) }
        }
        assertThrows<NotFoundException> { runBlocking { portal.billing.invoicePdf("1") } }
        val sandbox = Sandbox()
        sandbox.fault(Fault.TRUNCATED, operation = "billing_invoice_pdf")
        val short = assertThrows<PortalException> {
            runBlocking { ViettelIdc.sandbox(sandbox).billing.invoicePdf("308976").saveTo(folder.resolve("b.pdf").toFile()) }
        }
        assertEquals("transport", short.kind)
        assertFalse(folder.resolve("b.pdf").toFile().exists())
    }

    @Test
    fun `waiting for other things`(): Unit = runBlocking {
        assertEquals("Answered", portal.tickets.wait("736633", TicketGoal.ANSWERED).ticket.status?.value)
        assertEquals("Paid", portal.billing.waitForInvoice("308976").status?.value)
        portal.tickets.close("736633")
        assertThrows<RefusedException> { runBlocking { portal.tickets.wait("736633") } }
    }

    @Test
    fun `a collected list has its report`(): Unit = runBlocking {
        val invoices = portal.billing.invoices(perPage = 50).toList()
        assertEquals(120, invoices.size)
        assertEquals(3, invoices.report.pages)
        assertEquals(0, invoices.report.lost)
    }

    @Test
    fun `waiting for a machine`(): Unit = runBlocking {
        portal.vms.reboot("292", "1201")
        val seen = portal.vms.waitProgress("292", "1201", until = VmGoal.REBOOTED, every = 100.milliseconds).toList()
        assertTrue("rebooting" in seen.map { it.status }, "$seen")
        assertEquals(VmStatus.RUNNING, seen.last().value?.status)
        assertTrue(seen.dropLast(1).all { it.value == null })
        portal.vms.stop("292", "1201")
        assertEquals("stopped", portal.vms.wait("292", "1201", VmGoal.STOPPED, every = 100.milliseconds).status?.value)
        assertThrows<TimeoutException> {
            runBlocking { portal.vms.wait("292", "1201", VmGoal.RUNNING, every = 50.milliseconds, deadline = 200.milliseconds) }
        }
        // Whoever only looks on cannot fail the waiting.
        portal.vms.start("292", "1201")
        val vm = portal.vms.wait("292", "1201", every = 100.milliseconds) { error("a fault of the app's") }
        assertEquals(VmStatus.RUNNING, vm.status)
        assertThrows<InvalidRequestException> { runBlocking { portal.vms.wait("292", "1201", every = (-1).seconds) } }
    }

    @Test
    fun `whoever is told of progress, or has no dispatcher, may wait for another call`(): Unit = runBlocking {
        val client = portal.blocking()
        portal.vms.stop("292", "1201")
        val names = mutableListOf<String?>()
        portal.vms.wait("292", "1201", VmGoal.STOPPED, every = 50.milliseconds) { names += client.account.details().firstname }
        assertTrue(names.isNotEmpty() && names.all { it == "Linh" }, "$names")
        withContext(Dispatchers.Unconfined) {
            portal.billing.balance()
            assertEquals("Linh", client.account.details().firstname)
        }
    }

    @Test
    fun `errors say what happened`(): Unit = Portal().use { server ->
        server.json("""{"error": [["Please fill in subject", [], "subject"]]}""")
        val refused = assertThrows<ValidationException> {
            runBlocking { server.client().tickets.create(deptId = "1", subject = "", body = "text") }
        }
        assertEquals(listOf("subject"), refused.fields)
        assertEquals(listOf("tickets_create", 200, 1), listOf(refused.operation, refused.status, refused.attempts))
        assertTrue("Please fill in subject" in refused.message && "Please" in refused.raw.orEmpty())

        server.answer = { Answer(502, "text/html", "<h1>Bad gateway</h1>") }
        server.requests.clear()
        val unknown = assertThrows<OutcomeUnknownException> { runBlocking { server.client().orders.create("333", "10") } }
        assertFalse(unknown.isSafeToRepeat)
        assertEquals(1, server.requests.size)

        val told = """{"error": ["slow down"]}"""
        server.answer = { Answer(429, "application/json", told, mapOf("retry-after" to "7")) }
        val limited = assertThrows<RateLimitException> { runBlocking { server.client().orders.create("333", "10") } }
        assertEquals(7.seconds to 7000L, limited.retryAfter to limited.retryAfterMillis)

        server.json("""{"token": null, "mfa": {"token": "half-19", "methods": ["totp"], "expires_at": 1}}""")
        val mfa = assertThrows<MfaRequiredException> {
            runBlocking { ViettelIdc(baseUrl = server.url, username = "linh", password = "geheim-17").login() }
        }
        assertEquals("half-19" to listOf("totp"), mfa.mfa?.token?.expose() to mfa.mfa?.methods)
        assertFalse("half-19" in "$mfa ${mfa.mfa}" || "geheim" in mfa.stackTraceToString())
    }

    @Test
    fun `a dead portal`() {
        val gone = Portal().apply { close() }
        val error = assertThrows<TransportException> {
            runBlocking { gone.client(maxAttempts = 1).orders.create("333", "10") }
        }
        assertTrue(error.isSafeToRepeat, "nothing was sent")
    }

    @Test
    fun `bad settings and arguments are refused before anything is sent`(): Unit = Portal().use { server ->
        fun refused(work: suspend () -> Any?) = assertThrows<InvalidRequestException> { runBlocking { work() } }.message
        assertTrue("base URL" in refused { ViettelIdc(baseUrl = "portal.example.com", tokens = Tokens("a")) })
        assertTrue("belong together" in refused { ViettelIdc(username = "linh") })
        assertTrue("must not be empty" in refused { server.client().billing.invoice("") })
        assertTrue("ReadOnly" in refused { server.client(guard = Guard.READ_ONLY).tickets.close("1") })
        assertTrue("NoSpending" in refused { server.client(guard = Guard.NO_SPENDING).orders.create("333", "10") })
        assertTrue("no operation" in refused { server.client().call("billing_nothing") })
        assertEquals(emptyList<Seen>(), server.requests)
    }

    @Test
    fun sessions(): Unit = runBlocking {
        portal.login()
        assertFalse(portal.tokens?.token?.expose().isNullOrEmpty())
        portal.logout()
        assertNull(portal.tokens)
        val ended = assertThrows<AuthenticationException> { runBlocking { portal.billing.balance() } }
        assertTrue("logged out" in ended.message)
        portal.setTokens(Tokens("made.up"))
        portal.login()
        assertEquals("VND", portal.billing.balance().currency)
        val reply = portal.call("billing_invoice", path = mapOf("id" to 308976))
        assertEquals(200 to 1, reply.status to reply.attempts)
        assertTrue("\"id\":\"308976\"" in reply.value)
        val closed = ViettelIdc.sandbox()
        closed.use { it.login() }
        assertTrue("closed" in assertThrows<InvalidRequestException> { runBlocking { closed.billing.balance() } }.message)
    }
}
