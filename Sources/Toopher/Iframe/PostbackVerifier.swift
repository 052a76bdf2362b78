internal import CryptoCore
internal import WebSyntax

/// A verifier of the signature, request token and age of postbacks.
struct PostbackVerifier: Sendable {
    let key: HMACKey
    let encodings: Set<PostbackEncoding>
    let futureTolerance: Duration

    /// Verifies a postback.
    ///
    /// - Parameters:
    ///   - received: The fields as received.
    ///   - requestToken: The token that the postback must return.
    ///   - ttl: How old the postback may be; the fraction of a second is dropped.
    ///   - now: The time, in seconds since 1970.
    /// - Throws: ``ToopherError``, in this order: the time to live, missing keys, signature, request token, age.
    func verify(
        _ received: PostbackFields, requestToken: ExpectedRequestToken, ttl: Duration, now: Int64
    ) throws(ToopherError) -> VerifiedPostback {
        guard ttl <= ToopherIframe.maximumTTL else {
            throw .invalidArgument(name: "ttl", reason: "it is more than an hour")
        }
        guard let signature = received["toopher_sig"], let timestamp = received["timestamp"],
            let token = received["session_token"]
        else {
            throw .missingKeys(["toopher_sig", "timestamp", "session_token"].filter { received[$0] == nil })
        }
        var fields = received
        fields.remove("toopher_sig")
        let code = try validCode(signature, over: fields)
        try requestToken.require(token)
        let time = try requireTime(timestamp, within: ttl.components.seconds, of: now)
        return VerifiedPostback(fields: fields, use: try UsedPostback(code: code, time: time))
    }

    private func validCode(_ signature: String, over fields: PostbackFields) throws(ToopherError) -> [UInt8] {
        guard let code = Base64.decode(signature) else { throw .signatureInvalid }
        var isValid = false
        do {
            // No early exit: the time must not tell which encoding was valid.
            for encoding in encodings {
                let matches = try key.isValid(code, for: Array(encoding.stringToSign(fields).utf8))
                isValid = matches || isValid
            }
        } catch {
            throw .crypto(error)
        }
        guard isValid else { throw .signatureInvalid }
        return code
    }

    private func requireTime(_ timestamp: String, within ttl: Int64, of now: Int64) throws(ToopherError) -> Int64 {
        guard let time = DecimalInteger.parse(timestamp), time >= 0 else { throw .malformedField("timestamp") }
        let (age, overflow) = now.subtractingReportingOverflow(time)
        guard !overflow, age >= 0 || age.magnitude <= futureTolerance.components.seconds else { throw .fromFuture }
        guard ttl > 0, age < ttl else { throw .expired }
        return time
    }
}

extension ExpectedRequestToken {
    /// Checks the token of a postback.
    fileprivate func require(_ token: String) throws(ToopherError) {
        guard case .expected(let expected) = self else { return }
        try Argument.requireText(expected, named: "requestToken")
        guard ConstantTime.areEqual(Array(token.utf8), Array(expected.utf8)) else { throw .sessionTokenMismatch }
    }
}
