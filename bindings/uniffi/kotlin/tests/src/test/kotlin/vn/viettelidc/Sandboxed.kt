package vn.viettelidc

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.junit.jupiter.api.Assertions.assertTrue

/** The simulated portal as a program of its own, behind a port of this machine. */
internal class Sandboxed : AutoCloseable {
    private val server: Process = run {
        val program = checkNotNull(System.getenv("VIETTEL_IDC_SANDBOX")) {
            "VIETTEL_IDC_SANDBOX names no program; run `cargo xtask test kotlin`"
        }
        ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    }
    val url: String = server.inputStream.bufferedReader().readLine().trim()

    /** Runs the example with this class path: its exit code, and what it printed. */
    fun example(classPath: String, password: String, vararg arguments: String): Pair<Int, String> {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val command = listOf(java, "-cp", classPath, "com.example.overdue.OverdueKt")
        val builder = ProcessBuilder(command + arguments).redirectErrorStream(true)
        builder.environment() += mapOf(
            "VIETTEL_IDC_URL" to url,
            "VIETTEL_IDC_USERNAME" to "linh.tran@example.com",
            "VIETTEL_IDC_PASSWORD" to password,
            "VIETTEL_IDC_CONFIG" to "/dev/null",
        )
        val process = builder.start()
        val text = process.inputStream.bufferedReader().readText()
        assertTrue(process.waitFor(30, TimeUnit.SECONDS))
        return process.exitValue() to text
    }

    override fun close() {
        server.destroy()
    }
}
