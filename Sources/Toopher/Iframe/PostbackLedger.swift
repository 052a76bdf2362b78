internal import CryptoCore

/// Remembers which postbacks were used, so that each is good for one log-in.
///
/// Whoever has several servers needs one that they share: one row per ``UsedPostback/identifier``, unique.
public protocol PostbackLedger: Sendable {
    /// Records the use of a postback, unless it is already recorded: one step, also for two callers at once.
    ///
    /// - Parameters:
    ///   - postback: The postback; it need not be remembered once it has expired.
    ///   - now: The time, in seconds since 1970.
    /// - Throws: Whatever the ledger fails with; the postback then counts as unusable.
    func record(_ postback: UsedPostback, now: Int64) async throws -> PostbackLedgerDecision
}

/// What a ledger remembers of a postback.
public struct UsedPostback: Sendable, Hashable {
    /// The SHA-256 digest of its signature, 64 hexadecimal digits: unique, and of no use to a thief.
    public let identifier: String

    /// When it is no longer accepted anyway, in seconds since 1970.
    public let expires: Int64

    /// Makes one from its parts, for a ledger's own tests.
    public init(identifier: String, expires: Int64) {
        self.identifier = identifier
        self.expires = expires
    }

    init(code: [UInt8], expires: Int64) throws(ToopherError) {
        do {
            self.init(identifier: Hex.encode(try Digest.sha256(code)), expires: expires)
        } catch {
            throw .crypto(error)
        }
    }
}

/// What a ledger says to a postback.
public enum PostbackLedgerDecision: Sendable, Hashable {
    /// It was not known, and is now.
    case fresh
    /// It was known.
    case replayed
    /// There is no room to remember it.
    case full
}
