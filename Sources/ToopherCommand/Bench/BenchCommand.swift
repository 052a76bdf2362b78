import ArgumentParser
import CryptoCore
import OAuth1

/// `toopher bench`: how fast this machine signs and verifies.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how many requests this machine signs or verifies in a second.",
        discussion: """
            The work is one small request: POST https://api.example.com/v1/pairings/create with a form of two \
            parameters (or --parameters of them). Every run first measures the raw keyed HMAC rate over \
            the same base string, on one thread: EVP_MAC, re-initialised with its prepared key for each message.

            Rates are operations a second of wall-clock time. Latencies are of batches of eight operations, divided \
            by eight. Allocations are objects that the Swift runtime allocates on the measuring threads while they \
            work (arrays, strings, closures, class instances), counted in a run of their own; what OpenSSL \
            allocates inside itself is not among them. They are reported as -1 where the runtime does not let \
            itself be counted, as in a statically linked build.
            """,
        subcommands: [
            BenchVerifyCommand.self, BenchSignCommand.self, BenchHMACCommand.self, BenchTimingCommand.self,
            BenchHTTPCommand.self,
        ]
    )
}

/// What every kind of measurement can be told.
struct BenchOptions: ParsableArguments {
    @Option(help: "Threads that work at the same time.")
    var threads = 1

    @Option(help: "Seconds that each measurement lasts.")
    var seconds = 2.0

    @Option(help: "Parameters in the request's form.")
    var parameters = 2

    @Option(help: "The signature method.")
    var method = BenchMethod.hmacSHA1

    @Option(help: "Nonces that the ledger holds before verify-ledger is measured.")
    var liveNonces = 0

    @Option(help: "Consumers whose requests verify is measured with; 0 for the one, without a cache.")
    var consumers = 0

    @Flag(help: "Print one JSON object a row instead of a table.")
    var json = false

    func validate() throws {
        guard (1...1024).contains(threads) else { throw ValidationError("--threads must be from 1 to 1024.") }
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be above 0, up to 3600.") }
        guard (0...100_000_000).contains(liveNonces) else {
            throw ValidationError("--live-nonces must be from 0 to 100000000.")
        }
        guard (0...1_000_000).contains(consumers) else {
            throw ValidationError("--consumers must be from 0 to 1000000.")
        }
        guard (0...1000).contains(parameters) else { throw ValidationError("--parameters must be from 0 to 1000.") }
    }
}

/// A signature method by its name on the wire.
enum BenchMethod: String, ExpressibleByArgument, CaseIterable {
    case hmacSHA1 = "HMAC-SHA1"
    case hmacSHA256 = "HMAC-SHA256"
    case hmacSHA512 = "HMAC-SHA512"

    /// The library's name of it.
    var signatureMethod: SharedSecretMethod {
        switch self {
        case .hmacSHA1: .hmacSHA1
        case .hmacSHA256: .hmacSHA256
        case .hmacSHA512: .hmacSHA512
        }
    }

    /// The hash function inside.
    var hash: HashAlgorithm {
        switch self {
        case .hmacSHA1: .sha1
        case .hmacSHA256: .sha256
        case .hmacSHA512: .sha512
        }
    }
}

/// `toopher bench verify`
struct BenchVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a signed request: parse, normalise, HMAC, compare, timestamp window.",
        discussion: """
            Two rows: verify without a nonce ledger, and verify-ledger, which records the nonce as well.

            For verify-ledger, requests with fresh nonces are signed between the measured batches, 256 at a time: \
            all that a run needs would take gigabytes, and reading them from there would be measured as well. The \
            ledger keeps every nonce. --live-nonces has that many put into it first, spread over the window, and \
            prints how much memory they take.

            With --consumers, verify looks each request's consumer up in a CredentialCache. The requests are signed \
            before, and copied between the measured batches likewise.
            """)

    @OptionGroup var options: BenchOptions

    func run() throws {
        try BenchReport.run(options, [.verify, .verifyLedger])
    }
}

/// `toopher bench sign`
struct BenchSignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign a request, up to the Authorization header's value.")

    @OptionGroup var options: BenchOptions

    func run() throws {
        try BenchReport.run(options, [.sign])
    }
}

/// `toopher bench hmac`
struct BenchHMACCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hmac", abstract: "Compute the HMAC of the base string from its prepared key, and nothing else.")

    @OptionGroup var options: BenchOptions

    func run() throws {
        try BenchReport.run(options, [.hmac])
    }
}
