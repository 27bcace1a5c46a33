package vn.viettelidc

import java.io.File
import java.time.Duration
import kotlin.time.toKotlinDuration

/**
 * Builds a client, for Java; Kotlin has named arguments. What each setting means stands at
 * [ViettelIdc].
 *
 * ```java
 * var portal = new ViettelIdcBuilder().password("linh.tran@example.com", "a password").build().blocking();
 * ```
 */
public class ViettelIdcBuilder {
    private var username: String? = null
    private var password: String? = null
    private var tokens: Tokens? = null
    private var tokenStore: TokenStore? = null
    private var tokenFile: File? = null
    private var baseUrl: String? = null
    private var basic = false
    private var remember = false
    private var timeout: Duration? = null
    private var deadline: Duration? = null
    private var stallTimeout: Duration? = null
    private var maxFileSize: Long? = null
    private var maxAttempts: Int? = null
    private var guard: Guard? = null
    private var transport: Transport? = null
    private var environment = false
    private var profile: String? = null
    private var allowPlainHttp = false
    private var strict = false

    /** Logs in with an e-mail address and a password, when the first call needs it. */
    public fun password(username: String, password: String): ViettelIdcBuilder = apply {
        this.username = username
        this.password = password
    }

    /** Goes on with these tokens. */
    public fun tokens(tokens: Tokens): ViettelIdcBuilder = apply { this.tokens = tokens }

    /** Keeps tokens there. */
    public fun tokenStore(store: TokenStore): ViettelIdcBuilder = apply { tokenStore = store }

    /** Keeps tokens in this file. */
    public fun tokenFile(file: File): ViettelIdcBuilder = apply { tokenFile = file }

    /** Where the portal's API is. */
    public fun baseUrl(url: String): ViettelIdcBuilder = apply { baseUrl = url }

    /** Sends the password along with every call. */
    public fun basic(): ViettelIdcBuilder = apply { basic = true }

    /** Asks for a session of 360 days. */
    public fun remember(): ViettelIdcBuilder = apply { remember = true }

    /** Longest time of one attempt at a call. */
    public fun timeout(timeout: Duration): ViettelIdcBuilder = apply { this.timeout = timeout }

    /** Longest time of a call with all its attempts. */
    public fun deadline(deadline: Duration): ViettelIdcBuilder = apply { this.deadline = deadline }

    /** Longest time a download may stand still between two pieces; as long as the timeout when left out. */
    public fun stallTimeout(limit: Duration): ViettelIdcBuilder = apply { stallTimeout = limit }

    /** Most bytes a download may have. */
    public fun maxFileSize(bytes: Long): ViettelIdcBuilder = apply { maxFileSize = bytes }

    /** Most times a call may be sent. */
    public fun maxAttempts(attempts: Int): ViettelIdcBuilder = apply { maxAttempts = attempts }

    /** Refuses classes of calls before anything is sent. */
    public fun guard(guard: Guard): ViettelIdcBuilder = apply { this.guard = guard }

    /** Sends requests by the app's own HTTP stack. */
    public fun transport(transport: Transport): ViettelIdcBuilder = apply { this.transport = transport }

    /** Takes what is not said from the environment and the profile. */
    public fun environment(): ViettelIdcBuilder = apply { environment = true }

    /** Takes what is not said from this profile. */
    public fun profile(name: String): ViettelIdcBuilder = apply { profile = name }

    /** Allows `http://` to other machines. */
    public fun allowPlainHttp(): ViettelIdcBuilder = apply { allowPlainHttp = true }

    /** Makes a loss an error: a call that only reads fails when its answer has a value that cannot be used. */
    public fun strict(): ViettelIdcBuilder = apply { strict = true }

    /**
     * The client. Nothing is sent yet.
     *
     * @throws InvalidRequestException for settings that cannot be used.
     */
    public fun build(): ViettelIdc = ViettelIdc(
        username, password, tokens, tokenStore, tokenFile, baseUrl, basic, remember,
        timeout?.toKotlinDuration(), deadline?.toKotlinDuration(), stallTimeout?.toKotlinDuration(), maxFileSize,
        maxAttempts, guard, transport, environment, profile, allowPlainHttp, strict,
    )
}
