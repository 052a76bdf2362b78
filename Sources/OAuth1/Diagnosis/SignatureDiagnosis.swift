internal import CryptoCore

/// What a signer, a server or a proxy did differently from the RFC, found by making the known mistakes, alone and in pairs,
/// until the signature is the one that was sent.
///
/// A tool for whoever has the secrets and one request that puzzles them, as `toopher oauth explain` is; never part of a
/// server's response. A diagnosis confirms signatures of requests that were not sent, so a stranger who can ask for one, or
/// measure how long it takes, learns more than that a signature is not valid. It also costs as much as thousands of
/// verifications: besides parsing the request, at most the time that 16 MiB take to be written and hashed, below 50 ms.
public struct SignatureDiagnosis: Sendable, Hashable {
    /// The mistakes that result in the signature together, at most two. Empty if none are known that do, for example because
    /// the secrets differ or the request was changed in transit; or if the signature is valid.
    public let mistakes: [SignatureMistake]
    /// The base string that was signed; `nil` if it is not known.
    public let signedBaseString: String?
    /// Whether every mistake and every pair of them was tried, as far as that was necessary; `false` if the request is so
    /// large that it would have taken too long.
    public let isComplete: Bool

    /// Creates the diagnosis of a signature.
    ///
    /// Mistakes in the key or its hash function are not tried with an HMAC, because ``Credentials`` do not reveal their
    /// secrets; see ``init(of:for:key:headers:)``.
    ///
    /// - Parameters:
    ///   - signature: The value of `oauth_signature`, decoded.
    ///   - request: The request as received.
    ///   - credentials: The credentials that the request should be signed with.
    ///   - headers: Header fields in which proxies may have named another address of the server: `Host`, `Forwarded`,
    ///     `X-Forwarded-…`. Others are ignored.
    /// - Throws: ``OAuth1Error`` if the request cannot be parsed, or OpenSSL fails.
    public init(
        of signature: String, for request: ReceivedRequest, credentials: Credentials,
        headers: [(name: String, value: String)] = []
    ) throws(OAuth1Error) {
        try self.init(of: signature, for: request, SignatureBaseString(request), DiagnosisKey(credentials), headers)
    }

    /// Creates the diagnosis of a signature, mistakes in the key included.
    ///
    /// - Parameters:
    ///   - signature: The value of `oauth_signature`, decoded.
    ///   - request: The request as received.
    ///   - key: The method and the key that the request should be signed with.
    ///   - headers: Header fields in which proxies may have named another address of the server: `Host`, `Forwarded`,
    ///     `X-Forwarded-…`. Others are ignored.
    /// - Throws: ``OAuth1Error`` if the request cannot be parsed, or the key cannot be used.
    public init(
        of signature: String, for request: ReceivedRequest, key: SignatureKey,
        headers: [(name: String, value: String)] = []
    ) throws(OAuth1Error) {
        try self.init(of: signature, for: request, SignatureBaseString(request), DiagnosisKey(key), headers)
    }

    /// Creates the diagnosis of a signature of a request with a base string.
    init(
        of signature: String, for request: ReceivedRequest, _ base: SignatureBaseString, _ key: DiagnosisKey,
        _ headers: [(name: String, value: String)]
    ) throws(OAuth1Error) {
        let context = DiagnosedRequest(
            request, signature: signature, headers: headers, secrets: key.secrets, isPlaintext: key.hash == nil)
        let signed = SignedRequest(base, hash: key.hash, of: context)
        do throws(CryptoError) {
            let text = Array(base.text.utf8)
            if key.canBeSignature(signed), try key.isValid(signed, for: text, using: HMACWorkspace()) {
                mistakes = base.hasTimestampInMilliseconds ? [.timestampSentInMilliseconds] : []
                signedBaseString = base.text
                isComplete = true
                return
            }
            var search = try SignatureSearch(key)
            try search.run(signed)
            mistakes = search.mistakes
            signedBaseString = mistakes.isEmpty ? nil : String(decoding: search.baseString, as: UTF8.self)
            isComplete = search.isComplete
        } catch { throw .crypto(error) }
    }
}

extension SignatureBaseString {
    /// Whether the timestamp can only be one in milliseconds, because as seconds it is thousands of years ahead.
    fileprivate var hasTimestampInMilliseconds: Bool {
        protocolParameters.first("oauth_timestamp").flatMap(Int64.init).map { $0 >= 100_000_000_000 } ?? false
    }
}
