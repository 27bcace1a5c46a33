package vn.viettelidc

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.FlowCollector
import kotlinx.coroutines.flow.flow
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import vn.viettelidc.ffi.NativePager
import vn.viettelidc.internal.Connection
import vn.viettelidc.internal.Read
import vn.viettelidc.internal.TEXT
import vn.viettelidc.internal.WHOLE
import vn.viettelidc.internal.many
import vn.viettelidc.internal.parse
import vn.viettelidc.internal.work

/**
 * A paged list, as a cold flow of its items: pages are fetched as they are wanted, and every
 * collection walks anew.
 */
public class Pager<T> internal constructor(
    private val connection: Connection,
    private val request: String,
    private val read: Read<T>,
) : Flow<T> {
    /** What the newest walk has seen so far. */
    @Volatile
    public var report: Report = Report(pages = 0, items = 0, drift = emptyList())
        private set

    /** The list page by page. */
    public fun pages(): Flow<Page<T>> = flow {
        walk().use { walk ->
            while (true) emit(walk.next() ?: break)
        }
    }

    override suspend fun collect(collector: FlowCollector<T>) {
        pages().collect { page -> page.items.forEach { collector.emit(it) } }
    }

    internal fun walk(): Walk = Walk(connection.pager(request))

    /** One walk through the list. */
    internal inner class Walk(private val native: NativePager) : AutoCloseable {
        /** The next page; null at the end. */
        suspend fun next(): Page<T>? = work {
            val answer = parse(native.nextPage(null))
            report = Report(answer.getValue("report") as JsonObject)
            (answer.getValue("page") as? JsonObject)?.let { page ->
                val records = page["records"]?.takeUnless { it is JsonNull }?.let(WHOLE)
                Page(many(read)(page.getValue("items")), records)
            }
        }

        override fun close() {
            native.close()
        }
    }
}

/** A page of a list. */
public class Page<T> internal constructor(
    /** What is on it. */
    public val items: List<T>,
    /** How many items the list has in all, when the portal says. */
    public val records: Long?,
) {
    override fun toString(): String = "Page(items=$items, records=$records)"
}

/** What was seen while a list was walked. */
public class Report internal constructor(
    /** Pages that were fetched. */
    public val pages: Int,
    /** Items they held. */
    public val items: Int,
    /** Signs that the list changed meanwhile. */
    public val drift: List<Drift>,
) {
    internal constructor(json: JsonObject) : this(
        WHOLE(json.getValue("pages")).toInt(),
        WHOLE(json.getValue("items")).toInt(),
        many { Drift(it as JsonObject) }(json.getValue("drift")),
    )

    override fun toString(): String = "Report(pages=$pages, items=$items, drift=$drift)"
}

/** A sign that a list changed while it was walked. */
public class Drift internal constructor(json: JsonObject) {
    /** `repeated`, `recounted` or `miscounted`. */
    public val kind: String = TEXT(json.getValue("kind"))

    /** The item that came twice, when it is `repeated`. */
    public val id: String? = (json["id"] as? JsonPrimitive)?.content

    private val numbers = json.filterKeys { it != "kind" && it != "id" }

    override fun toString(): String = listOfNotNull(kind, id).plus(numbers.map { "${it.key} ${it.value}" }).joinToString(" ")
}
