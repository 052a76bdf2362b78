import CryptoCore
import OAuth1

/// Requests that differ only in the result of the verification.
struct BenchTiming {
    enum Kind: String, CaseIterable {
        case accepted
        case wrongSignature = "wrong signature"
        case unknownConsumer = "unknown consumer"
    }

    private let verifier: Verifier
    private let credentials: Credentials
    private let method = Array("POST".utf8)
    private let url = Array("https://api.example.com/v1/pairings/create".utf8)
    private let form = Array("pairing_phrase=awkward+turtle&user_name=jdoe%40example.com".utf8)
    private var authorizations: [Kind: [UInt8]] = [:]

    init(_ method: BenchMethod) throws {
        verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { BenchFixture.timestamp })
        credentials = try Self.credentials("abcdefg", "hijklmnop", method)
        authorizations[.accepted] = try sign(credentials)
        authorizations[.wrongSignature] = try sign(Self.credentials("abcdefg", "hijklmnoq", method))
        authorizations[.unknownConsumer] = try sign(Self.credentials("abcdefh", "hijklmnop", method))
    }

    /// Returns the nanoseconds per operation of each batch.
    func measure(seconds: Double) throws -> [Kind: [Double]] {
        let clock = ContinuousClock()
        let end = clock.now + .nanoseconds(Int64(seconds * 1e9))
        var scratch = try VerificationScratch()
        var samples: [Kind: [Double]] = [:]
        while clock.now < end {
            for kind in Kind.allCases.shuffled() {
                guard let authorization = authorizations[kind] else { continue }
                let start = clock.now
                for _ in 0..<BenchMeter.batch { verify(authorization, &scratch) }
                let (whole, attoseconds) = (clock.now - start).components
                samples[kind, default: []].append(
                    (Double(whole) * 1e9 + Double(attoseconds) / 1e9) / Double(BenchMeter.batch))
            }
        }
        return samples
    }

    private static func credentials(_ key: String, _ secret: String, _ method: BenchMethod) throws -> Credentials {
        try Credentials(
            consumerKey: key, consumerSecret: SecretBytes(utf8: secret), signatureMethod: method.signatureMethod)
    }

    private func sign(_ credentials: Credentials) throws -> [UInt8] {
        var scratch = try SigningScratch()
        let nonce = BenchFixture.nonce
        try Signer(credentials: credentials).sign(
            method: method.span, url: url.span, form: form.span, nonce: nonce.span, timestamp: BenchFixture.timestamp,
            using: &scratch)
        return BenchFixture.copy(scratch.authorization)
    }

    @inline(never)
    private func verify(_ authorization: [UInt8], _ scratch: inout VerificationScratch) {
        let known = credentials
        _ = try? verifier.verifySignature(
            method: method.span, url: url.span, authorization: authorization.span, isForm: true, body: form.span,
            using: &scratch
        ) { key, _ in
            key[key.count - 1] == UInt8(ascii: "g") ? known : nil
        }
    }
}
