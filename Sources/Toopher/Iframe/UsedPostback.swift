internal import CryptoCore

/// The entry of a replay ledger for one postback.
public struct UsedPostback: Sendable, Hashable {
    /// The SHA-256 digest of the postback's signature, as 64 hexadecimal digits. It does not reveal the signature.
    public let identifier: String

    /// When the postback expires and need no longer be remembered, in seconds since 1970.
    public let expires: Int64

    /// Creates an entry, for a ledger's own tests.
    public init(identifier: String, expires: Int64) {
        self.identifier = identifier
        self.expires = expires
    }

    /// Creates the entry of a signature.
    init(code: [UInt8], expires: Int64) throws(ToopherError) {
        do {
            self.init(identifier: Hex.encode(try Digest.sha256(code)), expires: expires)
        } catch {
            throw .crypto(error)
        }
    }
}
