import ArgumentParser

/// The options of all measurements of signatures.
struct BenchOptions: ParsableArguments {
    @Option(help: "The number of concurrent threads.")
    var threads = 1

    @Option(help: "The duration of each measurement, in seconds.")
    var seconds = 2.0

    @Option(help: "The number of parameters in the form.")
    var parameters = 2

    @Option(help: "The signature method.")
    var method = BenchMethod.hmacSHA1

    @Option(help: "The number of nonces in the ledger before verify-ledger is measured.")
    var liveNonces = 0

    @Option(
        help: """
            The number of consumers whose requests every thread verifies, in random order, with a cache of their \
            credentials; 0 for one consumer that a closure finds.
            """)
    var consumers = 1

    @Flag(help: "Print one JSON object for each row, in place of text.")
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
