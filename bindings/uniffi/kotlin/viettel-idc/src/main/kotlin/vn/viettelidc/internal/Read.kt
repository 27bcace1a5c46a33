package vn.viettelidc.internal

import java.math.BigDecimal
import java.time.LocalDate
import java.time.LocalDateTime
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import vn.viettelidc.FormValue
import vn.viettelidc.InvalidRequestException
import vn.viettelidc.Secret
import vn.viettelidc.invalidRequest

/** Reads a value of canonical JSON, in which the core has already put everything into its shape. */
internal typealias Read<T> = (JsonElement) -> T

internal val TEXT: Read<String> = { (it as JsonPrimitive).content }
internal val WHOLE: Read<Long> = { (it as JsonPrimitive).content.toLong() }
internal val FLAG: Read<Boolean> = { (it as JsonPrimitive).content.toBooleanStrict() }
internal val DECIMAL: Read<BigDecimal> = { BigDecimal((it as JsonPrimitive).content) }
internal val DAY: Read<LocalDate> = { LocalDate.parse((it as JsonPrimitive).content) }
internal val MOMENT: Read<LocalDateTime> = { LocalDateTime.parse((it as JsonPrimitive).content) }
internal val SECRET: Read<Secret> = { Secret((it as JsonPrimitive).content) }
internal val FORM: Read<FormValue> = {
    if (it is JsonObject) FormValue.of(it.mapValues { (_, value) -> TEXT(value) }) else FormValue.of(TEXT(it))
}

internal fun <T> many(item: Read<T>): Read<List<T>> = { (it as JsonArray).map(item) }

internal fun <T> table(item: Read<T>): Read<Map<String, T>> = { (it as JsonObject).mapValues { (_, value) -> item(value) } }

internal fun <T> word(make: (String) -> T): Read<T> = { make(TEXT(it)) }

internal fun <T> model(make: (Fields) -> T): Read<T> = { make(Fields(it as JsonObject)) }

/** The fields of an object. */
internal class Fields(private val json: JsonObject) {
    fun <T> need(name: String, read: Read<T>): T =
        json[name]?.let(read) ?: throw invalidRequest("the field $name is missing")

    fun <T> maybe(name: String, read: Read<T>): T? = json[name]?.takeUnless { it is JsonNull }?.let(read)

    fun <T> all(name: String, item: Read<T>): List<T> = maybe(name, many(item)).orEmpty()

    fun <T> each(name: String, item: Read<T>): Map<String, T> = maybe(name, table(item)).orEmpty()
}

/** A model of JSON that was kept somewhere, which may not be what it was. */
internal fun <T> fromJson(text: String, make: (Fields) -> T): T =
    try {
        make(Fields(Json.parseToJsonElement(text) as JsonObject))
    } catch (error: RuntimeException) {
        if (error is InvalidRequestException) throw error
        // Without the text: it may hold secrets.
        throw invalidRequest("this is not the JSON of such an object (${error.javaClass.simpleName})")
    }
