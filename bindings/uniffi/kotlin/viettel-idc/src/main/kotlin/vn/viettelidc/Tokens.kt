package vn.viettelidc

/** The token calls are made with, and the one it is renewed with. Neither prints. */
public class Tokens @JvmOverloads constructor(
    /** Sent along with every call. */
    public val token: Secret,
    /** Exchanged for a new pair; without it the session ends with [token]. */
    public val refresh: Secret? = null,
    /** Whose they are, as the client writes it; a [TokenStore] keeps it with them. */
    public val owner: String? = null,
) {
    @JvmOverloads
    public constructor(token: String, refresh: String? = null, owner: String? = null) :
        this(Secret(token), refresh?.let(::Secret), owner)

    override fun equals(other: Any?): Boolean =
        other is Tokens && other.token == token && other.refresh == refresh

    override fun hashCode(): Int = 31 * token.hashCode() + refresh.hashCode()

    override fun toString(): String = "Tokens(***)"
}
