package vn.viettelidc

import java.io.File
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import proguard.Configuration
import proguard.ConfigurationParser
import proguard.ProGuard

/** The example, shrunk and renamed by ProGuard with the rules that are in the jars. */
class MinifiedTest {
    private val classPath = System.getProperty("java.class.path").split(File.pathSeparator).map(::File)

    @Test
    fun `with the rules in the jar an app survives`(@TempDir folder: Path): Unit = Sandboxed().use { portal ->
        val app = minify(folder, ours = true)
        val (code, text) = portal.example(app.path, "sandbox-password")
        assertEquals(0, code, text)
        assertTrue("15 overdue, " in text, text)
    }

    @Test
    fun `without them it does not, so that this test means something`(@TempDir folder: Path): Unit = Sandboxed().use { portal ->
        val (code, _) = portal.example(minify(folder, ours = false).path, "sandbox-password")
        assertNotEquals(0, code)
    }

    private fun minify(folder: Path, ours: Boolean): File {
        val app = folder.resolve("app.jar").toFile()
        fun on(path: String) = classPath.filter { path in it.path }
        val libraries = on("viettel-idc/target") + on("/jna/") + on("/kotlin-stdlib/") + on("/annotations/") +
            on("/kotlinx-coroutines-core-jvm/") + on("/kotlinx-serialization-")
        val rules = libraries.flatMap { rules(it) }.filter { (name, _) -> ours || "viettel-idc" !in name }
        val text = buildString {
            libraries.forEach { appendLine("-injars '${it.path}'(!META-INF/**)") }
            appendLine("-injars '${on("test-classes").single().path}'(com/example/**)")
            appendLine("-outjars '${app.path}'")
            for (module in listOf("java.base", "java.logging", "java.desktop", "jdk.unsupported")) {
                appendLine("-libraryjars '${System.getProperty("java.home")}/jmods/$module.jmod'(!**.jar;!module-info.class)")
            }
            appendLine("-keep class com.example.overdue.OverdueKt { public static void main(java.lang.String[]); }")
            appendLine("-dontoptimize\n-dontnote\n-ignorewarnings\n-keepattributes *")
            rules.forEach { (_, rule) -> appendLine(rule) }
        }
        val configuration = Configuration()
        ConfigurationParser(text, "minify", folder.toFile(), System.getProperties()).use { it.parse(configuration) }
        ProGuard(configuration).execute()
        return app
    }

    /** The rules a jar, or a folder of classes, brings along. */
    private fun rules(library: File): List<Pair<String, String>> {
        if (library.isDirectory) {
            val files = File(library, "META-INF/proguard").listFiles().orEmpty()
            return files.map { it.name to it.readText() }
        }
        return java.util.zip.ZipFile(library).use { jar ->
            val entries = jar.entries().asSequence().filter { it.name.startsWith("META-INF/proguard/") && !it.isDirectory }
            entries.map { it.name to jar.getInputStream(it).readBytes().decodeToString() }.toList()
        }
    }
}
