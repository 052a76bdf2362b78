import ArgumentParser

/// `toopher bench sign`: measures signing.
struct BenchSignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign a request, up to the Authorization header's value.",
        discussion: """
            Example:
              toopher bench sign --seconds 1 --json
            """)

    @OptionGroup var options: BenchOptions

    func run() throws {
        try BenchReport.run(options, [.sign])
    }
}
