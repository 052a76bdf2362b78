import ArgumentParser

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
