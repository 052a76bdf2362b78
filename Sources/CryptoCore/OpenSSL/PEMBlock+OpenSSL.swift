internal import COpenSSL

extension PEMBlock {
    /// Creates a copy of the first block in `text`.
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

    /// Returns the private key in the block, which the caller frees.
    borrowing func privateKey(_ kind: String) throws(CryptoError) -> OpaquePointer {
        try requirePlain(kind)
        guard label == "PRIVATE KEY" || label == "RSA PRIVATE KEY" else { throw unexpectedLabel(kind) }
        return unsafe try decoded(kind) { cursor in unsafe d2i_AutoPrivateKey(nil, &cursor, count) }
    }

    /// Returns the public key in the block, which the caller frees.
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
            throw unexpectedLabel(kind)
        }
    }

    /// Refuses an encrypted block in either of its forms.
    ///
    /// The decoders below never prompt for a password.
    private borrowing func requirePlain(_ kind: String) throws(CryptoError) {
        guard label != "ENCRYPTED PRIVATE KEY", !header.contains("ENCRYPTED") else {
            throw .invalidKey(kind: kind, reasons: ["it is encrypted; decrypt it first"])
        }
        guard header.isEmpty else {
            throw .invalidKey(kind: kind, reasons: ["the PEM block has header lines"])
        }
    }

    /// Returns the key that `decode` reads, if it reads all bytes.
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

    static func free(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) {
        unsafe CRYPTO_clear_free(bytes, count, #file, #line)
    }

    private borrowing func unexpectedLabel(_ kind: String) -> CryptoError {
        // A label can hold anything, and the reason may end up in a log.
        let isPlain = label.utf8.count <= 40 && label.utf8.allSatisfy { (0x20...0x7e).contains($0) }
        return .invalidKey(kind: kind, reasons: ["the first PEM block is \(isPlain ? label : "of another kind")"])
    }
}
