package vn.viettelidc

import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.channelFlow
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import vn.viettelidc.ffi.Progress
import vn.viettelidc.internal.Connection
import vn.viettelidc.internal.Fields
import vn.viettelidc.internal.parse
import vn.viettelidc.internal.seconds
import vn.viettelidc.internal.work
import vn.viettelidc.models.Vm
import vn.viettelidc.models.VmStatus

/** What a virtual machine is waited for. */
public enum class VmGoal(internal val wire: String) {
    /** It runs. */
    RUNNING("running"),

    /** It is off. */
    STOPPED("stopped"),

    /** It has been away and runs again. */
    REBOOTED("rebooted"),
}

/** A look at a machine that is waited for. */
public class VmProgress internal constructor(
    /** Its status, when the portal said. */
    public val status: VmStatus?,
    /** Time since the waiting began. */
    public val elapsed: Duration,
    /** The machine, once it has arrived. */
    public val vm: Vm? = null,
) {
    override fun toString(): String = "VmProgress(status=$status, elapsed=$elapsed)"
}

/** Waiting, for the resource `vms`. */
public abstract class VmWaits internal constructor(internal val connection: Connection) {
    /**
     * Waits until a machine has arrived, looking every [every] for at most [deadline].
     *
     * [onProgress] is called each time the machine was looked at, on a thread of the library; what it
     * throws is ignored.
     *
     * @throws RefusedException when the machine fails.
     * @throws TimeoutException at the deadline.
     */
    public suspend fun wait(
        service: String,
        vm: String,
        until: VmGoal = VmGoal.RUNNING,
        every: Duration = 3.seconds,
        deadline: Duration = 10.minutes,
        onProgress: ((VmProgress) -> Unit)? = null,
    ): Vm {
        val request = mapOf(
            "service" to JsonPrimitive(service),
            "vm" to JsonPrimitive(vm),
            "until" to JsonPrimitive(until.wire),
            "every" to seconds(every),
            "deadline" to seconds(deadline),
        )
        val progress = onProgress?.let { tell ->
            object : Progress {
                override fun seen(status: String?, elapsed: Double) =
                    tell(VmProgress(status?.let(VmStatus::of), elapsed.seconds))
            }
        }
        return work {
            val answer = parse(connection.native.wait(JsonObject(request).toString(), progress, null))
            Vm(Fields(answer.getValue("value") as JsonObject))
        }
    }

    /** As [wait], as a flow of what is seen; the last one has the machine. */
    public fun waitProgress(
        service: String,
        vm: String,
        until: VmGoal = VmGoal.RUNNING,
        every: Duration = 3.seconds,
        deadline: Duration = 10.minutes,
    ): Flow<VmProgress> = channelFlow {
        var elapsed = Duration.ZERO
        val arrived = wait(service, vm, until, every, deadline) {
            elapsed = it.elapsed
            trySend(it)
        }
        send(VmProgress(arrived.status, elapsed, arrived))
    }.buffer(Channel.UNLIMITED)
}
