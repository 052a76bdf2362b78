internal import COpenSSL

/// One PEM block (RFC 7468): its label and its bytes, which are wiped at the end.
@safe
struct PEMBlock: ~Copyable {
    private let label: String
    private let isEncrypted: Bool
    private let bytes: UnsafeMutablePointer<UInt8>
    private let count: Int

    init(_ text: Span<UInt8>, kind: String) throws(CryptoError) {
        var (name, header): (UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?) = (nil, nil)
        var data: UnsafeMutablePointer<UInt8>?
        var length = 0
        let isRead = unsafe text.withUnsafeBufferPointer { text in
            guard let bio = unsafe BIO_new_mem_buf(text.baseAddress, Int32(text.count)) else { return false }
            defer { unsafe BIO_free(bio) }
            return unsafe PEM_read_bio(bio, &name, &header, &data, &length) == 1
        }
        guard isRead, let name = unsafe name, let header = unsafe header, let data = unsafe data else {
            _ = ErrorQueue.drain()
            throw .invalidKey(kind: kind, reasons: ["the text holds no PEM block"])
        }
        label = unsafe String(cString: name)
        isEncrypted = unsafe header.pointee != 0
        unsafe bytes = data
        count = length
        unsafe CRYPTO_free(name, #file, #line)
        unsafe CRYPTO_free(header, #file, #line)
    }

    deinit {
        unsafe CRYPTO_clear_free(bytes, count, #file, #line)
    }

    /// The private key in the block, which the caller frees; nil if its bytes are none.
    borrowing func privateKey(_ kind: String) throws(CryptoError) -> OpaquePointer? {
        guard !isEncrypted, label != "ENCRYPTED PRIVATE KEY" else {
            throw .invalidKey(kind: kind, reasons: ["it is encrypted; decrypt it first"])
        }
        guard label == "PRIVATE KEY" || label == "RSA PRIVATE KEY" else { throw foreign(kind) }
        return unsafe decoded { cursor in unsafe d2i_AutoPrivateKey(nil, &cursor, count) }
    }

    /// The public key in the block, which the caller frees; nil if its bytes are none.
    borrowing func publicKey(_ kind: String) throws(CryptoError) -> OpaquePointer? {
        switch label {
        case "PUBLIC KEY":
            return unsafe decoded { cursor in unsafe d2i_PUBKEY(nil, &cursor, count) }
        case "RSA PUBLIC KEY":
            return unsafe decoded { cursor in unsafe d2i_PublicKey(NID_rsaEncryption, nil, &cursor, count) }
        case "CERTIFICATE":
            return unsafe decoded { cursor in
                guard let certificate = unsafe d2i_X509(nil, &cursor, count) else { return nil }
                defer { unsafe X509_free(certificate) }
                return unsafe X509_get_pubkey(certificate)
            }
        default:
            throw foreign(kind)
        }
    }

    /// What `decode` makes of the bytes, if it makes use of all of them.
    private borrowing func decoded(
        _ decode: (inout UnsafePointer<UInt8>?) -> OpaquePointer?
    ) -> OpaquePointer? {
        var cursor: UnsafePointer<UInt8>? = unsafe UnsafePointer(bytes)
        guard let key = unsafe decode(&cursor) else { return nil }
        guard unsafe cursor == UnsafePointer(bytes + count) else {
            unsafe EVP_PKEY_free(key)
            return nil
        }
        return unsafe key
    }

    private borrowing func foreign(_ kind: String) -> CryptoError {
        .invalidKey(kind: kind, reasons: ["the PEM block is a \(label)"])
    }
}
