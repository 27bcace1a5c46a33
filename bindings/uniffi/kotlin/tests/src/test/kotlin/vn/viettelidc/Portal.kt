package vn.viettelidc

import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.net.URLDecoder
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread

/** A request as it arrived. */
internal class Seen(val method: String, val target: String, val headers: Map<String, String>, val body: String) {
    val path: String get() = URLDecoder.decode(target.substringBefore('?').removePrefix("/api"), Charsets.UTF_8)

    val query: Map<String, String>
        get() = target.substringAfter('?', "").split('&').filter(String::isNotEmpty).associate {
            val (name, value) = it.split('=', limit = 2)
            URLDecoder.decode(name, Charsets.UTF_8) to URLDecoder.decode(value, Charsets.UTF_8)
        }
}

/** What to answer; without a status it never does. */
internal class Answer(val status: Int?, val media: String, val body: String, val headers: Map<String, String> = emptyMap())

/** A portal that answers as it is told, over real HTTP on this machine. */
internal class Portal : AutoCloseable {
    val requests = CopyOnWriteArrayList<Seen>()

    /** Counted down when a connection that got no answer is closed by the other side. */
    val closed = CountDownLatch(1)

    @Volatile
    var answer: (Seen) -> Answer = { Answer(200, "application/json", "{}") }

    private val server = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    val url: String = "http://127.0.0.1:${server.localPort}/api"

    private val accepting: Thread =
        thread(isDaemon = true) {
            while (!server.isClosed) {
                val socket = runCatching { server.accept() }.getOrNull() ?: break
                thread(isDaemon = true) { runCatching { socket.use(::serve) } }
            }
        }

    fun json(text: String, status: Int = 200) {
        answer = { Answer(status, "application/json", text) }
    }

    fun hang() {
        answer = { Answer(null, "", "") }
    }

    fun client(transport: Transport? = null, guard: Guard? = null, maxAttempts: Int? = null): ViettelIdc =
        ViettelIdc(baseUrl = url, tokens = Tokens("a.b.c", "d.e.f"), transport = transport, guard = guard, maxAttempts = maxAttempts)

    override fun close() {
        server.close()
        // While somebody is inside accept() the system still lets connections in.
        accepting.join()
    }

    private fun serve(socket: Socket) {
        val input = socket.getInputStream().buffered()
        fun line(): String? {
            val bytes = generateSequence { input.read().takeIf { it >= 0 && it != '\n'.code } }.map(Int::toByte).toList()
            return bytes.toByteArray().decodeToString().trimEnd('\r').takeIf { bytes.isNotEmpty() }
        }
        while (true) {
            val (method, target) = (line() ?: return).split(' ')
            val headers = generateSequence { line()?.takeIf(String::isNotEmpty) }
                .associate { it.substringBefore(':').lowercase() to it.substringAfter(':').trim() }
            val body = input.readNBytes(headers["content-length"]?.toInt() ?: 0).decodeToString()
            val seen = Seen(method, target, headers, body).also(requests::add)
            val answer = answer(seen)
            if (answer.status == null) {
                if (input.read() < 0) closed.countDown()
                return
            }
            val bytes = answer.body.encodeToByteArray()
            val extra = answer.headers.map { (name, value) -> "$name: $value\r\n" }.joinToString("")
            val head = "HTTP/1.1 ${answer.status} X\r\ncontent-type: ${answer.media}\r\n$extra" +
                "content-length: ${bytes.size}\r\n\r\n"
            socket.getOutputStream().apply {
                write(head.encodeToByteArray() + bytes)
                flush()
            }
        }
    }
}
