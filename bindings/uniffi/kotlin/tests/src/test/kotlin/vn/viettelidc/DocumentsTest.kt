package vn.viettelidc

import java.io.File
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import vn.viettelidc.documents.bindingsuniffikotlinREADMEmd
import vn.viettelidc.documents.docskotlinmd

/** The documents and the examples, run as they stand, against a simulated portal over HTTP. */
class DocumentsTest {
    private val server: Process = run {
        val program = checkNotNull(System.getenv("VIETTEL_IDC_SANDBOX")) { "VIETTEL_IDC_SANDBOX names no program; run `cargo xtask test kotlin`" }
        ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    }
    private val url: String = server.inputStream.bufferedReader().readLine().trim()

    @AfterEach
    fun end() {
        server.destroy()
    }

    @Test
    fun `every snippet runs`(): Unit = runBlocking { docskotlinmd(url) }

    @Test
    fun `the package's own page runs`(): Unit = runBlocking { bindingsuniffikotlinREADMEmd(url) }

    @Test
    fun `the example lists overdue invoices and saves them`(@TempDir folder: Path) {
        val pdfs = folder.resolve("pdfs").toFile()
        val (code, text) = example(mapOf("VIETTEL_IDC_PASSWORD" to "sandbox-password"), pdfs.path)
        assertEquals(0, code, text)
        assertTrue("15 overdue, " in text && "15 files in" in text, text)
        assertEquals(15, pdfs.listFiles { file: File -> file.extension == "pdf" }?.size)
        val (refused, why) = example(mapOf("VIETTEL_IDC_PASSWORD" to "wrong"))
        assertEquals(1, refused)
        assertTrue("auth_login" in why && "wrong\n" !in why, why)
    }

    private fun example(environment: Map<String, String>, vararg arguments: String): Pair<Int, String> {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val command = listOf(java, "-cp", System.getProperty("java.class.path"), "com.example.overdue.OverdueKt")
        val builder = ProcessBuilder(command + arguments).redirectErrorStream(true)
        builder.environment() += mapOf(
            "VIETTEL_IDC_URL" to url,
            "VIETTEL_IDC_USERNAME" to "linh.tran@example.com",
            "VIETTEL_IDC_CONFIG" to "/dev/null",
        ) + environment
        val process = builder.start()
        val text = process.inputStream.bufferedReader().readText()
        assertTrue(process.waitFor(30, TimeUnit.SECONDS))
        return process.exitValue() to text
    }
}
