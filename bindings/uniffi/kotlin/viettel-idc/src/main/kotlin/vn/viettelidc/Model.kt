package vn.viettelidc

import vn.viettelidc.internal.inCamelCase
import vn.viettelidc.internal.isAbsent
import vn.viettelidc.internal.write

/**
 * An object of the portal. It cannot be changed, compares by value, and holds null where the portal
 * left something out; lists and maps are then empty.
 */
public abstract class Model internal constructor() {
    /** Names on the wire and values, in the order of the API description. */
    internal abstract fun fields(): List<Pair<String, Any?>>

    /** The portal's own JSON, for the result of a call. It may hold secrets. */
    @Volatile
    public var raw: String? = null
        internal set

    /** What the portal sent and is missing here, for the result of a call; a hundred at most. */
    @Volatile
    public var losses: List<String> = emptyList()
        internal set

    /**
     * The object as JSON, to be kept or sent elsewhere; `fromJson` of its class reads it again. It
     * holds secrets in the clear.
     */
    public fun toJson(): String = write(this).toString()

    final override fun equals(other: Any?): Boolean =
        this === other || other is Model && other.javaClass == javaClass && other.fields() == fields()

    final override fun hashCode(): Int = fields().hashCode()

    final override fun toString(): String {
        val given = fields().filterNot { (_, value) -> isAbsent(value) }
        return given.joinToString(prefix = "${javaClass.simpleName}(", postfix = ")") { (name, value) ->
            "${inCamelCase(name)}=$value"
        }
    }
}
