/// What can go wrong below the crypto façade.
@nonexhaustive
public enum CryptoError: Error, Sendable, Equatable {
    /// An OpenSSL call failed; `reasons` is its drained error queue, oldest first. Nothing to
    /// retry: the installation lacks the algorithm, memory ran out, or the argument was refused.
    case openSSL(operation: String, reasons: [String])
    /// The random generator could not deliver. Do not go on with other bytes.
    case randomUnavailable(reasons: [String])
    /// Key material is not a key of the stated kind: wrong length, not on the curve, not parseable.
    case invalidKey(kind: String, reasons: [String])
}

extension CryptoError: CustomStringConvertible {
    /// One line for a log; never holds key material.
    public var description: String {
        switch self {
        case .openSSL(let operation, let reasons):
            "OpenSSL failed at \(operation)\(Self.joined(reasons))"
        case .randomUnavailable(let reasons):
            "no random bytes could be had from OpenSSL\(Self.joined(reasons))"
        case .invalidKey(let kind, let reasons):
            "not a valid \(kind)\(Self.joined(reasons))"
        }
    }

    private static func joined(_ reasons: [String]) -> String {
        reasons.isEmpty ? "" : ": " + reasons.joined(separator: "; ")
    }
}
