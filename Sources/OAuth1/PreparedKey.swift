internal import CryptoCore

/// A ``SignatureKey`` made ready once for many requests.
enum PreparedKey: Sendable {
    case hmac(HMACKey)
    /// The private key is nil where only the public one is known.
    case rsa(HashAlgorithm, RSAPublicKey, RSAPrivateKey?)
    case plaintext(SecretBytes, withoutTLS: Bool)

    init(_ key: SignatureKey) throws(CryptoError) {
        switch key {
        case .hmac(let hash, let consumerSecret, let tokenSecret):
            self = .hmac(try HMACKey(hash, key: Self.joined(consumerSecret, tokenSecret)))
        case .rsa(let hash, let key):
            self = .rsa(hash, key.publicKey, key)
        case .rsaPublic(let hash, let key):
            self = .rsa(hash, key, nil)
        case .plaintext(let consumerSecret, let tokenSecret, let withoutTLS):
            self = .plaintext(Self.joined(consumerSecret, tokenSecret), withoutTLS: withoutTLS)
        }
    }

    /// Both secrets, each encoded, joined by `&` (RFC 5849 sections 3.4.2 and 3.4.4).
    private static func joined(_ consumerSecret: SecretBytes, _ tokenSecret: SecretBytes?) -> SecretBytes {
        var joined: [UInt8] = []
        append(consumerSecret, to: &joined)
        joined.append(UInt8(ascii: "&"))
        if let tokenSecret { append(tokenSecret, to: &joined) }
        return SecretBytes(joined)
    }

    private static func append(_ secret: SecretBytes, to output: inout [UInt8]) {
        secret.withBytes { bytes in
            for index in bytes.indices { PercentEncoding.append(bytes[index], to: &output) }
        }
    }

    /// Whether `signature` is this key's signature of `baseString`, judged in constant time.
    @inline(__always)
    func isValid(
        _ signature: Span<UInt8>, for baseString: Span<UInt8>, using workspace: borrowing HMACWorkspace
    ) throws(CryptoError) -> Bool {
        switch self {
        case .hmac(let key):
            try key.isValid(signature, for: baseString, using: workspace)
        case .rsa(let hash, let key, _):
            try key.isValidSignature(signature, for: baseString, using: hash)
        case .plaintext(let secrets, _):
            try Self.areEqual(signature, secrets)
        }
    }

    /// The signature of `baseString` as text.
    func signature(of baseString: Span<UInt8>) throws(CryptoError) -> String {
        switch self {
        case .hmac(let key):
            return Base64.encode(try key.authenticationCode(for: baseString))
        case .rsa(let hash, _, let key):
            guard let key else { throw Self.onlyPublic }
            return Base64.encode(try key.signature(for: baseString, using: hash))
        case .plaintext(let secrets, _):
            return secrets.withBytes { String(copying: $0) }
        }
    }

    static var onlyPublic: CryptoError {
        .invalidKey(kind: "RSA private key", reasons: ["only the public key is known"])
    }

    /// Whether a request with or without TLS may be signed like this (section 3.4.4).
    @inline(__always)
    func isAllowed(overTLS isTLS: Bool) -> Bool {
        if case .plaintext(_, withoutTLS: false) = self { isTLS } else { true }
    }

    /// Compares digests, so that the time tells not even how long the secrets are.
    private static func areEqual(_ signature: Span<UInt8>, _ secrets: SecretBytes) throws(CryptoError) -> Bool {
        let given = try Digest.hash(signature, using: .sha256)
        let expected = try secrets.withBytes { bytes throws(CryptoError) in try Digest.hash(bytes, using: .sha256) }
        return ConstantTime.areEqual(given.span, expected.span)
    }
}
