package com.example.portal

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.Button
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.ListItem
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.tooling.preview.Preview
import androidx.compose.ui.unit.dp
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import vn.viettelidc.ViettelIdc
import vn.viettelidc.sandbox.sandbox

/** Open invoices, with what they cost and until when. */
@Composable
fun InvoicesScreen(model: InvoicesViewModel, logIn: () -> Unit) {
    val state by model.state.collectAsStateWithLifecycle()
    Column {
        if (state.isLoading) {
            LinearProgressIndicator(Modifier.fillMaxWidth())
        }
        state.complaint?.let { complaint ->
            Text(complaint, Modifier.padding(16.dp))
            Button(onClick = if (state.mustLogIn) logIn else model::load, Modifier.padding(16.dp)) {
                Text(if (state.mustLogIn) "Log in" else "Try again")
            }
        }
        LazyColumn {
            items(state.invoices, key = { it.id.orEmpty() }) { invoice ->
                ListItem(
                    headlineContent = { Text("${invoice.total?.toPlainString()} ${invoice.currency}") },
                    supportingContent = { Text("${invoice.number}, due ${invoice.duedate}") },
                )
            }
        }
    }
}

/** With the simulated portal: `viettel-idc-sandbox` among the debug dependencies. */
@Preview
@Composable
fun InvoicesPreview() {
    InvoicesScreen(remember { InvoicesViewModel(ViettelIdc.sandbox()) }, logIn = {})
}
