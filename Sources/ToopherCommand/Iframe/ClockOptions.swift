import ArgumentParser
import OAuth1

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
