package vn.viettelidc

/** A password, a token or a key. It does not print; [expose] gives it out. */
public class Secret(private val value: String) {
    /** The secret itself. */
    public fun expose(): String = value

    override fun equals(other: Any?): Boolean = other is Secret && other.value == value

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = "***"
}
