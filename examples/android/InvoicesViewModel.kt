package com.example.portal

import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.onCompletion
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import vn.viettelidc.AuthenticationException
import vn.viettelidc.PortalException
import vn.viettelidc.ViettelIdc
import vn.viettelidc.models.Invoice
import vn.viettelidc.models.InvoiceStatus

/** What the screen shows. */
data class InvoicesState(
    val invoices: List<Invoice> = emptyList(),
    val isLoading: Boolean = true,
    val mustLogIn: Boolean = false,
    val complaint: String? = null,
)

/** Open invoices, page by page as they arrive. Leaving the screen closes the connection. */
class InvoicesViewModel(private val portal: ViettelIdc) : ViewModel() {
    private val shown = MutableStateFlow(InvoicesState())
    val state: StateFlow<InvoicesState> = shown.asStateFlow()

    init {
        load()
    }

    fun load() {
        shown.value = InvoicesState()
        viewModelScope.launch {
            portal.billing.invoices(filterStatus = InvoiceStatus.UNPAID).pages()
                .onCompletion { shown.update { it.copy(isLoading = false) } }
                .catch { error -> if (error is PortalException) complain(error) else throw error }
                .collect { page -> shown.update { it.copy(invoices = it.invoices + page.items) } }
        }
    }

    private fun complain(error: PortalException) = shown.update {
        it.copy(mustLogIn = error is AuthenticationException, complaint = error.message)
    }
}
