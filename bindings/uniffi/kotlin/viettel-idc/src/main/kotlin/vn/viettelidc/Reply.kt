package vn.viettelidc

/** What [ViettelIdc.call] gives: the answer of an operation called by its name, as JSON texts. */
public class Reply internal constructor(
    /** The answer in canonical form: ids and amounts are texts, flags booleans, days ISO. */
    public val value: String,
    /** What the portal really sent. It may hold secrets. */
    public val raw: String,
    /** HTTP status. */
    public val status: Int,
    /** How many times the request was sent. */
    public val attempts: Int,
    /** Where the portal sent an unexpected shape, and what was made of it. */
    public val repairs: List<String>,
    /** What the portal sent and is missing from [value], each with its place; a hundred at most. */
    public val losses: List<String>,
) {
    override fun toString(): String = "Reply(status=$status, attempts=$attempts, repairs=$repairs)"
}
