import Foundation
import Security
import ViettelIDC

/// Keeps the session in the Keychain: on this device only, and readable once it was unlocked.
///
///     let portal = try ViettelIDC(tokenStore: KeychainStore(account: "linh.tran@example.com"))
struct KeychainStore: TokenStore {
    /// Whose session it is.
    let account: String
    /// Under which name the app keeps it.
    var service = "viettel-idc"

    /// The Keychain did not do what it was asked.
    struct Refused: LocalizedError {
        let status: OSStatus

        var errorDescription: String? {
            SecCopyErrorMessageString(status, nil) as String? ?? "the Keychain refused (\(status))"
        }
    }

    func load() throws -> Tokens? {
        var query = entry
        query[kSecReturnData as String] = true
        query[kSecMatchLimit as String] = kSecMatchLimitOne
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        guard status == errSecSuccess, let data = found as? Data else { throw Refused(status: status) }
        return try JSONDecoder().decode(Tokens.self, from: data)
    }

    func save(_ tokens: Tokens?) throws {
        guard let tokens else {
            let status = SecItemDelete(entry as CFDictionary)
            guard status == errSecSuccess || status == errSecItemNotFound else { throw Refused(status: status) }
            return
        }
        let value: [String: Any] = [
            kSecValueData as String: try JSONEncoder().encode(tokens),
            kSecAttrAccessible as String: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        // First the old one is replaced: it must never be gone before the new one is there.
        var status = SecItemUpdate(entry as CFDictionary, value as CFDictionary)
        if status == errSecItemNotFound {
            status = SecItemAdd(entry.merging(value) { $1 } as CFDictionary, nil)
        }
        guard status == errSecSuccess else { throw Refused(status: status) }
    }

    private var entry: [String: Any] {
        [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: service,
            kSecAttrAccount as String: account,
        ]
    }
}
