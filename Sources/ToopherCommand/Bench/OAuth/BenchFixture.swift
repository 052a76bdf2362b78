import CryptoCore
import OAuth1

/// The request that is signed and verified, and what is prepared once.
struct BenchFixture: Sendable {
    static let nonce = Array("abcdef0123456789".utf8)
    static let timestamp: Int64 = 1_700_000_000
    static let consumerKey = Array("abcdefg".utf8)

    let method = Array("POST".utf8)
    let url = Array("https://api.example.com/v1/pairings/create".utf8)
    let form: [UInt8]
    let secret = SecretBytes(utf8: "hijklmnop&")
    let credentials: Credentials
    let signer: Signer
    let verifier: Verifier
    let authorization: [UInt8]
    let baseString: [UInt8]

    let hash: HashAlgorithm
    /// Verifications that record their nonces.
    let ledger: BenchLedger
    /// The consumers whose requests are verified.
    let consumers: BenchConsumers

    init(_ options: BenchOptions) throws {
        let parameters = options.parameters
        hash = options.method.hash
        ledger = try BenchLedger()
        let pairs = [
            Parameter("pairing_phrase", "awkward turtle"), Parameter("user_name", "jdoe@example.com"),
        ]
        let more = (0..<max(0, parameters - pairs.count)).map { Parameter("parameter_\($0)", "value \($0)") }
        form = Array(FormEncoding.encode(Array((pairs + more).prefix(parameters))).utf8)
        credentials = try Credentials(
            consumerKey: String(decoding: Self.consumerKey, as: UTF8.self),
            consumerSecret: SecretBytes(utf8: "hijklmnop"),
            signatureMethod: options.method.signatureMethod)
        signer = Signer(credentials: credentials)
        verifier = try Verifier(
            ledger: InMemoryNonceLedger(), maximumParameters: 2000, clock: { Self.timestamp })
        var scratch = try SigningScratch()
        let (method, url, form) = (self.method, url, form)
        try signer.sign(
            method: method.span, url: url.span, form: form.span, nonce: Self.nonce.span, timestamp: Self.timestamp,
            using: &scratch)
        authorization = Self.copy(scratch.authorization)
        baseString = Self.copy(scratch.baseString)
        // As many as there are threads at least, for the measurement in which each thread has its own.
        consumers = try BenchConsumers(
            max(options.consumers, options.threads), credentials, options.method.signatureMethod, method: method,
            url: url, form: form)
    }

    /// Finds the one consumer.
    var lookup: CredentialFunction {
        let (known, consumerKey) = (credentials, Self.consumerKey)
        return CredentialFunction { key, _ in ConstantTime.areEqual(key, consumerKey.span) ? known : nil }
    }

    static func copy(_ bytes: Span<UInt8>) -> [UInt8] { bytes.indices.map { bytes[$0] } }

    /// Runs `operation` on the calling thread until `meter` ends the measurement.
    func run(_ operation: BenchOperation, _ share: BenchShare, _ meter: inout BenchMeter) throws {
        switch operation {
        case .verify:
            var thread = BenchVerifier(self, share)
            try thread.verify(&meter)
        case .verifyLedger:
            var thread = BenchVerifier(self, share)
            try thread.verify(recordingIn: ledger.ledger, &meter)
        case .sign: try sign(&meter)
        case .hmac: try hmac(&meter)
        case .rawHMAC: try rawHMAC(&meter)
        }
    }

    private func sign(_ meter: inout BenchMeter) throws {
        var scratch = try SigningScratch()
        // Threads share the signer; what they sign is each thread's own.
        let (signer, nonce) = (signer, Self.copy(Self.nonce.span))
        let (method, url, form) = (Self.copy(method.span), Self.copy(url.span), Self.copy(form.span))
        while meter.startNextBatch() {
            for _ in 0..<BenchMeter.batch {
                try signer.sign(
                    method: method.span, url: url.span, form: form.span, nonce: nonce.span,
                    timestamp: Self.timestamp, using: &scratch)
            }
        }
    }

    private func hmac(_ meter: inout BenchMeter) throws {
        let key = try HMACKey(hash, key: secret)
        let workspace = try HMACWorkspace()
        let baseString = Self.copy(baseString.span)
        var code: [64 of UInt8] = .init(repeating: 0)
        while meter.startNextBatch() {
            for _ in 0..<BenchMeter.batch {
                var span = code.mutableSpan
                try key.authenticationCode(for: baseString.span, into: &span, using: workspace)
            }
        }
    }

    private func rawHMAC(_ meter: inout BenchMeter) throws {
        let raw = try ReferenceHMAC(hash, key: secret)
        let baseString = Self.copy(baseString.span)
        var code: [64 of UInt8] = .init(repeating: 0)
        while meter.startNextBatch() {
            for _ in 0..<BenchMeter.batch {
                var span = code.mutableSpan
                try raw.compute(baseString.span, into: &span)
            }
        }
    }
}
