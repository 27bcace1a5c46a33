package vn.viettelidc.internal

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** A call on its way to the bridge; what is null is left out. */
internal class Call(private val operation: String) {
    private val path = mutableMapOf<String, JsonElement>()
    private val query = mutableMapOf<String, JsonElement>()
    private var body: MutableMap<String, JsonElement>? = null
    private val paging = mutableMapOf<String, JsonElement>()

    fun path(name: String, value: Any?): Call = put(path, name, value)

    fun query(name: String, value: Any?): Call = put(query, name, value)

    /** A call that has a body has one even when every field is left out. */
    fun withBody(): Call = apply { body = body ?: mutableMapOf() }

    fun body(name: String, value: Any?): Call = withBody().also { body?.let { put(it, name, value) } }

    fun paged(perPage: Int?, limit: Int?): Call = apply {
        perPage?.let { paging["per_page"] = JsonPrimitive(it) }
        limit?.let { paging["limit"] = JsonPrimitive(it) }
    }

    fun text(options: JsonObject): String {
        val parts = mutableMapOf<String, JsonElement>("operation" to JsonPrimitive(operation))
        parts["path"] = JsonObject(path)
        parts["query"] = JsonObject(query)
        body?.let { parts["body"] = JsonObject(it) }
        parts["options"] = options
        return JsonObject(parts + paging).toString()
    }

    private fun put(to: MutableMap<String, JsonElement>, name: String, value: Any?): Call = apply {
        if (value != null) to[name] = write(value)
    }
}
