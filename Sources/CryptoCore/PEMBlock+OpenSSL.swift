internal import COpenSSL

/// One PEM block (RFC 7468): its label and its bytes, which are wiped at the end.
@safe
struct PEMBlock: ~Copyable {
    private let label: String
    /// What RFC 1421 allows between the label and the bytes; encryption is declared there.
    private let header: String
    private let bytes: UnsafeMutablePointer<UInt8>
    private let count: Int

    /// Reads the first block of `text`.
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
        self.header = unsafe String(cString: header)
        unsafe bytes = data
        count = length
        unsafe CRYPTO_free(name, #file, #line)
        unsafe CRYPTO_free(header, #file, #line)
    }

    deinit {
        unsafe CRYPTO_clear_free(bytes, count, #file, #line)
    }

    /// The private key in the block, which the caller frees.
    borrowing func privateKey(_ kind: String) throws(CryptoError) -> OpaquePointer {
        try requirePlain(kind)
        guard label == "PRIVATE KEY" || label == "RSA PRIVATE KEY" else { throw foreign(kind) }
        return unsafe try decoded(kind) { cursor in unsafe d2i_AutoPrivateKey(nil, &cursor, count) }
    }

    /// The public key in the block, which the caller frees.
    borrowing func publicKey(_ kind: String) throws(CryptoError) -> OpaquePointer {
        try requirePlain(kind)
        switch label {
        case "PUBLIC KEY":
            return unsafe try decoded(kind) { cursor in unsafe d2i_PUBKEY(nil, &cursor, count) }
        case "RSA PUBLIC KEY":
            return unsafe try decoded(kind) { cursor in unsafe d2i_PublicKey(NID_rsaEncryption, nil, &cursor, count) }
        case "CERTIFICATE":
            return unsafe try decoded(kind) { cursor in
                guard let certificate = unsafe d2i_X509(nil, &cursor, count) else { return nil }
                defer { unsafe X509_free(certificate) }
                return unsafe X509_get_pubkey(certificate)
            }
        default:
            throw foreign(kind)
        }
    }

    /// Refuses an encrypted block in either of its forms. Nobody is asked for a password: the block's
    /// bytes are only ever given to decoders that have no way to ask.
    private borrowing func requirePlain(_ kind: String) throws(CryptoError) {
        guard label != "ENCRYPTED PRIVATE KEY", !header.contains("ENCRYPTED") else {
            throw .invalidKey(kind: kind, reasons: ["it is encrypted; decrypt it first"])
        }
        guard header.isEmpty else {
            throw .invalidKey(kind: kind, reasons: ["the PEM block has header lines"])
        }
    }

    /// What `decode` makes of the bytes, if it makes use of all of them.
    private borrowing func decoded(
        _ kind: String, _ decode: (inout UnsafePointer<UInt8>?) -> OpaquePointer?
    ) throws(CryptoError) -> OpaquePointer {
        var cursor: UnsafePointer<UInt8>? = unsafe UnsafePointer(bytes)
        guard let key = unsafe decode(&cursor) else {
            throw .invalidKey(kind: kind, reasons: ["the PEM block holds no such key"] + ErrorQueue.drain())
        }
        guard unsafe cursor == UnsafePointer(bytes + count) else {
            unsafe EVP_PKEY_free(key)
            throw .invalidKey(kind: kind, reasons: ["bytes follow the key in the PEM block"])
        }
        return unsafe key
    }

    private borrowing func foreign(_ kind: String) -> CryptoError {
        // A label can hold anything, and the reason may end up in a log.
        let isPlain = label.utf8.count <= 40 && label.utf8.allSatisfy { (0x20...0x7e).contains($0) }
        return .invalidKey(kind: kind, reasons: ["the first PEM block is \(isPlain ? label : "of another kind")"])
    }
}
