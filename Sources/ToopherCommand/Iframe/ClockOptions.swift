import ArgumentParser
import OAuth1

/// A fixed clock, for reproducible results.
struct ClockOptions: ParsableArguments {
    @Option(help: "The time to use, in seconds since 1970; else the clock of the system.")
    var now: Int64?

    /// The fixed time, or the clock of the system.
    var clock: UnixClock {
        guard let now else { return SystemClock.unixSeconds }
        return { now }
    }
}
