/// A certificate with its private key, both PEM. No description contains the key.
public struct ClientCertificate: Sendable, Hashable {
    /// The certificate, followed by the intermediate certificates that servers need.
    public var chain: [UInt8]
    let key: RedactedBytes

    /// Creates a certificate from PEM text, with an unencrypted key.
    public init(chain: [UInt8], privateKey: [UInt8]) {
        self.chain = chain
        key = RedactedBytes(bytes: privateKey)
    }
}
