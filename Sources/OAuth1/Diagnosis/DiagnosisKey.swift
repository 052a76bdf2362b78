internal import CryptoCore

/// The key that a request should be signed with, and as far as they are known the secrets that it is made of.
struct DiagnosisKey {
    let prepared: PreparedKey
    let secrets: (consumer: SecretBytes, token: SecretBytes?)?

    init(_ credentials: Credentials) {
        prepared = credentials.storage.key
        secrets = nil
    }

    /// Creates the key of credentials whose secrets are known.
    init(_ key: SignatureKey, _ credentials: Credentials) {
        prepared = credentials.storage.key
        secrets =
            switch key {
            case .hmac(_, let consumer, let token), .plaintext(let consumer, let token, _): (consumer, token)
            case .rsa, .rsaPublic: nil
            }
    }

    init(_ key: SignatureKey) throws(OAuth1Error) {
        do { self.init(key, try Credentials(consumerKey: "", key: key)) } catch { throw .crypto(error) }
    }

    /// The hash function; `nil` with PLAINTEXT.
    var hash: HashAlgorithm? {
        switch prepared {
        case .hmac(let key): key.algorithm
        case .rsa(let hash, _, _): hash
        case .plaintext: nil
        }
    }

    /// Whether mistakes in a part of the request can change the signature, and can be tried.
    func isAffected(by subject: SignatureTransformation.Subject) -> Bool {
        switch (prepared, subject) {
        case (_, .signature), (.rsa, _): true
        case (_, .key): secrets != nil
        case (.plaintext, _): false
        case (.hmac, _): true
        }
    }

    /// Whether the signature is as long as those of this method, with another hash function perhaps.
    func canBeSignature(_ request: SignedRequest) -> Bool {
        switch prepared {
        case .hmac: request.signature.count == request.hash?.digestCount
        case .rsa(_, let key, _): request.signature.count == (key.bitCount + 7) / 8
        case .plaintext: true
        }
    }

    /// What it costs to compare the signature of a base string, in the unit of ``SearchBudget``.
    func cost(of request: SignedRequest, baseStringCount: Int) -> Int {
        // SHA-512 has no instructions of its own on most processors; RSA takes the square of the key's length.
        let hashed = request.hash == .sha512 ? 2 * baseStringCount : baseStringCount
        guard case .rsa = prepared else { return hashed }
        return hashed + request.signature.count * request.signature.count / 4
    }

    /// Whether the request's signature is that of `baseString`, with the key and the hash function of the request.
    func isValid(
        _ request: SignedRequest, for baseString: [UInt8], using workspace: borrowing HMACWorkspace
    ) throws(CryptoError) -> Bool {
        try changed(for: request).isValid(request.signature.span, for: baseString.span, using: workspace)
    }

    private func changed(for request: SignedRequest) throws(CryptoError) -> PreparedKey {
        guard request.key != nil || request.hash != hash else { return prepared }
        switch prepared {
        case .plaintext: return request.key.map { .plaintext($0, withoutTLS: true) } ?? prepared
        case .rsa(let own, let key, _): return .rsa(request.hash ?? own, key, nil)
        case .hmac(let own):
            guard let secrets else { return prepared }
            let hash = request.hash ?? own.algorithm
            if let key = request.key { return .hmac(try HMACKey(hash, key: key)) }
            return try PreparedKey(.hmac(hash, consumerSecret: secrets.consumer, tokenSecret: secrets.token))
        }
    }
}
