package vn.viettelidc.blocking

import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import vn.viettelidc.Collected
import vn.viettelidc.Pager
import vn.viettelidc.Report

/** A paged list. Iterating it gives the items; pages are fetched as they are wanted. */
public class BlockingPager<T> internal constructor(private val pager: Pager<T>) : Iterable<T> {
    /** What the newest walk has seen so far. */
    public val report: Report get() = pager.report

    /** The items one by one; every iterator walks anew. */
    override fun iterator(): Iterator<T> = iterator {
        pager.walk().use { walk ->
            while (true) {
                yieldAll((await { walk.next() } ?: break).items)
            }
        }
    }

    /** All items, with the report. */
    public fun toList(): Collected<T> = await { pager.toList() }

    /** At most this many items. */
    public fun take(count: Int): List<T> = await { pager.take(count).toList() }
}
