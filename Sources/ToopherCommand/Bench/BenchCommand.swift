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
