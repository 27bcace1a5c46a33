package com.example.overdue

import java.io.File
import java.time.LocalDate
import kotlin.system.exitProcess
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import vn.viettelidc.Guard
import vn.viettelidc.PortalException
import vn.viettelidc.ViettelIdc
import vn.viettelidc.models.Invoice
import vn.viettelidc.models.InvoiceStatus

/**
 * Lists overdue invoices, and saves their PDFs into a folder if one is given: `overdue [folder]`.
 *
 * The account comes from `VIETTEL_IDC_USERNAME` and `VIETTEL_IDC_PASSWORD`, or from a profile. The
 * client may only read.
 */
fun main(arguments: Array<String>): Unit = runBlocking {
    val folder = arguments.firstOrNull()?.let(::File)
    try {
        ViettelIdc(environment = true, guard = Guard.READ_ONLY).use { portal ->
            val today = LocalDate.now()
            val overdue = portal.billing.invoices(filterStatus = InvoiceStatus.UNPAID)
                .filter { it.duedate?.isBefore(today) ?: false }
                .toList()
            overdue.forEach { println("${it.number}\tdue ${it.duedate}\t${it.total} ${it.currency}") }
            val due = overdue.sumOf { checkNotNull(it.total) { "invoice ${it.id} has no total" } }
            println("${overdue.size} overdue, $due in all")
            folder?.let { portal.save(overdue, it) }
        }
    } catch (error: PortalException) {
        System.err.println(error.message)
        exitProcess(1)
    }
}

private suspend fun ViettelIdc.save(invoices: List<Invoice>, folder: File) {
    folder.mkdirs()
    for (invoice in invoices) {
        val id = invoice.id ?: continue
        billing.invoicePdf(id).use { it.saveTo(File(folder, "$id.pdf")) }
    }
    println("${invoices.size} files in $folder")
}
