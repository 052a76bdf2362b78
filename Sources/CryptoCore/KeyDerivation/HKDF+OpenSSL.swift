internal import COpenSSL

extension HKDF {
    // One object for the life of the process: to fetch takes a lock.
    private nonisolated(unsafe) static let method = unsafe EVP_KDF_fetch(nil, OSSL_KDF_NAME_HKDF, nil)

    /// Extracts and expands with SHA-256 into all of `output`.
    static func derive(
        _ inputKey: SecretBytes, _ salt: [UInt8], _ info: [UInt8], _ output: inout MutableSpan<UInt8>
    ) throws(CryptoError) {
        guard let method = unsafe method, let context = unsafe EVP_KDF_CTX_new(method) else {
            throw ErrorQueue.failure("EVP_KDF_fetch")
        }
        // Wipes the copies of the key, too.
        defer { unsafe EVP_KDF_CTX_free(context) }
        let status = inputKey.withBytes { inputKey in
            unsafe inputKey.withUnsafeBytes { inputKey in
                unsafe salt.withUnsafeBytes { salt in
                    unsafe info.withUnsafeBytes { info in
                        unsafe output.withUnsafeMutableBufferPointer { output in
                            let parameters = unsafe parameters(inputKey, salt, info)
                            return unsafe EVP_KDF_derive(context, output.baseAddress, output.count, parameters)
                        }
                    }
                }
            }
        }
        guard status == 1 else { throw ErrorQueue.failure("EVP_KDF_derive") }
    }

    /// Returns the parameters, which keep the addresses of the bytes and are valid as long as these.
    private static func parameters(
        _ inputKey: UnsafeRawBufferPointer, _ salt: UnsafeRawBufferPointer, _ info: UnsafeRawBufferPointer
    ) -> [OSSL_PARAM] {
        var parameters = unsafe [
            OSSL_PARAM_construct_utf8_string(
                ParameterName.digest, UnsafeMutablePointer(mutating: ParameterName.sha256), 0),
            octets(ParameterName.key, inputKey),
        ]
        if unsafe !salt.isEmpty { unsafe parameters.append(octets(ParameterName.salt, salt)) }
        if unsafe !info.isEmpty { unsafe parameters.append(octets(ParameterName.info, info)) }
        unsafe parameters.append(OSSL_PARAM_construct_end())
        return unsafe parameters
    }

    /// OpenSSL only reads the bytes.
    private static func octets(_ name: UnsafePointer<CChar>, _ bytes: UnsafeRawBufferPointer) -> OSSL_PARAM {
        unsafe OSSL_PARAM_construct_octet_string(
            name, UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
}
