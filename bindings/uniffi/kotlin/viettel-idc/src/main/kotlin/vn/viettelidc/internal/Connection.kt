package vn.viettelidc.internal

import com.sun.jna.CallbackThreadInitializer
import kotlin.time.Duration
import kotlin.time.DurationUnit
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import vn.viettelidc.Download
import vn.viettelidc.Model
import vn.viettelidc.Pager
import vn.viettelidc.Reply
import vn.viettelidc.fault
import vn.viettelidc.ffi.InternalException as Panic
import vn.viettelidc.ffi.NativeClient
import vn.viettelidc.ffi.NativePager
import vn.viettelidc.ffi.Refusal
import vn.viettelidc.ffi.uniffiRustFutureContinuationCallbackImpl
import vn.viettelidc.invalidRequest
import vn.viettelidc.refused

/**
 * The library's thread tells every call that it goes on. It stays known to the JVM from the first time
 * on: being introduced and forgotten each time would cost more than the call.
 */
private val introduced: Unit by lazy {
    val attachOnce = CallbackThreadInitializer(true, false, "viettel-idc")
    com.sun.jna.Native.setCallbackThreadInitializer(uniffiRustFutureContinuationCallbackImpl, attachOnce)
}

/** The native client, and what the calls made through it have in common. */
internal class Connection(val native: NativeClient, private val options: JsonObject) {
    init {
        introduced
    }

    fun with(
        timeout: Duration?,
        deadline: Duration?,
        stallTimeout: Duration?,
        maxFileSize: Long?,
        maxAttempts: Int?,
    ): Connection {
        val given = mutableMapOf<String, JsonElement>()
        timeout?.let { given["timeout"] = seconds(it) }
        deadline?.let { given["deadline"] = seconds(it) }
        stallTimeout?.let { given["stall_timeout"] = seconds(it) }
        maxFileSize?.let { given["max_file_size"] = JsonPrimitive(it) }
        maxAttempts?.let { given["max_attempts"] = JsonPrimitive(it) }
        return Connection(native, JsonObject(options + given))
    }

    suspend fun <T> json(call: Call, key: String?, read: Read<T>): T = work {
        val answer = answer(call)
        val value = answer["value"] ?: JsonNull
        val result = read(if (key == null) value else (value as JsonObject).getValue(key))
        if (result is Model) {
            result.raw = answer["raw"]?.toString()
            result.losses = many(TEXT)(answer.getValue("losses"))
        }
        result
    }

    /** As [json], where the part of the answer that is the result may be missing. */
    suspend fun <T> json(call: Call, key: String, read: Read<T>, empty: T): T = work {
        val value = answer(call)["value"] as? JsonObject
        value?.get(key)?.takeUnless { it is JsonNull }?.let(read) ?: empty
    }

    suspend fun reply(call: Call): Reply = work {
        val answer = answer(call)
        Reply(
            value = answer.getValue("value").toString(),
            raw = answer.getValue("raw").toString(),
            status = WHOLE(answer.getValue("status")).toInt(),
            attempts = WHOLE(answer.getValue("attempts")).toInt(),
            repairs = many(TEXT)(answer.getValue("repairs")),
            losses = many(TEXT)(answer.getValue("losses")),
        )
    }

    suspend fun file(call: Call): Download = work { Download(native.download(call.text(options), null)) }

    fun <T> pages(call: Call, read: Read<T>): Pager<T> = Pager(this, call.text(options), read)

    fun pager(request: String): NativePager = guarded { native.pages(request) }

    fun text(call: Call, more: Map<String, JsonElement>): String = JsonObject(parse(call.text(options)) + more).toString()

    private suspend fun answer(call: Call): JsonObject = parse(native.call(call.text(options), null))
}

internal fun parse(text: String): JsonObject = Json.parseToJsonElement(text) as JsonObject

internal fun seconds(duration: Duration): JsonPrimitive = JsonPrimitive(duration.toDouble(DurationUnit.SECONDS))

/**
 * Work with the native half, away from the caller's thread: a page of JSON is too much for an app's
 * main thread, and a caller without a dispatcher would go on in the library's only one.
 */
internal suspend fun <T> work(block: suspend () -> T): T = withContext(Dispatchers.Default) { guarded { block() } }

/** Turns what the native half throws into exceptions of ours. */
internal inline fun <T> guarded(work: () -> T): T =
    try {
        work()
    } catch (refusal: Refusal) {
        throw when (refusal) {
            is Refusal.Failed -> refused(refusal.error)
            is Refusal.Cancelled -> CancellationException("the call was cancelled")
            is Refusal.Host -> fault(refusal.reason)
        }
    } catch (panic: Panic) {
        throw fault("a fault of this package; please report it with what was called")
    } catch (error: CancellationException) {
        // It is an IllegalStateException too.
        throw error
    } catch (error: IllegalStateException) {
        // What uniffi throws when its object is gone.
        throw if (error.message.orEmpty().contains("destroyed")) invalidRequest("the client is closed") else error
    }
