package vn.viettelidc

/** The value of a form field in an order: a text, or how much of each of several items. */
public class FormValue private constructor(internal val content: Any) {
    /** The text, unless it is a map. */
    public val text: String? get() = content as? String

    /** Quantities by item, unless it is a text. */
    @Suppress("UNCHECKED_CAST")
    public val quantities: Map<String, String>? get() = content as? Map<String, String>

    override fun equals(other: Any?): Boolean = other is FormValue && other.content == content

    override fun hashCode(): Int = content.hashCode()

    override fun toString(): String = content.toString()

    public companion object {
        /** A text. */
        @JvmStatic
        public fun of(text: String): FormValue = FormValue(text)

        /** A number. */
        @JvmStatic
        public fun of(number: Long): FormValue = FormValue(number.toString())

        /** Quantities by item. */
        @JvmStatic
        public fun of(quantities: Map<String, String>): FormValue = FormValue(quantities.toMap())
    }
}
