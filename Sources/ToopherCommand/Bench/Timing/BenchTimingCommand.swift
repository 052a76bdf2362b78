import ArgumentParser
import CryptoCore
import OAuth1

/// `toopher bench timing`: measures whether the time of a verification reveals why it failed.
struct BenchTimingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timing",
        abstract: "Compare the time of accepted requests, wrong signatures and unknown consumers.",
        discussion: """
            Verifies the three kinds in random order, in batches of eight, and compares their times without the \
            slowest twentieth of each. t is Welch's statistic of the two means: if both kinds take the same time, it is \
            nearly always between -4.5 and 4.5. The difference is what an attacker would have to measure over a \
            network. An accepted request takes one more comparison, that of the timestamp.

            Example:
              toopher bench timing --seconds 2
            """
    )

    @Option(help: "The duration of the measurement, in seconds.")
    var seconds = 5.0

    @Option(help: "The signature method.")
    var method = BenchMethod.hmacSHA1

    @Flag(help: "Print one JSON object for each comparison, in place of text.")
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
