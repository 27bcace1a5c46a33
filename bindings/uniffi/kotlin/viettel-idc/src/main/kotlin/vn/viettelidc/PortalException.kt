package vn.viettelidc

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import vn.viettelidc.internal.FLAG
import vn.viettelidc.internal.SECRET
import vn.viettelidc.internal.TEXT
import vn.viettelidc.internal.WHOLE
import vn.viettelidc.internal.many
import vn.viettelidc.internal.parse

/**
 * A call failed. There is a class for every kind of failure; the text never holds a secret.
 *
 * Cancelling a coroutine is not a failure: that stays a `CancellationException`.
 */
public sealed class PortalException(private val details: String) : RuntimeException() {
    private fun <T> detail(name: String, read: (JsonElement) -> T): T? =
        parse(details)[name]?.takeUnless { it is JsonNull }?.let(read)

    override val message: String get() = detail("message", TEXT).orEmpty()

    /** A stable name of the kind, such as `not_found`, for logs and metrics. */
    public val kind: String get() = detail("kind", TEXT).orEmpty()

    /** The operation that failed, such as `billing_invoice`. */
    public val operation: String? get() = detail("operation", TEXT)

    /** HTTP status; the portal refuses most calls with 200. */
    public val status: Int? get() = detail("status", WHOLE)?.toInt()

    /** How many times the request was sent. */
    public val attempts: Int get() = detail("attempts", WHOLE)?.toInt() ?: 0

    /** How long to wait before trying again, when the portal said so. */
    public val retryAfter: Duration? get() = detail("retry_after", TEXT)?.toDoubleOrNull()?.seconds

    /** As [retryAfter], in milliseconds. */
    public val retryAfterMillis: Long? get() = retryAfter?.inWholeMilliseconds

    /** Whether the same call may be made again without risk of doing its work twice. */
    public val isSafeToRepeat: Boolean get() = detail("safe_to_repeat", FLAG) ?: false

    /** What the portal complained about, in one form. */
    public val problems: List<Problem>
        get() = detail("problems", many { Problem(it as JsonObject) }).orEmpty()

    /** The portal's codes, such as `token_expired`. */
    public val codes: List<String> get() = problems.mapNotNull(Problem::code)

    /** The fields the portal did not accept. */
    public val fields: List<String> get() = problems.mapNotNull(Problem::field)

    /** Where in the answer something could not be read, after a [DecodeException]. */
    public val jsonPath: String? get() = detail("json_path", TEXT)

    /** How to go on, after an [MfaRequiredException]. */
    public val mfa: MfaChallenge? get() = detail("mfa") { MfaChallenge(it as JsonObject) }

    /** The portal's own JSON. It may hold secrets. */
    public val raw: String? get() = detail("raw", JsonElement::toString)
}

/** One complaint of the portal. */
public class Problem internal constructor(json: JsonObject) {
    /** Its code, such as `token_expired`. */
    public val code: String? = (json["code"] as? JsonPrimitive)?.takeUnless { it is JsonNull }?.content

    /** Its text. */
    public val message: String = TEXT(json.getValue("message"))

    /** The field it is about. */
    public val field: String? = (json["field"] as? JsonPrimitive)?.takeUnless { it is JsonNull }?.content

    override fun toString(): String = "Problem(code=$code, message=$message, field=$field)"
}

/** The second factor the portal wants. Send it, then go on with [ViettelIdc.setTokens]. */
public class MfaChallenge internal constructor(json: JsonObject) {
    /** Token to send the second factor with. */
    public val token: Secret = SECRET(json.getValue("token"))

    /** Ways the portal accepts, such as `totp`. */
    public val methods: List<String> = many(TEXT)(json.getValue("methods"))

    override fun toString(): String = "MfaChallenge(methods=$methods)"
}

internal fun invalidRequest(message: String): InvalidRequestException =
    InvalidRequestException(described("invalid_request", message))

internal fun fault(reason: String): InternalException = InternalException(described("internal", reason))

private fun described(kind: String, message: String): String =
    JsonObject(mapOf("kind" to JsonPrimitive(kind), "message" to JsonPrimitive(message))).toString()
