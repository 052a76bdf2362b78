internal import COpenSSL

extension PKey {
    /// A key of P-256 that has parameters and no point. To look the curve up by its name takes longer than to make a key.
    private static let p256Parameters: PKey? = {
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { return nil }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_paramgen_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_group_name(context, ParameterName.p256) == 1,
            unsafe EVP_PKEY_paramgen(context, &key) == 1, let key = unsafe key
        else { return nil }
        return unsafe PKey(owning: key)
    }()

    /// Returns a new key pair.
    static func generateP256() throws(CryptoError) -> PKey {
        guard let parameters = p256Parameters,
            let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, parameters.pointer, nil)
        else { throw ErrorQueue.failure("EVP_PKEY_paramgen") }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1, unsafe EVP_PKEY_keygen(context, &key) == 1,
            let key = unsafe key
        else { throw ErrorQueue.failure("EVP_PKEY_keygen") }
        return unsafe PKey(owning: key)
    }

    /// Creates a public key from an uncompressed point, which must be on the curve.
    convenience init(p256Point point: [UInt8]) throws(CryptoError) {
        guard let key = unsafe Self.p256Parameters?.withPointer({ unsafe EVP_PKEY_dup($0) }) else {
            throw ErrorQueue.failure("EVP_PKEY_dup")
        }
        unsafe self.init(owning: key)
        guard unsafe EVP_PKEY_set1_encoded_public_key(key, point, point.count) == 1, unsafe Self.isConsistent(key)
        else { throw .invalidKey(kind: "P-256 key", reasons: ErrorQueue.drain()) }
    }

    /// Creates a private key from its scalar, and computes the public point.
    convenience init(p256Scalar scalar: SecretBytes) throws(CryptoError) {
        guard scalar.count == 32 else {
            throw .invalidKey(kind: "P-256 private key", reasons: ["32 bytes expected"])
        }
        unsafe self.init(owning: try Self.importP256(scalar, point: Self.publicPoint(of: scalar)))
    }

    /// Returns the uncompressed public point, 65 bytes.
    func p256Point() throws(CryptoError) -> [UInt8] {
        var point = [UInt8](repeating: 0, count: 65)
        var length = 0
        let isRead = unsafe withPointer { key in
            unsafe EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, &point, point.count, &length) == 1
        }
        guard isRead, length == 65, point[0] == 4 else {
            throw .invalidKey(kind: "P-256 public key", reasons: ErrorQueue.drain())
        }
        return point
    }

    /// Returns the private scalar, 32 bytes, big-endian.
    func p256Scalar() throws(CryptoError) -> SecretBytes {
        var number: OpaquePointer?
        let isRead = unsafe withPointer { key in
            unsafe EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1
        }
        defer { unsafe BN_clear_free(number) }
        guard isRead else { throw .invalidKey(kind: "P-256 private key", reasons: ErrorQueue.drain()) }
        return try SecretBytes(count: 32) { bytes throws(CryptoError) in
            let isWritten = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
                unsafe BN_bn2binpad(number, bytes.baseAddress, 32) == 32
            }
            guard isWritten else { throw .invalidKey(kind: "P-256 private key", reasons: ErrorQueue.drain()) }
        }
    }

    /// Returns scalar × G, which OpenSSL 3 does not compute on import.
    private static func publicPoint(of scalar: SecretBytes) throws(CryptoError) -> [UInt8] {
        guard let group = unsafe EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1),
            let number = unsafe scalar.withBytes({ span in
                unsafe span.withUnsafeBufferPointer { unsafe BN_bin2bn($0.baseAddress, Int32($0.count), nil) }
            })
        else { throw ErrorQueue.failure("EC_GROUP_new_by_curve_name") }
        defer {
            unsafe BN_clear_free(number)
            unsafe EC_GROUP_free(group)
        }
        guard unsafe BN_is_zero(number) == 0, unsafe BN_cmp(number, EC_GROUP_get0_order(group)) < 0 else {
            throw .invalidKey(kind: "P-256 private key", reasons: ["not in the range 1 ..< n"])
        }
        guard let point = unsafe EC_POINT_new(group) else { throw ErrorQueue.failure("EC_POINT_new") }
        defer { unsafe EC_POINT_free(point) }
        var encoded = [UInt8](repeating: 0, count: 65)
        guard unsafe EC_POINT_mul(group, point, number, nil, nil, nil) == 1,
            unsafe EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, &encoded, 65, nil) == 65
        else { throw ErrorQueue.failure("EC_POINT_mul") }
        return encoded
    }

    /// Imports a scalar with its point, and checks the key.
    private static func importP256(
        _ scalar: SecretBytes, point: [UInt8]
    ) throws(CryptoError) -> OpaquePointer {
        guard let parameters = unsafe keyParameters(scalar, point: point) else {
            throw ErrorQueue.failure("OSSL_PARAM_BLD")
        }
        defer { unsafe OSSL_PARAM_free(parameters) }
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else {
            throw ErrorQueue.failure("EVP_PKEY_CTX_new_from_name")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_fromdata_init(context) == 1,
            unsafe EVP_PKEY_fromdata(context, &key, toopher_pkey_pair, parameters) == 1,
            let key = unsafe key
        else { throw .invalidKey(kind: "P-256 key", reasons: ErrorQueue.drain()) }
        guard unsafe isConsistent(key) else {
            unsafe EVP_PKEY_free(key)
            throw .invalidKey(kind: "P-256 key", reasons: ErrorQueue.drain())
        }
        return unsafe key
    }

    /// Returns the key as `OSSL_PARAM`s, which the caller frees.
    ///
    /// Until it is converted, the builder keeps the addresses that are pushed into it.
    private static func keyParameters(
        _ scalar: SecretBytes, point: [UInt8]
    ) -> UnsafeMutablePointer<OSSL_PARAM>? {
        guard let builder = unsafe OSSL_PARAM_BLD_new() else { return nil }
        defer { unsafe OSSL_PARAM_BLD_free(builder) }
        let number = unsafe scalar.withBytes { span in
            unsafe span.withUnsafeBufferPointer { unsafe BN_bin2bn($0.baseAddress, Int32($0.count), nil) }
        }
        defer { unsafe BN_clear_free(number) }
        return unsafe point.withUnsafeBufferPointer { point in
            guard
                unsafe OSSL_PARAM_BLD_push_utf8_string(builder, ParameterName.group, ParameterName.p256, 0) == 1,
                unsafe OSSL_PARAM_BLD_push_octet_string(
                    builder, ParameterName.publicKey, point.baseAddress, point.count) == 1,
                unsafe OSSL_PARAM_BLD_push_BN(builder, ParameterName.privateKey, number) == 1
            else { return nil }
            return unsafe OSSL_PARAM_BLD_to_param(builder)
        }
    }

    /// Returns whether the public point is on the curve, and not its neutral element. Its order need not be checked, which
    /// would cost a multiplication: P-256 has the cofactor one.
    private static func isConsistent(_ key: OpaquePointer) -> Bool {
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { return false }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        return unsafe EVP_PKEY_public_check_quick(context) == 1
    }
}
