package vn.viettelidc.blocking

import vn.viettelidc.Reply
import vn.viettelidc.Tokens
import vn.viettelidc.ViettelIdc

/**
 * A client of the portal whose calls wait for their answers, for Java and for threads that cannot
 * suspend. Not for Android's main thread, nor inside a coroutine.
 */
public class ViettelIdcBlocking internal constructor(
    /** The client it stands on. */
    public val client: ViettelIdc,
) : ResourcesBlocking(client), AutoCloseable {
    /** Logs in now; see [ViettelIdc.login]. */
    public fun login(): Unit = await { client.login() }

    /** Ends the session and forgets the tokens; see [ViettelIdc.logout]. */
    public fun logout(): Unit = await { client.logout() }

    /** Ends the session by its refresh token; see [ViettelIdc.revoke]. */
    public fun revoke(): Unit = await { client.revoke() }

    /** The tokens held now. */
    public val tokens: Tokens? get() = client.tokens

    /** Goes on with these tokens; see [ViettelIdc.setTokens]. */
    public fun setTokens(tokens: Tokens): Unit = await { client.setTokens(tokens) }

    /** Calls an operation by its id; see [ViettelIdc.call]. */
    @JvmOverloads
    public fun call(
        operation: String,
        path: Map<String, Any> = emptyMap(),
        query: Map<String, Any> = emptyMap(),
        body: Map<String, Any>? = null,
    ): Reply = await { client.call(operation, path, query, body) }

    /** Closes the client it stands on. */
    override fun close() {
        client.close()
    }
}
