package vn.viettelidc

/**
 * Keeps tokens between runs. It is called on threads of the library that may wait, never on the main
 * thread, and by one renewal at a time.
 *
 * All of a pair is to be kept, [Tokens.owner] too: another user's tokens are then neither used nor
 * written over. An exception thrown here costs no session: a new pair is held in memory, and later
 * calls try to keep it again. A call fails with [InvalidRequestException], whose text quotes the
 * exception's, when the tokens cannot be loaded and there is no password; so does
 * [ViettelIdc.login] when they cannot be kept.
 */
public interface TokenStore {
    /** The pair that was saved last, or null. */
    public fun load(): Tokens?

    /**
     * Keeps a pair, or forgets it. It must be safe when this returns: the old pair no longer works.
     */
    public fun save(tokens: Tokens?)
}
