public import CryptoCore
public import OAuth1

/// Everything that a verification says of a request.
public struct Outcome: Equatable {
    /// Why the request was refused; nil if it was accepted.
    public var error: VerificationError?
    /// The signature base string.
    public var baseString: [UInt8]
    /// The parameters without the protocol's own.
    public var parameters: [Parameter]
    /// The consumer key, decoded.
    public var consumerKey: [UInt8]
    /// The token, decoded.
    public var token: [UInt8]
    /// The nonce, decoded.
    public var nonce: [UInt8]
    /// The `oauth_timestamp`.
    public var timestamp: Int64

    /// Whether the request was so ill-formed that its parameters were not all read.
    public var isMalformed: Bool {
        switch error {
        case .malformed, .duplicateParameter: true
        default: false
        }
    }
}

/// Verifies one request after the other in the same memory, and each in fresh memory, too: what a
/// request says must not depend on the one before.
public struct VerifierProbe: ~Copyable {
    /// Whoever asks is this consumer, whatever the key says.
    public static let credentials = expectNoError {
        try Credentials(consumerKey: "consumer", consumerSecret: SecretBytes(utf8: "secret"))
    }

    /// The HMAC key of ``credentials``.
    public static let key = expectNoError { try HMACKey(.sha1, key: SecretBytes(utf8: "secret&")) }

    /// Accepts every timestamp there is.
    public let verifier: Verifier
    private var scratch: VerificationScratch

    /// A probe whose verifier asks `ledger` and reads at most `maximumParameters`.
    public init(ledger: any NonceLedger = ForgetfulLedger(), maximumParameters: Int = 1 << 16) {
        verifier = expectNoError {
            try Verifier(window: .seconds(1 << 53), ledger: ledger, maximumParameters: maximumParameters, clock: { 0 })
        }
        scratch = expectNoError { try VerificationScratch() }
    }

    /// Verifies one request.
    public mutating func verify(
        method: [UInt8] = Array("GET".utf8), url: [UInt8] = Array("https://example.com/".utf8),
        authorization: [UInt8] = [], isForm: Bool = false, body: [UInt8] = []
    ) -> Outcome {
        var fresh = expectNoError { try VerificationScratch() }
        let outcomes = (
            Self.judge(verifier, method, url, authorization, isForm, body, &scratch),
            Self.judge(verifier, method, url, authorization, isForm, body, &fresh)
        )
        require(outcomes.0 == outcomes.1, "reused memory says \(outcomes.0), fresh memory \(outcomes.1)")
        let isBare = outcomes.0.parameters.allSatisfy { !$0.name.utf8.starts(with: "oauth_".utf8) }
        require(isBare, "a parameter of the protocol among the request's own")
        return outcomes.0
    }

    private static func judge(
        _ verifier: Verifier, _ method: [UInt8], _ url: [UInt8], _ authorization: [UInt8], _ isForm: Bool,
        _ body: [UInt8],
        _ scratch: inout VerificationScratch
    ) -> Outcome {
        var refusal: VerificationError?
        do throws(VerificationError) {
            try verifier.verifySignature(
                of: BorrowedRequest(
                    method: method.span, url: url.span, authorization: authorization.span, isForm: isForm,
                    body: body.span),
                using: &scratch, credentials: CredentialFunction { _, _ in Self.credentials })
        } catch { refusal = error }
        return Outcome(
            error: refusal, baseString: scratch.baseString.copy(), parameters: scratch.parameters(),
            consumerKey: scratch.consumerKey.copy(), token: scratch.token.copy(), nonce: scratch.nonce.copy(),
            timestamp: scratch.timestamp)
    }
}

/// A ledger to which every nonce is new.
public final class ForgetfulLedger: NonceLedger {
    /// Makes one.
    public init() {}

    /// Says that the nonce is new.
    public func record(_ use: NonceUse, horizon: Int64) async throws -> NonceVerdict { .fresh }
}

extension Span<UInt8> {
    /// The bytes in an array.
    public func copy() -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(count)
        for index in indices { copy.append(self[index]) }
        return copy
    }
}

extension [Parameter] {
    /// Whether a name is, or could be taken for, one of the protocol's.
    public var haveProtocolNames: Bool {
        contains { $0.name.utf8.starts(with: "oauth_".utf8) }
    }

    /// Whether a part was no UTF-8 and so cannot be encoded back to what it was.
    public var wereRepaired: Bool {
        contains { $0.name.unicodeScalars.contains("\u{fffd}") || $0.value.unicodeScalars.contains("\u{fffd}") }
    }
}
