import ArgumentParser
import CryptoCore
import OAuth1

/// `toopher bench`: measures signing, verifying and HTTP.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how many requests a second this machine signs, verifies or sends.",
        discussion: """
            The request is POST https://api.example.com/v1/pairings/create with a form of two parameters, or of \
            --parameters. Each run also measures the raw keyed HMAC rate over the same base string, on one thread: \
            EVP_MAC, re-initialised with its prepared key for each message.

            Rates are operations per second of wall-clock time. Latencies are those of batches of eight operations, \
            divided by eight. Allocations are objects that the Swift runtime allocates on the measured threads \
            (arrays, strings, closures, class instances), counted in a separate run; allocations of OpenSSL are not \
            counted. So are the retains and releases of objects, each of which writes to memory that threads may \
            share. In JSON both are null where they cannot be counted, as in a statically linked build.

            Example:
              toopher bench verify
            """,
        subcommands: subcommands
    )

    private static var subcommands: [any ParsableCommand.Type] {
        var all: [any ParsableCommand.Type] = [
            BenchVerifyCommand.self, BenchSignCommand.self, BenchHMACCommand.self, BenchTimingCommand.self,
            BenchHTTPCommand.self, BenchPushCommand.self,
        ]
        #if Service
        all += [BenchServiceCommand.self, BenchAuditCommand.self]
        #endif
        return all
    }
}
