package vn.viettelidc

import java.io.File
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import vn.viettelidc.okhttp.OkHttpTransport

/** Every operation over real HTTP: the request it makes, and what a user gets of the answer. */
class ContractTest {
    @Test
    fun `there is a case for every operation`() {
        assertEquals(149, CONTRACT_CASES.map(ContractCase::operation).toSet().size)
        assertEquals(EXPECTED.keys, CONTRACT_CASES.map(ContractCase::operation).toSet())
    }

    @TestFactory
    fun suspending(): List<DynamicTest> = CONTRACT_CASES.map { case ->
        dynamicTest(case.operation) { check(case) { runBlocking { case.suspending(client) } } }
    }

    @TestFactory
    fun blocking(): List<DynamicTest> = CONTRACT_CASES.map { case ->
        dynamicTest(case.operation) { check(case) { case.blocking(client.blocking()) } }
    }

    @TestFactory
    fun `through OkHttp`(): List<DynamicTest> = CONTRACT_CASES.map { case ->
        dynamicTest(case.operation) { check(case) { runBlocking { case.suspending(okHttp) } } }
    }

    /** Written by `cargo run -p viettel-idc-fuzz --bin answers`. */
    @Test
    fun `odd answers that Rust reads are read and give the same`() {
        val cases = CONTRACT_CASES.associateBy(ContractCase::operation)
        val lines = File(System.getenv("VIETTEL_IDC_ANSWERS")).readLines()
        assertTrue(lines.size >= 1000)
        for (line in lines) {
            val row = Json.parseToJsonElement(line).jsonObject
            val operation = row.getValue("operation").jsonPrimitive.content
            if (EXPECTED.getValue(operation).getValue("kind").jsonPrimitive.content != "json") continue
            portal.answer = { Answer(200, "application/json", row.getValue("answer").jsonPrimitive.content) }
            val result = runBlocking { cases.getValue(operation).suspending(client) }
            assertEquals(bare(row.getValue("result")), bare(canonical(result)), line)
        }
    }

    private fun check(case: ContractCase, call: () -> Any?) {
        val expected = EXPECTED.getValue(case.operation)
        val kind = expected.getValue("kind").jsonPrimitive.content
        val media = expected.getValue("media").jsonPrimitive.content
        val answer = expected.getValue("answer")
        portal.requests.clear()
        portal.answer = { Answer(200, media, if (kind == "file") answer.jsonPrimitive.content else answer.toString()) }
        val result = call()
        if (kind == "file") {
            assertEquals(answer.jsonPrimitive.content, (result as ByteArray).decodeToString())
        } else {
            assertEquals(bare(expected.getValue("result")), bare(canonical(result)))
        }
        val request = expected.getValue("request").jsonObject
        val seen = portal.requests.single()
        assertEquals(request.getValue("method").jsonPrimitive.content, seen.method)
        assertEquals(request.getValue("path").jsonPrimitive.content, seen.path)
        val query = request.getValue("query").jsonObject.mapValues { it.value.jsonPrimitive.content }
        assertEquals(query, seen.query)
        val body = if (seen.body.isEmpty()) JsonNull else Json.parseToJsonElement(seen.body)
        assertEquals(bare(request.getValue("body")), bare(body))
        assertEquals(expected.getValue("auth").jsonPrimitive.boolean, "authorization" in seen.headers)
    }

    private companion object {
        val EXPECTED: Map<String, JsonObject> =
            Json.parseToJsonElement(File("../../tests/generated/cases.json").readText()).jsonArray
                .map(JsonElement::jsonObject)
                .associateBy { it.getValue("operation").jsonPrimitive.content }

        val portal = Portal()
        val client = portal.client()
        val okHttp = portal.client(OkHttpTransport())

        @JvmStatic
        @AfterAll
        fun end() = portal.close()

        /** A result as the JSON it was made of. */
        fun canonical(value: Any?): JsonElement = when (value) {
            null -> JsonNull
            is Model -> Json.parseToJsonElement(value.toJson())
            is List<*> -> JsonArray(value.map(::canonical))
            is Map<*, *> -> JsonObject(value.entries.associate { it.key.toString() to canonical(it.value) })
            is Boolean -> JsonPrimitive(value)
            is Number -> if (value is java.math.BigDecimal) JsonPrimitive(value.toPlainString()) else JsonPrimitive(value)
            is Secret -> JsonPrimitive(value.expose())
            else -> JsonPrimitive(value.toString())
        }

        /** Without what is absent, in whichever way. */
        fun bare(value: JsonElement): JsonElement = when (value) {
            is JsonObject -> JsonObject(value.mapValues { bare(it.value) }.filterValues { !isNothing(it) })
            is JsonArray -> JsonArray(value.map(::bare))
            else -> value
        }

        fun isNothing(value: JsonElement): Boolean =
            value is JsonNull || value is JsonPrimitive && value.isString && value.content.isEmpty() ||
                value is JsonArray && value.isEmpty() || value is JsonObject && value.isEmpty()
    }
}
