import ArgumentParser
import CryptoCore
import OAuth1

/// `toopher bench timing`: whether an answer's time tells more than the answer.
struct BenchTimingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timing",
        abstract: "Compare the time of accepted requests, wrong signatures and unknown consumers.",
        discussion: """
            Verifies the three kinds in random order, in batches of eight, and compares their times after the \
            slowest twentieth of each was set aside. t is Welch's statistic of the two means: of kinds that take the same \
            time it lies between -4.5 and 4.5 nearly always. The difference itself is what a stranger \
            would have to see through a network. A request is accepted only after one more comparison, of the timestamp.
            """
    )

    @Option(help: "Seconds to measure for.")
    var seconds = 5.0

    @Option(help: "The signature method.")
    var method = BenchMethod.hmacSHA1

    @Flag(help: "Print one JSON object a comparison instead of text.")
    var json = false

    func validate() throws {
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be above 0, up to 3600.") }
    }

    func run() throws {
        let samples = try BenchTiming(method).measure(seconds: seconds)
        for (first, second) in [
            (BenchTiming.Kind.wrongSignature, BenchTiming.Kind.unknownConsumer), (.accepted, .wrongSignature),
        ] {
            let comparison = TimingComparison(samples[first] ?? [], samples[second] ?? [])
            print(
                json
                    ? comparison.json(first.rawValue, second.rawValue)
                    : comparison.text(first.rawValue, second.rawValue))
        }
    }
}

/// Requests that differ only in how they are judged.
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
        verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { BenchWork.timestamp })
        credentials = try Self.credentials("abcdefg", "hijklmnop", method)
        authorizations[.accepted] = try sign(credentials)
        authorizations[.wrongSignature] = try sign(Self.credentials("abcdefg", "hijklmnoq", method))
        authorizations[.unknownConsumer] = try sign(Self.credentials("abcdefh", "hijklmnop", method))
    }

    private static func credentials(_ key: String, _ secret: String, _ method: BenchMethod) throws -> Credentials {
        try Credentials(
            consumerKey: key, consumerSecret: SecretBytes(utf8: secret), signatureMethod: method.signatureMethod)
    }

    private func sign(_ credentials: Credentials) throws -> [UInt8] {
        var scratch = try SigningScratch()
        let nonce = BenchWork.nonce
        try Signer(credentials: credentials).sign(
            method: method.span, url: url.span, form: form.span, nonce: nonce.span, timestamp: BenchWork.timestamp,
            using: &scratch)
        return BenchWork.copy(scratch.authorization)
    }

    /// Nanoseconds an operation, one number a batch.
    func measure(seconds: Double) throws -> [Kind: [Double]] {
        let clock = ContinuousClock()
        let end = clock.now + .nanoseconds(Int64(seconds * 1e9))
        var scratch = try VerificationScratch()
        let known = credentials
        let lookup = CredentialFunction { key, _ in key[key.count - 1] == UInt8(ascii: "g") ? known : nil }
        var samples: [Kind: [Double]] = [:]
        while clock.now < end {
            for kind in Kind.allCases.shuffled() {
                guard let authorization = authorizations[kind] else { continue }
                let start = clock.now
                for _ in 0..<BenchMeter.batch { verify(authorization, &scratch, lookup) }
                let (whole, attoseconds) = (clock.now - start).components
                samples[kind, default: []].append(
                    (Double(whole) * 1e9 + Double(attoseconds) / 1e9) / Double(BenchMeter.batch))
            }
        }
        return samples
    }

    @inline(never)
    private func verify(
        _ authorization: [UInt8], _ scratch: inout VerificationScratch, _ lookup: CredentialFunction
    ) {
        _ = try? verifier.verifySignature(
            of: BorrowedRequest(
                method: method.span, url: url.span, authorization: authorization.span, isForm: true, body: form.span),
            using: &scratch, credentials: lookup)
    }
}

/// Two lists of times, compared.
struct TimingComparison {
    private let first: (mean: Double, variance: Double, count: Double)
    private let second: (mean: Double, variance: Double, count: Double)

    init(_ first: [Double], _ second: [Double]) {
        self.first = Self.moments(first)
        self.second = Self.moments(second)
    }

    /// Of all but the slowest twentieth, which says more of the machine than of the work.
    private static func moments(_ samples: [Double]) -> (Double, Double, Double) {
        let kept = samples.sorted().prefix(max(2, samples.count * 19 / 20))
        let count = Double(kept.count)
        let mean = kept.reduce(0, +) / count
        let variance = kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
        return (mean, variance, count)
    }

    private var difference: Double { first.mean - second.mean }
    private var t: Double { difference / (first.variance / first.count + second.variance / second.count).squareRoot() }

    func text(_ firstName: String, _ secondName: String) -> String {
        """
        \(firstName) \(Self.rounded(first.mean)) ns, \(secondName) \(Self.rounded(second.mean)) ns: difference \
        \(Self.rounded(difference)) ns, t = \(Self.rounded(t)), \(Int(first.count)) batches of each
        """
    }

    func json(_ firstName: String, _ secondName: String) -> String {
        """
        {"first":"\(firstName)","second":"\(secondName)","first_ns":\(Self.rounded(first.mean)),\
        "second_ns":\(Self.rounded(second.mean)),"difference_ns":\(Self.rounded(difference)),"t":\(Self.rounded(t)),\
        "batches":\(Int(first.count))}
        """
    }

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
