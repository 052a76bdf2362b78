internal import COpenSSL

extension EncryptedPrivateKey {
    /// Parses an EncryptedPrivateKeyInfo.
    init(_ der: SecretBytes, kind: String) throws(CryptoError) {
        let (parsed, isComplete) = unsafe der.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { bytes -> (OpaquePointer?, Bool) in
                var cursor = bytes.baseAddress
                let parsed = unsafe d2i_X509_SIG(nil, &cursor, bytes.count)
                return unsafe (parsed, cursor == bytes.baseAddress.map { unsafe $0 + bytes.count })
            }
        }
        guard let parsed = unsafe parsed else {
            throw .invalidKey(kind: kind, reasons: ["the PEM block holds no such key"] + ErrorQueue.drain())
        }
        guard isComplete else {
            unsafe X509_SIG_free(parsed)
            throw .invalidKey(kind: kind, reasons: ["bytes follow the key in the PEM block"])
        }
        unsafe pointer = parsed
    }

    /// Returns the key that `passphrase` decrypts.
    borrowing func decrypted(with passphrase: SecretBytes, kind: String) throws(CryptoError) -> PKey {
        try requireAffordable(kind: kind)
        guard let length = Int32(exactly: passphrase.count) else { throw .wrongPassphrase(kind: kind) }
        let key: OpaquePointer? = unsafe passphrase.withBytes { bytes in
            unsafe bytes.withUnsafeBytes { bytes in
                let text = unsafe bytes.assumingMemoryBound(to: CChar.self)
                guard let plain = unsafe PKCS8_decrypt(pointer, text.baseAddress, length) else { return nil }
                // Wipes the key.
                defer { unsafe PKCS8_PRIV_KEY_INFO_free(plain) }
                return unsafe EVP_PKCS82PKEY(plain)
            }
        }
        // A wrong passphrase gives random bytes, whose padding is wrong or which are no key.
        guard let key = unsafe key else {
            _ = ErrorQueue.drain()
            throw .wrongPassphrase(kind: kind)
        }
        return unsafe PKey(owning: key)
    }

    /// What the decryption costs; `nil` if it is not by PBES2 with PBKDF2 or scrypt.
    var derivation: Derivation? {
        defer { _ = ErrorQueue.drain() }
        var encryption: UnsafePointer<X509_ALGOR>?
        unsafe X509_SIG_get0(pointer, &encryption, nil)
        guard let scheme = unsafe Self.parameters(of: encryption, identifier: NID_pbes2, parse: d2i_PBE2PARAM) else {
            return nil
        }
        defer { unsafe PBE2PARAM_free(scheme) }
        let function = unsafe UnsafePointer(scheme.pointee.keyfunc)
        if let pbkdf2 = unsafe Self.parameters(of: function, identifier: NID_id_pbkdf2, parse: d2i_PBKDF2PARAM) {
            defer { unsafe PBKDF2PARAM_free(pbkdf2) }
            return unsafe Self.number(pbkdf2.pointee.iter).map { .pbkdf2(rounds: $0) }
        }
        guard let scrypt = unsafe Self.parameters(of: function, identifier: NID_id_scrypt, parse: d2i_SCRYPT_PARAMS)
        else { return nil }
        defer { unsafe SCRYPT_PARAMS_free(scrypt) }
        guard let n = unsafe Self.number(scrypt.pointee.costParameter),
            let r = unsafe Self.number(scrypt.pointee.blockSize),
            let p = unsafe Self.number(scrypt.pointee.parallelizationParameter)
        else { return nil }
        let (block, isLarge) = n.multipliedReportingOverflow(by: r)
        let (work, isTooLarge) = block.multipliedReportingOverflow(by: p)
        return .scrypt(work: isLarge || isTooLarge ? nil : work)
    }

    /// Returns the parameters of an algorithm, which the caller frees, if it is the named one.
    private static func parameters<Parameters>(
        of algorithm: UnsafePointer<X509_ALGOR>?, identifier: Int32,
        parse: (
            UnsafeMutablePointer<UnsafeMutablePointer<Parameters>?>?,
            UnsafeMutablePointer<UnsafePointer<UInt8>?>?, Int
        ) -> UnsafeMutablePointer<Parameters>?
    ) -> UnsafeMutablePointer<Parameters>? {
        guard let algorithm = unsafe algorithm else { return nil }
        var (object, type): (OpaquePointer?, Int32) = (nil, 0)
        var value: UnsafeRawPointer?
        unsafe X509_ALGOR_get0(&object, &type, &value, algorithm)
        guard unsafe OBJ_obj2nid(object) == identifier, type == V_ASN1_SEQUENCE, let value = unsafe value else {
            return nil
        }
        let sequence = unsafe value.assumingMemoryBound(to: ASN1_STRING.self)
        var cursor = unsafe ASN1_STRING_get0_data(sequence)
        return unsafe parse(nil, &cursor, Int(ASN1_STRING_length(sequence)))
    }

    private static func number(_ integer: UnsafePointer<ASN1_INTEGER>?) -> UInt64? {
        var number: UInt64 = 0
        guard let integer = unsafe integer, unsafe ASN1_INTEGER_get_uint64(&number, integer) == 1 else { return nil }
        return number
    }

    static func free(_ pointer: OpaquePointer) {
        unsafe X509_SIG_free(pointer)
    }
}
