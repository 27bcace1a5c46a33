package vn.viettelidc.blocking

import java.time.Duration
import java.util.function.Consumer
import kotlin.time.toKotlinDuration
import vn.viettelidc.VmGoal
import vn.viettelidc.VmProgress
import vn.viettelidc.VmWaits
import vn.viettelidc.models.Vm

/** Waiting, for the resource `vms`. */
public abstract class VmWaitsBlocking internal constructor(private val waits: VmWaits) {
    /** Waits until a machine has arrived: see [VmWaits.wait]. */
    @JvmOverloads
    public fun wait(
        service: String,
        vm: String,
        until: VmGoal = VmGoal.RUNNING,
        every: Duration = Duration.ofSeconds(3),
        deadline: Duration = Duration.ofMinutes(10),
        onProgress: Consumer<VmProgress>? = null,
    ): Vm = await {
        val tell: ((VmProgress) -> Unit)? = onProgress?.let { it::accept }
        waits.wait(service, vm, until, every.toKotlinDuration(), deadline.toKotlinDuration(), tell)
    }
}
