package vn.viettelidc.blocking

import kotlinx.coroutines.runBlocking

/**
 * Waits for a call. Interrupting the thread ends the call, closes its connection, and is thrown as
 * `InterruptedException`.
 */
internal fun <T> await(call: suspend () -> T): T = runBlocking { call() }
