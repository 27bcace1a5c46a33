package com.example.portal

import android.content.Context
import androidx.security.crypto.EncryptedSharedPreferences
import androidx.security.crypto.MasterKey
import vn.viettelidc.TokenStore
import vn.viettelidc.Tokens

/**
 * Keeps tokens in preferences that are encrypted by a key of Android's keystore. Leave the file out of
 * backups: on another device the key is missing.
 */
class EncryptedTokenStore(context: Context) : TokenStore {
    // The keystore is slow; the library calls a store on threads that may wait.
    private val preferences by lazy {
        EncryptedSharedPreferences.create(
            context,
            "viettel-idc",
            MasterKey.Builder(context).setKeyScheme(MasterKey.KeyScheme.AES256_GCM).build(),
            EncryptedSharedPreferences.PrefKeyEncryptionScheme.AES256_SIV,
            EncryptedSharedPreferences.PrefValueEncryptionScheme.AES256_GCM,
        )
    }

    override fun load(): Tokens? =
        preferences.getString("token", null)?.let {
            Tokens(it, preferences.getString("refresh", null), preferences.getString("owner", null))
        }

    override fun save(tokens: Tokens?) {
        val saved = preferences.edit()
            .putString("token", tokens?.token?.expose())
            .putString("refresh", tokens?.refresh?.expose())
            .putString("owner", tokens?.owner)
            // Not apply(): the old tokens no longer work, so these must be safe before the call goes on.
            .commit()
        check(saved) { "the preferences could not be written" }
    }
}
