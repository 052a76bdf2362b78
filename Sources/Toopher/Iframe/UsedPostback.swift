internal import CryptoCore

/// The entry of a replay ledger for one postback.
public struct UsedPostback: Sendable, Hashable {
    /// The SHA-256 digest of the postback's signature, as 64 hexadecimal digits. It does not reveal the signature.
    public let identifier: String

    /// When the postback was signed, in seconds since 1970.
    public let time: Int64

    /// When the postback need no longer be remembered, in seconds since 1970.
    ///
    /// From then on no call accepts it, whatever its time to live: see ``ToopherIframe/maximumTTL``.
    public var expires: Int64 {
        let (expires, overflow) = time.addingReportingOverflow(ToopherIframe.maximumTTL.components.seconds)
        return overflow ? .max : expires
    }

    /// Creates an entry, for a ledger's own tests.
    public init(identifier: String, time: Int64) {
        self.identifier = identifier
        self.time = time
    }

    /// Creates the entry of a signature.
    init(code: [UInt8], time: Int64) throws(ToopherError) {
        do {
            self.init(identifier: Hex.encode(try Digest.sha256(code)), time: time)
        } catch {
            throw .crypto(error)
        }
    }
}
