internal import CryptoCore

/// Decides whether a postback is genuine, of the caller's log-in, and of now.
struct PostbackVerifier: Sendable {
    let key: HMACKey
    let encodings: Set<PostbackEncoding>
    let futureTolerance: Int64

    /// - Throws: ``ToopherError``, in the order: missing keys, signature, request token, age.
    func verify(
        _ received: PostbackFields, requestToken: ExpectedRequestToken, ttl: Int64, now: Int64
    ) throws(ToopherError) -> VerifiedPostback {
        guard let signature = received["toopher_sig"], let timestamp = received["timestamp"],
            let token = received["session_token"]
        else {
            throw .missingKeys(["toopher_sig", "timestamp", "session_token"].filter { received[$0] == nil })
        }
        var fields = received
        fields.remove("toopher_sig")
        let code = try validCode(signature, over: fields)
        try requestToken.require(token)
        let time = try Self.require(timestamp, within: ttl, futureTolerance: futureTolerance, of: now)
        let (expires, overflow) = time.addingReportingOverflow(ttl)
        return VerifiedPostback(
            fields: fields, use: try UsedPostback(code: code, expires: overflow ? .max : expires))
    }

    private func validCode(_ signature: String, over fields: PostbackFields) throws(ToopherError) -> [UInt8] {
        guard let code = Base64.decode(signature) else { throw .signatureInvalid }
        var isValid = false
        do {
            // Every encoding is computed and compared, whichever holds: the time tells nobody which one it was.
            for encoding in encodings {
                let holds = try key.isValid(code, for: Array(encoding.stringToSign(fields).utf8))
                isValid = holds || isValid
            }
        } catch {
            throw .crypto(error)
        }
        guard isValid else { throw .signatureInvalid }
        return code
    }

    private static func require(
        _ timestamp: String, within ttl: Int64, futureTolerance: Int64, of now: Int64
    ) throws(ToopherError) -> Int64 {
        guard let time = DecimalInteger.parse(timestamp), time >= 0 else { throw .malformedField("timestamp") }
        let (age, overflow) = now.subtractingReportingOverflow(time)
        guard !overflow, age >= 0 || age.magnitude <= futureTolerance else { throw .fromFuture }
        guard age < ttl else { throw .expired }
        return time
    }
}

/// A postback that is genuine, of the caller's log-in, and of now; not yet what it says.
struct VerifiedPostback: Sendable {
    /// All fields but the signature.
    let fields: PostbackFields
    /// What a replay ledger remembers of it.
    let use: UsedPostback
}

extension ExpectedRequestToken {
    /// - Throws: ``ToopherError/sessionTokenMismatch``; an expected token that is empty is the caller's mistake.
    fileprivate func require(_ token: String) throws(ToopherError) {
        guard case .expected(let expected) = self else { return }
        try Argument.requireText(expected, named: "requestToken")
        guard ConstantTime.areEqual(Array(token.utf8), Array(expected.utf8)) else { throw .sessionTokenMismatch }
    }
}
