package vn.viettelidc

import kotlin.time.Duration

/** A look at what is waited for. */
public class WaitProgress<T> internal constructor(
    /** Its status, as the portal wrote it. */
    public val status: String?,
    /** Time since the waiting began. */
    public val elapsed: Duration,
    /** The thing itself, once it has arrived. */
    public val value: T? = null,
) {
    override fun toString(): String = "WaitProgress(status=$status, elapsed=$elapsed)"
}
