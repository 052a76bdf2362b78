import ArgumentParser

/// `toopher bench hmac`
struct BenchHMACCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hmac", abstract: "Compute the HMAC of the base string from its prepared key, and nothing else.")

    @OptionGroup var options: BenchOptions

    func run() throws {
        try BenchReport.run(options, [.hmac])
    }
}
