internal import COpenSSL

extension Scrypt {
    // One object for the life of the process: to fetch takes a lock.
    private nonisolated(unsafe) static let method = unsafe EVP_KDF_fetch(nil, OSSL_KDF_NAME_SCRYPT, nil)

    /// Derives all of `output`.
    static func derive(
        _ password: SecretBytes, _ salt: [UInt8], _ cost: Cost, _ output: inout MutableSpan<UInt8>
    ) throws(CryptoError) {
        guard let method = unsafe method, let context = unsafe EVP_KDF_CTX_new(method) else {
            throw ErrorQueue.failure("EVP_KDF_fetch")
        }
        // Wipes its copy of the password, too.
        defer { unsafe EVP_KDF_CTX_free(context) }
        var (n, r, p, memory) = (cost.n, cost.r, cost.p, maximumMemory)
        let status = password.withBytes { password in
            unsafe password.withUnsafeBytes { password in
                unsafe salt.withUnsafeBytes { salt in
                    unsafe output.withUnsafeMutableBufferPointer { output in
                        // An array keeps the addresses of its values.
                        unsafe withUnsafeMutablePointer(to: &n) { n in
                            unsafe withUnsafeMutablePointer(to: &r) { r in
                                unsafe withUnsafeMutablePointer(to: &p) { p in
                                    unsafe withUnsafeMutablePointer(to: &memory) { memory in
                                        let parameters = unsafe [
                                            octets(ParameterName.password, password),
                                            octets(ParameterName.salt, salt),
                                            OSSL_PARAM_construct_uint64(ParameterName.scryptN, n),
                                            OSSL_PARAM_construct_uint64(ParameterName.scryptR, r),
                                            OSSL_PARAM_construct_uint64(ParameterName.scryptP, p),
                                            OSSL_PARAM_construct_uint64(ParameterName.scryptMemory, memory),
                                            OSSL_PARAM_construct_end(),
                                        ]
                                        return unsafe EVP_KDF_derive(
                                            context, output.baseAddress, output.count, parameters)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        guard status == 1 else { throw ErrorQueue.failure("EVP_KDF_derive") }
    }

    /// OpenSSL only reads the bytes, also where there are none, for which it needs an address.
    private static func octets(_ name: UnsafePointer<CChar>, _ bytes: UnsafeRawBufferPointer) -> OSSL_PARAM {
        let address =
            unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress) ?? UnsafeMutableRawPointer(mutating: name)
        return unsafe OSSL_PARAM_construct_octet_string(name, address, bytes.count)
    }
}
