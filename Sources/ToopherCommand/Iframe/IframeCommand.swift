import ArgumentParser
import OAuth1

/// `toopher iframe`: the requester's half of the page.
struct IframeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "iframe",
        abstract: "Signed page addresses, and the postbacks that come back.",
        subcommands: [IframeURLCommand.self, IframeVerifyCommand.self]
    )
}

/// A fixed clock, so that a result can be reproduced.
struct ClockOptions: ParsableArguments {
    @Option(help: "Take this as the time, in seconds since 1970.")
    var now: Int64?

    /// The fixed time, or the machine's clock.
    var clock: UnixClock {
        guard let now else { return SystemClock.unixSeconds }
        return { now }
    }
}
