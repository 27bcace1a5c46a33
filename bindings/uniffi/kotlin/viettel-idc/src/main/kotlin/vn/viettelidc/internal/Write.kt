package vn.viettelidc.internal

import java.math.BigDecimal
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.format.DateTimeFormatter
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import vn.viettelidc.FormValue
import vn.viettelidc.Model
import vn.viettelidc.OpenEnum
import vn.viettelidc.Secret

/** `LocalDateTime.toString` leaves out seconds that are zero; the portal wants them. */
private val SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss")

/** A value as the bridge reads it. */
internal fun write(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is String -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is Long -> JsonPrimitive(value)
    is BigDecimal -> JsonPrimitive(value.toPlainString())
    is LocalDate -> JsonPrimitive(value.toString())
    is LocalDateTime -> JsonPrimitive(value.format(SECONDS))
    is Secret -> JsonPrimitive(value.expose())
    is OpenEnum -> JsonPrimitive(value.value)
    is FormValue -> write(value.content)
    is Model -> JsonObject(value.fields().filterNot { isAbsent(it.second) }.associate { it.first to write(it.second) })
    is List<*> -> JsonArray(value.map(::write))
    is Map<*, *> -> JsonObject(value.entries.associate { it.key.toString() to write(it.value) })
    else -> error("no JSON for ${value.javaClass.name}")
}

/** Whether a field of a model says nothing. */
internal fun isAbsent(value: Any?): Boolean =
    value == null || value is Collection<*> && value.isEmpty() || value is Map<*, *> && value.isEmpty()

/** `next_due` → `nextDue`. */
internal fun inCamelCase(name: String): String {
    val words = name.split(Regex("[^A-Za-z0-9]+")).filter(String::isNotEmpty)
    val rest = words.drop(1).map { it.replaceFirstChar(Char::uppercaseChar) }
    return words.take(1).map { it.replaceFirstChar(Char::lowercaseChar) }.plus(rest).joinToString("")
}
