#if Service

internal import CryptoCore
internal import Logging
internal import OAuth1

/// The nonce of a verified request, recorded by the transaction that does what the request asks.
struct RequestNonce: Sendable {
    /// Whose nonce it is: a consumer key, or the id of a device, or the public key of one that registers.
    let owner: String
    /// Of consumer or device, timestamp and nonce.
    let digest: String
    /// The signed time, in seconds since 1970.
    let timestamp: Int64
    /// The oldest acceptable timestamp, in seconds since 1970.
    let horizon: Int64
    /// What the client is told if the nonce is not new.
    let refusal: ProtocolError

    /// Creates the nonce of a use.
    init(_ use: NonceUse, horizon: Int64, refusal: ProtocolError) throws(CryptoError) {
        // Lengths precede the parts, so that two uses never give the same text.
        let token = use.token ?? ""
        let text = """
            \(use.consumerKey.utf8.count) \(use.consumerKey) \(use.token == nil ? 0 : 1) \(token.utf8.count) \(token) \
            \(use.timestamp) \(use.nonce)
            """
        digest = Base64.encodeURL(Array(try Digest.sha256(Array(text.utf8)).prefix(16)))
        owner = use.consumerKey
        timestamp = use.timestamp
        self.horizon = horizon
        self.refusal = refusal
    }

    /// Returns why the nonce was not recorded.
    ///
    /// - Parameter forgotten: The newest second of which nonces were deleted.
    func refusedVerdict(forgotten: Int64) -> NonceVerdict {
        timestamp >= horizon && timestamp <= forgotten ? .forgotten(through: forgotten) : .replayed
    }
}

/// A request that was not done, because its nonce was used before or is too old to know.
struct NonceRefusal: Error {
    var verdict: NonceVerdict
    var response: ProtocolError
    /// Whose nonce it is.
    var owner: String

    func log(to logger: Logger) {
        logger.info(
            "a request is not validly signed", metadata: ["reason": "\(verdict.logReason)", "signer": "\(owner)"])
    }
}

#endif
