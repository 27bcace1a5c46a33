package vn.viettelidc

import java.io.File
import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import vn.viettelidc.documents.bindingsuniffikotlinREADMEmd
import vn.viettelidc.documents.docskotlinmd

/** The documents and the example, run as they stand, against a simulated portal over HTTP. */
class DocumentsTest {
    private val portal = Sandboxed()

    @AfterEach
    fun end() = portal.close()

    @Test
    fun `every snippet runs`(): Unit = runBlocking { docskotlinmd(portal.url) }

    @Test
    fun `the package's own page runs`(): Unit = runBlocking { bindingsuniffikotlinREADMEmd(portal.url) }

    @Test
    fun `the example lists overdue invoices and saves them`(@TempDir folder: Path) {
        val pdfs = folder.resolve("pdfs").toFile()
        val classPath = System.getProperty("java.class.path")
        val (code, text) = portal.example(classPath, "sandbox-password", pdfs.path)
        assertEquals(0, code, text)
        assertTrue("15 overdue, " in text && "15 files in" in text, text)
        assertEquals(15, pdfs.listFiles { file: File -> file.extension == "pdf" }?.size)
        val (refused, why) = portal.example(classPath, "geheim-17")
        assertEquals(1, refused)
        assertTrue("auth_login" in why && "geheim-17" !in why, why)
    }
}
