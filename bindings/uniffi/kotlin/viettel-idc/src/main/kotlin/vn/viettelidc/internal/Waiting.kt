package vn.viettelidc.internal

import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toKotlinDuration
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.channelFlow
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import vn.viettelidc.WaitProgress
import vn.viettelidc.ffi.Progress

internal val EVERY: Duration = 3.seconds
internal val DEADLINE: Duration = 10.minutes

internal fun inKotlin(duration: java.time.Duration): Duration = duration.toKotlinDuration()

/** Waits by the call that looks. */
internal suspend fun <T> Connection.wait(
    call: Call,
    until: String,
    every: Duration,
    deadline: Duration,
    read: Read<T>,
    onProgress: ((WaitProgress<T>) -> Unit)?,
): T {
    val wanted = mapOf(
        "until" to JsonPrimitive(until),
        "every" to seconds(every),
        "deadline" to seconds(deadline),
    )
    val progress = onProgress?.let { tell ->
        object : Progress {
            override fun seen(status: String?, elapsed: Double) = tell(WaitProgress(status, elapsed.seconds))
        }
    }
    return work { read(parse(native.wait(text(call, wanted), progress, null)).getValue("value")) }
}

/** Waiting as a flow of what is seen; the last one has what was waited for. */
internal fun <T> progress(wait: suspend ((WaitProgress<T>) -> Unit) -> T): Flow<WaitProgress<T>> = channelFlow {
    var last: WaitProgress<T>? = null
    val arrived = wait {
        last = it
        trySend(it)
    }
    send(WaitProgress(last?.status, last?.elapsed ?: Duration.ZERO, arrived))
}.buffer(Channel.UNLIMITED)
