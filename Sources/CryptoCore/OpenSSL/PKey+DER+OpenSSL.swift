internal import COpenSSL

extension PKey {
    /// Creates the private key in `der`: PKCS #8, PKCS #1, or the format of another algorithm.
    convenience init(privateDER der: SecretBytes, kind: String) throws(CryptoError) {
        unsafe self.init(
            owning: try Self.decoded(der, kind) { cursor, count in unsafe d2i_AutoPrivateKey(nil, &cursor, count) })
    }

    /// Creates the public key in `der`, of which the label of its PEM block says what it is.
    convenience init(publicDER der: SecretBytes, label: String, kind: String) throws(CryptoError) {
        unsafe self.init(
            owning: try Self.decoded(der, kind) { cursor, count in
                switch label {
                case "RSA PUBLIC KEY": return unsafe d2i_PublicKey(NID_rsaEncryption, nil, &cursor, count)
                case "CERTIFICATE":
                    guard let certificate = unsafe d2i_X509(nil, &cursor, count) else { return nil }
                    defer { unsafe X509_free(certificate) }
                    return unsafe X509_get_pubkey(certificate)
                default: return unsafe d2i_PUBKEY(nil, &cursor, count)
                }
            })
    }

    /// Returns the key that `decode` reads, if it reads all bytes. It must not prompt for a passphrase.
    private static func decoded(
        _ der: SecretBytes, _ kind: String, _ decode: (inout UnsafePointer<UInt8>?, Int) -> OpaquePointer?
    ) throws(CryptoError) -> OpaquePointer {
        let (key, isComplete) = unsafe der.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { bytes -> (OpaquePointer?, Bool) in
                var cursor = bytes.baseAddress
                let key = unsafe decode(&cursor, bytes.count)
                return unsafe (key, cursor == bytes.baseAddress.map { unsafe $0 + bytes.count })
            }
        }
        guard let key = unsafe key else {
            throw .invalidKey(kind: kind, reasons: ["the PEM block holds no such key"] + ErrorQueue.drain())
        }
        guard isComplete else {
            unsafe EVP_PKEY_free(key)
            throw .invalidKey(kind: kind, reasons: ["bytes follow the key in the PEM block"])
        }
        return unsafe key
    }

    /// Returns the key without its private half.
    func publicHalf() throws(CryptoError) -> PKey {
        var der: UnsafeMutablePointer<UInt8>?
        let count = unsafe withPointer { unsafe i2d_PUBKEY($0, &der) }
        defer { unsafe CRYPTO_free(der, #file, #line) }
        var cursor = unsafe UnsafePointer(der)
        guard count > 0, let key = unsafe d2i_PUBKEY(nil, &cursor, Int(count)) else {
            throw ErrorQueue.failure("i2d_PUBKEY")
        }
        return unsafe PKey(owning: key)
    }

    /// The name of the algorithm, and of the curve if it has one: `RSA`, `RSA-PSS`, `EC (prime256v1)`, `ED25519`.
    var algorithmName: String {
        unsafe withPointer { key in
            guard let name = unsafe EVP_PKEY_get0_type_name(key) else { return "unknown" }
            var group = [CChar](repeating: 0, count: 80)
            var length = 0
            let hasGroup = unsafe EVP_PKEY_get_group_name(key, &group, group.count, &length) == 1
            _ = ErrorQueue.drain()
            guard hasGroup else { return unsafe String(cString: name) }
            let curve = group.prefix(length).map { UInt8(bitPattern: $0) }
            return unsafe "\(String(cString: name)) (\(String(decoding: curve, as: UTF8.self)))"
        }
    }
}
