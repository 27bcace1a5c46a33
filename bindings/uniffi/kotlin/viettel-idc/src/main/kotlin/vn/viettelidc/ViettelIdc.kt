package vn.viettelidc

import java.io.File
import kotlin.time.Duration
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import vn.viettelidc.blocking.ViettelIdcBlocking
import vn.viettelidc.ffi.HostStore
import vn.viettelidc.ffi.NativeClient
import vn.viettelidc.ffi.Tokens as NativeTokens
import vn.viettelidc.internal.Call
import vn.viettelidc.internal.Connection
import vn.viettelidc.internal.guarded
import vn.viettelidc.internal.seconds
import vn.viettelidc.internal.write
import vn.viettelidc.internal.work
import vn.viettelidc.resources.Resources

/**
 * A client of the portal. Any number of coroutines and threads may share it. Nothing is sent before
 * the first call; tokens are renewed by themselves, once, however many calls wait.
 *
 * ```kotlin
 * val portal = ViettelIdc(username = "linh.tran@example.com", password = "a password")
 * val invoice = portal.billing.invoice("308976")
 * ```
 *
 * Java has [ViettelIdcBuilder] and [blocking].
 */
public class ViettelIdc private constructor(private val connection: Connection) : Resources(connection), AutoCloseable {
    /**
     * A client with these settings.
     *
     * @param username E-mail address of the account; with [password].
     * @param password Password of the account.
     * @param tokens A session to go on with, in place of a password or beside it.
     * @param tokenStore Keeps tokens between runs, such as in a keystore.
     * @param tokenFile Keeps tokens in this file, which processes may share; only its owner can read it. Android has no locks: one process there.
     * @param baseUrl Where the portal's API is; the production portal when left out.
     * @param basic Sends the password along with every call, instead of exchanging it for tokens.
     * @param remember Asks for a session of 360 days.
     * @param timeout Longest time of one attempt at a call, 30 s when left out.
     * @param deadline Longest time of a call with all its attempts, 120 s when left out.
     * @param stallTimeout Longest time a download may stand still between two pieces; as long as [timeout] when left out.
     * @param maxFileSize Most bytes a download may have; when left out, only [Download.bytes] has a limit, 256 MiB.
     * @param maxAttempts Most times a call may be sent, 4 when left out; only calls that may be sent again are.
     * @param guard Classes of calls to refuse before anything is sent.
     * @param transport The app's own HTTP stack.
     * @param environment Whether what is not said here comes from `VIETTEL_IDC_USERNAME`, `…_PASSWORD`, `…_URL` and the profile.
     * @param profile Name of a profile in `~/.config/viettel-idc/profiles.toml`.
     * @param allowPlainHttp Allows `http://` to other machines; passwords and tokens then travel in the clear.
     * @param strict Makes a loss an error: a call that only reads fails when its answer has a value that cannot be used.
     * @throws InvalidRequestException for settings that cannot be used.
     */
    public constructor(
        username: String? = null,
        password: String? = null,
        tokens: Tokens? = null,
        tokenStore: TokenStore? = null,
        tokenFile: File? = null,
        baseUrl: String? = null,
        basic: Boolean = false,
        remember: Boolean = false,
        timeout: Duration? = null,
        deadline: Duration? = null,
        stallTimeout: Duration? = null,
        maxFileSize: Long? = null,
        maxAttempts: Int? = null,
        guard: Guard? = null,
        transport: Transport? = null,
        environment: Boolean = false,
        profile: String? = null,
        allowPlainHttp: Boolean = false,
        strict: Boolean = false,
    ) : this(
        mapOf(
            "username" to username,
            "password" to password,
            "tokens" to tokens?.let { mapOf("token" to it.token, "refresh" to it.refresh, "owner" to it.owner) },
            "token_file" to tokenFile?.path,
            "base_url" to baseUrl,
            "basic" to basic,
            "remember" to remember,
            "guard" to guard?.wire,
            "max_file_size" to maxFileSize,
            "max_attempts" to maxAttempts?.toLong(),
            "environment" to environment,
            "profile" to profile,
            "allow_plain_http" to allowPlainHttp,
            "strict" to strict,
        ),
        timeout,
        deadline,
        stallTimeout,
        tokenStore,
        transport,
    )

    private constructor(
        settings: Map<String, Any?>,
        timeout: Duration?,
        deadline: Duration?,
        stallTimeout: Duration?,
        store: TokenStore?,
        transport: Transport?,
    ) : this(Connection(native(settings, timeout, deadline, stallTimeout, store, transport), JsonObject(emptyMap())))

    /** Logs in now. Calls do it by themselves; this tells at once whether the password is right. */
    public suspend fun login(): Unit = work { connection.native.session("login", null) }

    /** Ends the session and forgets the tokens. Later calls fail until [login]. */
    public suspend fun logout(): Unit = work { connection.native.session("logout", null) }

    /** Ends the session by its refresh token, which works when the access token has ended, and forgets the tokens. */
    public suspend fun revoke(): Unit = work { connection.native.session("revoke", null) }

    /** The tokens held now. */
    public val tokens: Tokens? get() = guarded { connection.native.tokens() }?.let { Tokens(it.token, it.refresh, it.owner) }

    /** Goes on with these tokens, as after a second factor. */
    public suspend fun setTokens(tokens: Tokens): Unit =
        work { connection.native.setTokens(tokens.lent()) }

    /** Where the portal is. */
    public val baseUrl: String get() = guarded { connection.native.baseUrl() }

    /** The same client with other limits for its calls; it shares tokens and connections, and [close]. */
    public fun withOptions(
        timeout: Duration? = null,
        deadline: Duration? = null,
        stallTimeout: Duration? = null,
        maxFileSize: Long? = null,
        maxAttempts: Int? = null,
    ): ViettelIdc = ViettelIdc(connection.with(timeout, deadline, stallTimeout, maxFileSize, maxAttempts))

    /**
     * Calls an operation by its id, such as `billing_invoice`; arguments have their names on the wire.
     * The answer has what the portal really sent beside it.
     */
    public suspend fun call(
        operation: String,
        path: Map<String, Any> = emptyMap(),
        query: Map<String, Any> = emptyMap(),
        body: Map<String, Any>? = null,
    ): Reply {
        val call = Call(operation)
        path.forEach { (name, value) -> call.path(name, plain(value)) }
        query.forEach { (name, value) -> call.query(name, plain(value)) }
        body?.let { call.withBody() }?.let { body.forEach { (name, value) -> it.body(name, plain(value)) } }
        return connection.reply(call)
    }

    /** The same client for callers that cannot suspend, Java's above all. */
    public fun blocking(): ViettelIdcBlocking = ViettelIdcBlocking(this)

    /** Gives the native half back. Calls under way end as if nothing had happened; later ones fail. */
    override fun close() {
        connection.native.close()
    }

    override fun toString(): String = "ViettelIdc(baseUrl=$baseUrl)"

    public companion object
}

private fun native(
    settings: Map<String, Any?>,
    timeout: Duration?,
    deadline: Duration?,
    stallTimeout: Duration?,
    store: TokenStore?,
    transport: Transport?,
): NativeClient {
    val config = settings.filterValues { it != null }.mapValues { (_, value) -> write(value) }.toMutableMap<String, JsonElement>()
    timeout?.let { config["timeout"] = seconds(it) }
    deadline?.let { config["deadline"] = seconds(it) }
    stallTimeout?.let { config["stall_timeout"] = seconds(it) }
    return guarded { NativeClient(JsonObject(config).toString(), store?.let(::LentStore), transport?.let(::LentTransport)) }
}

/** Numbers may be whole ones of any kind; a fraction as a float cannot hold money. */
private fun plain(value: Any): Any = when (value) {
    is Int, is Short, is Byte -> (value as Number).toLong()
    is Double, is Float -> throw invalidRequest("write $value as a text or a BigDecimal, which are exact")
    is Map<*, *> -> value.mapValues { (_, inner) -> inner?.let(::plain) }
    is List<*> -> value.map { inner -> inner?.let(::plain) }
    else -> value
}

private fun Tokens.lent() = NativeTokens(token.expose(), refresh?.expose(), owner)

/** A [TokenStore] as the native half sees it. */
private class LentStore(private val store: TokenStore) : HostStore {
    override fun load(): NativeTokens? = store.load()?.lent()

    override fun save(tokens: NativeTokens?) {
        store.save(tokens?.let { Tokens(it.token, it.refresh, it.owner) })
    }
}
