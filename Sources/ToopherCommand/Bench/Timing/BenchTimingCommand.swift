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
