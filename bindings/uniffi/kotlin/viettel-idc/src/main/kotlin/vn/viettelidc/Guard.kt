package vn.viettelidc

/** Which calls a client refuses before anything is sent. */
public enum class Guard(internal val wire: String) {
    /** Calls that can spend or move money. */
    NO_SPENDING("no_spending"),

    /** Calls that change anything. */
    READ_ONLY("read_only"),
}
