package import CryptoCore
internal import Platform

/// What this server identifies itself with: a key, a contact, and a token for each push service that is used.
///
/// Tokens are signed once and used until an hour before they expire.
///
/// RFC 8292.
package final class VAPIDIdentity: Sendable {
    /// How long a token is valid, in seconds: half of what push services accept at most, since their clocks may differ.
    static let lifetime: Int64 = 12 * 3600
    /// How long before its end a token is replaced, in seconds.
    static let margin: Int64 = 3600
    /// How many push services have a token that is kept. Subscriptions can name any number of hosts of a vendor's domain.
    static let capacity = 64

    private struct Entry: Sendable {
        let field: String
        let issued: Int64
    }

    /// The public key for browsers, in base64url.
    package let publicKey: String

    private let key: VAPIDKey
    private let contact: VAPIDContact
    private let clock: @Sendable () -> Int64
    private let entries = Lock<[String: Entry]>([:])

    /// Creates an identity.
    ///
    /// - Parameters:
    ///   - key: Signs the tokens.
    ///   - contact: The operator of this server.
    ///   - clock: Returns the time in seconds since 1970.
    package init(key: VAPIDKey, contact: VAPIDContact, clock: @escaping @Sendable () -> Int64) {
        self.key = key
        self.contact = contact
        self.clock = clock
        publicKey = key.publicKey
    }

    /// Returns the value of `Authorization` for requests to a push service.
    ///
    /// - Parameter audience: The origin of the push service.
    package func authorization(for audience: String) throws(CryptoError) -> String {
        let now = clock()
        if let entry = entries.withLock({ $0[audience] }), Self.isUsable(entry, at: now) { return entry.field }
        // Outside the lock: two threads that sign at the same time both have a valid token.
        let token = try VAPIDToken.make(
            audience: audience, expiration: now + Self.lifetime, contact: contact, key: key)
        let entry = Entry(field: "vapid t=\(token), k=\(publicKey)", issued: now)
        entries.withLock { entries in
            if entries.count >= Self.capacity, entries[audience] == nil { Self.evict(from: &entries) }
            entries[audience] = entry
        }
        return entry.field
    }

    /// The number of tokens that are kept.
    var count: Int { entries.withLock { $0.count } }

    /// One from the future was signed before the clock was set back, and its end could be out of the push service's range.
    private static func isUsable(_ entry: Entry, at now: Int64) -> Bool {
        entry.issued <= now && now < entry.issued + lifetime - margin
    }

    private static func evict(from entries: inout [String: Entry]) {
        if let oldest = entries.min(by: { $0.value.issued < $1.value.issued })?.key { entries[oldest] = nil }
    }
}
