import ArgumentParser

/// `toopher bench hmac`: measures the HMAC alone.
struct BenchHMACCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hmac", abstract: "Compute the HMAC of the base string from its prepared key, without the rest.",
        discussion: """
            Example:
              toopher bench hmac --seconds 1
            """)

    @OptionGroup var options: BenchOptions

    func run() throws {
        try BenchReport.run(options, [.hmac])
    }
}
