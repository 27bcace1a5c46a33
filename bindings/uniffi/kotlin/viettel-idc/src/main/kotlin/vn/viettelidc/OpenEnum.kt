package vn.viettelidc

/** A word the portal may add to: values this version does not know are kept, and compare by [value]. */
public abstract class OpenEnum internal constructor(
    /** The word as the portal writes it. */
    public val value: String,
) {
    final override fun equals(other: Any?): Boolean =
        other is OpenEnum && other.javaClass == javaClass && other.value == value

    final override fun hashCode(): Int = value.hashCode()

    final override fun toString(): String = value
}
