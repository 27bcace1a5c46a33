package vn.viettelidc

/**
 * Keeps tokens between runs. It is called on threads of the library that may wait, never on the main
 * thread, and by one renewal at a time.
 *
 * An exception thrown here fails the call that needed the tokens with [InvalidRequestException], whose
 * text quotes the exception's.
 */
public interface TokenStore {
    /** The pair that was saved last, or null. */
    public fun load(): Tokens?

    /**
     * Keeps a pair, or forgets it. It must be safe when this returns: the old pair no longer works.
     */
    public fun save(tokens: Tokens?)
}
