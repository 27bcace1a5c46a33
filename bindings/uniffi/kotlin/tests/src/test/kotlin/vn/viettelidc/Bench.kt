package vn.viettelidc

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import kotlin.time.Duration
import kotlin.time.DurationUnit
import kotlin.time.measureTime
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import okhttp3.OkHttpClient
import okhttp3.Request
import org.junit.jupiter.api.Test
import vn.viettelidc.okhttp.OkHttpTransport

/**
 * How long calls take, beside hand-written ones that know nothing of tokens, retries or exact shapes.
 * All in one run, by turns, against one server on this machine: look at the ratios.
 */
private class Row(val name: String, val call: suspend () -> Any?) {
    val rounds = mutableListOf<Duration>()
    val best get() = rounds.min()
    val median get() = rounds.sorted()[rounds.size / 2]
}

private fun compare(title: String, calls: Int, rows: List<Row>) = runBlocking {
    // Until the JVM has compiled them all.
    rows.forEach { row -> repeat(calls) { row.call() } }
    repeat(5) {
        rows.forEach { row -> row.rounds += measureTime { repeat(calls) { row.call() } } / calls }
    }
    println(title)
    val base = rows.last().best
    for (row in rows) {
        val times = listOf(row.best, row.median).map { it.toString(DurationUnit.MICROSECONDS, 1) }
        println("  %-36s best %10s   median %10s   %5.2f".format(row.name, times[0], times[1], row.best / base))
    }
}

/** Not a test: `cargo xtask bench kotlin` runs it. */
class Bench {
    @Test
    fun run(): Unit = Portal().use { server ->
        val balance = """{"success": true, "details": {"currency": "VND", "acc_balance": "0.00", "acc_credit": "150000.00"}}"""
        val rows = (1..100).joinToString(",") {
            """{"id": "$it", "date": "2026-11-02", "duedate": "2026-11-09", "total": "638000.00", "status": "Paid", "number": "2026/11/$it", "currency": "VND"}"""
        }
        val invoices = """{"invoices": [$rows], "sorter": {"perpage": 100, "totalpages": 1, "sorterrecords": "100", "sorterpage": 1}}"""
        server.answer = { Answer(200, "application/json", if (it.path == "/balance") balance else invoices) }

        val ours = server.client()
        val lent = server.client(OkHttpTransport())
        val okHttp = OkHttpClient()
        val java = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
        fun byOkHttp(path: String) =
            okHttp.newCall(Request.Builder().url(server.url + path).header("authorization", "Bearer a.b.c").build())
                .execute().use { Json.parseToJsonElement(it.body.string()) }
        fun byJava(path: String): Any {
            val request = HttpRequest.newBuilder(URI(server.url + path)).header("authorization", "Bearer a.b.c").build()
            return Json.parseToJsonElement(java.send(request, HttpResponse.BodyHandlers.ofString()).body())
        }

        val tokens = Tokens("a.b.c", "d.e.f")
        compare(
            "a call that does nothing", 2_000,
            listOf(Row("suspending, into the library and back") { ours.setTokens(tokens) }, Row("not suspending") { ours.baseUrl }),
        )
        compare(
            "a balance, 110 bytes", 500,
            listOf(
                Row("viettel-idc") { ours.billing.balance() },
                Row("viettel-idc through OkHttp") { lent.billing.balance() },
                Row("java.net.http + JsonElement") { byJava("/balance") },
                Row("OkHttp + JsonElement") { byOkHttp("/balance") },
            ),
        )
        compare(
            "a page of 100 invoices, ${invoices.length} bytes", 200,
            listOf(
                Row("viettel-idc, typed") { ours.billing.invoices(perPage = 100, limit = 100).count() },
                Row("viettel-idc through OkHttp, typed") { lent.billing.invoices(perPage = 100, limit = 100).count() },
                Row("java.net.http + JsonElement") { byJava("/invoices") },
                Row("OkHttp + JsonElement") { byOkHttp("/invoices") },
            ),
        )
    }
}
