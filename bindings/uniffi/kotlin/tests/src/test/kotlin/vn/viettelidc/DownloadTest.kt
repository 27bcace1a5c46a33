package vn.viettelidc

import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import vn.viettelidc.okhttp.OkHttpTransport

/** Files that stand still or are too large, over real HTTP. */
class DownloadTest {
    /** Sends the beginning of a PDF, announces this many bytes, and keeps the connection open. */
    private class Still(announced: Int) : AutoCloseable {
        private val server = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
        private val open = CopyOnWriteArrayList<Socket>()
        val url = "http://127.0.0.1:${server.localPort}/api"

        init {
            val head = "HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\ncontent-length: $announced\r\n\r\n"
            thread(isDaemon = true) {
                while (!server.isClosed) {
                    val socket = runCatching { server.accept() }.getOrNull() ?: break
                    open += socket
                    socket.getInputStream().read(ByteArray(65536))
                    socket.getOutputStream().write((head + "%PDF-1.7".padEnd(8192)).encodeToByteArray())
                }
            }
        }

        override fun close() {
            server.close()
            open.forEach(Socket::close)
        }
    }

    /** F14. */
    @Test
    fun `a download that stands still is given up`(@TempDir folder: Path): Unit = Still(100_000).use { server ->
        val file = File(folder.toFile(), "invoice.pdf")
        val limit = 300.milliseconds
        val clients = listOf(
            ViettelIdc(baseUrl = server.url, tokens = Tokens("a.b.c"), stallTimeout = limit),
            ViettelIdc(baseUrl = server.url, tokens = Tokens("a.b.c")).withOptions(stallTimeout = limit),
            ViettelIdc(baseUrl = server.url, tokens = Tokens("a.b.c"), transport = OkHttpTransport()).withOptions(timeout = limit),
        )
        val took = measureTime {
            for (client in clients) runBlocking {
                val words = assertThrows<TimeoutException> { client.billing.invoicePdf("308976").bytes() }.message!!
                assertTrue("stands still" in words && "8192 of 100000 bytes" in words, words)
                assertThrows<TimeoutException> { client.billing.invoicePdf("308976").saveTo(file) }
                assertThrows<TimeoutException> { client.billing.invoicePdf("308976").chunks().toList() }
            }
        }
        assertTrue(took < 20.seconds, "$took")
        assertEquals(emptyList<File>(), folder.toFile().listFiles()!!.toList())
    }

    @Test
    fun `a file that is too large is refused`(): Unit = Still(8192).use { server ->
        val client = ViettelIdc(baseUrl = server.url, tokens = Tokens("a.b.c"))
        for (careful in listOf(
            client.withOptions(maxFileSize = 1000),
            ViettelIdcBuilder().baseUrl(server.url).tokens(Tokens("a.b.c")).maxFileSize(1000).build(),
        )) {
            assertThrows<InvalidRequestException> { runBlocking { careful.billing.invoicePdf("308976").bytes() } }
        }
        assertEquals(8192, runBlocking { client.billing.invoicePdf("308976").bytes() }.size)
    }
}
