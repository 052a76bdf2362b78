import ArgumentParser

/// What is done with a log-in before a phone is asked, where none can be.
struct LoginFallbackOptions: ParsableArguments {
    @Option(
        help: "Whom to let in while the service cannot be reached, or fails, before the phone is asked: deny or allow."
    )
    var ifUnavailable = LoginFallback.deny

    @Option(help: "Whether to let in users that the service does not know: deny or allow.")
    var ifUnpaired = LoginFallback.deny
}
