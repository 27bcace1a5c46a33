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
    /** What the newest walk has seen so far, also after an error. */
    @Volatile
    public var report: Report = Report(0, 0, emptyList(), 0, emptyList())
        private set

    /** The list page by page. */
    public fun pages(): Flow<Page<T>> = flow {
        walk().use { walk ->
            while (true) emit(walk.next() ?: break)
        }
    }

    /** All items, with the report. */
    public suspend fun toList(): Collected<T> {
        val items = mutableListOf<T>()
        collect { items += it }
        return Collected(items, report)
    }

    override suspend fun collect(collector: FlowCollector<T>) {
        pages().collect { page -> page.items.forEach { collector.emit(it) } }
    }

    internal fun walk(): Walk = Walk(connection.pager(request))

    /** One walk through the list. */
    internal inner class Walk(private val native: NativePager) : AutoCloseable {
        /** The next page; null at the end. */
        suspend fun next(): Page<T>? = work {
            val answer = try {
                parse(native.nextPage(null))
            } finally {
                native.report()?.let { report = Report(parse(it)) }
            }
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
    /** Signs that the list changed meanwhile, or that the portal miscounts. */
    public val drift: List<Drift>,
    /** How many values the portal sent that could not be used. */
    public val lost: Int,
    /** The first 100 of them. */
    public val losses: List<Loss>,
) {
    internal constructor(json: JsonObject) : this(
        WHOLE(json.getValue("pages")).toInt(),
        WHOLE(json.getValue("items")).toInt(),
        many { Drift(it as JsonObject) }(json.getValue("drift")),
        WHOLE(json.getValue("lost")).toInt(),
        many { Loss(it as JsonObject) }(json.getValue("losses")),
    )

    override fun toString(): String = "Report(pages=$pages, items=$items, drift=$drift, lost=$lost, losses=$losses)"
}

/** All items of a list, with what was seen while it was walked. */
public class Collected<T> internal constructor(
    private val items: List<T>,
    /** What was seen. */
    public val report: Report,
) : List<T> by items {
    override fun equals(other: Any?): Boolean = items == other

    override fun hashCode(): Int = items.hashCode()

    override fun toString(): String = items.toString()
}

/** A value the portal sent that is missing from the items. */
public class Loss internal constructor(json: JsonObject) {
    /** Number of the page, the first is 0. */
    public val page: Long = WHOLE(json.getValue("page"))

    /** Where on the page. */
    public val path: String = TEXT(json.getValue("path"))

    /** What was left out. */
    public val text: String = TEXT(json.getValue("text"))

    override fun toString(): String = "page $page: $text"
}

/** A sign that a list changed while it was walked, or that the portal miscounts. */
public class Drift internal constructor(json: JsonObject) {
    /**
     * `repeated`, `repeated_page`, `empty_page`, `counts_from_one`, `ambiguous_id`, `without_id`,
     * `recounted`, `miscounted`, `miscounted_pages` or `uncounted`.
     */
    public val kind: String = TEXT(json.getValue("kind"))

    /** The item, when it is `repeated` or `ambiguous_id`. */
    public val id: String? = (json["id"] as? JsonPrimitive)?.content

    private val numbers = json.filterKeys { it != "kind" && it != "id" }

    override fun toString(): String = listOfNotNull(kind, id).plus(numbers.map { "${it.key} ${it.value}" }).joinToString(" ")
}
