internal import CryptoCore

/// The steps of a verification, shared by all its forms.
extension Verifier {
    /// How requests are parsed.
    @inline(__always)
    var rules: ReadingRules {
        ReadingRules(maximumBytes: maximumBytes, maximumParameters: maximumParameters, leniencies: leniencies)
    }

    /// Parses a request, up to its base string.
    func parse(_ request: ReceivedRequest, into scratch: inout VerificationScratch) throws(VerificationError) {
        try request.withBytes { request throws(VerificationError) in try scratch.parse(request, rules) }
    }

    /// Checks signature and policy of a request that was parsed.
    ///
    /// - Returns: The time that the timestamp was compared with.
    func check(
        _ request: ReceivedRequest, _ scratch: inout VerificationScratch, _ known: Credentials?
    ) throws(VerificationError) -> Int64 {
        scratch.found.set(known)
        defer { scratch.found.clear() }
        return try request.withBytes { request throws(VerificationError) in try check(request, &scratch) }
    }

    /// Checks the signature of a request that was parsed, in every reading that the leniencies permit, and the policy,
    /// with the credentials that were found.
    ///
    /// Afterwards the scratch contains the reading that was checked last; see ``VerificationScratch/isReread``.
    ///
    /// - Returns: The time that the timestamp was compared with.
    @inline(__always)
    func check(
        _ request: borrowing BorrowedRequest, _ scratch: inout VerificationScratch
    ) throws(VerificationError) -> Int64 {
        var isValid = try isSignatureValid(scratch)
        if !isValid, let reading = scratch.request.otherReading(leniencies) {
            try scratch.parse(request, rules.rereading(reading))
            isValid = try isSignatureValid(scratch)
        }
        return try checkPolicy(scratch, isSignatureValid: isValid)
    }

    /// Whether the signature is the consumer's.
    ///
    /// The work is the same for an unknown consumer. It is also for credentials of another method than the request
    /// names: to compute with their key would reveal by its time that they exist.
    @inline(__always)
    private func isSignatureValid(_ scratch: borrowing VerificationScratch) throws(VerificationError) -> Bool {
        let method = scratch.signatureMethod
        do throws(CryptoError) {
            if scratch.found.method == method {
                return try scratch.found.isValid(
                    scratch.signature, for: scratch.baseString, using: scratch.workspace)
            }
            try dummies.check(scratch.signature, for: scratch.baseString, method, using: scratch.workspace)
            return false
        } catch { throw .crypto(error) }
    }

    /// Decides whether the request is accepted, after everything was computed.
    ///
    /// - Returns: The time that the timestamp was compared with.
    @inline(__always)
    private func checkPolicy(
        _ scratch: borrowing VerificationScratch, isSignatureValid: Bool
    ) throws(VerificationError) -> Int64 {
        guard let method = scratch.found.method else { throw .unknownConsumer }
        guard method == scratch.signatureMethod else { throw .signatureMethodNotAllowed }
        guard scratch.found.isAllowed(overTLS: scratch.request.isTLS) else { throw .plaintextWithoutTLS }
        guard isSignatureValid else { throw .signatureInvalid }
        guard scratch.isBodyIntact else { throw .bodyHashMismatch }
        // Timestamps are less than 2⁵³, so a clock beyond decides the same, and sums with a window cannot overflow.
        let now = min(max(clock(), -1 << 53), 1 << 53)
        if scratch.hasTimestamp {
            guard (now - pastWindow...now + futureWindowInSeconds).contains(scratch.timestamp) else {
                throw .timestampOutsideWindow
            }
        }
        // Last, so that nothing else is wrong with a request that is refused for its body.
        guard scratch.isBodyFormOrHashed || bodyPolicy == .unsignedAllowed else { throw .bodyNotSigned }
        return now
    }
}
