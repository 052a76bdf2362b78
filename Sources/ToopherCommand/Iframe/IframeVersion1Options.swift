import ArgumentParser
import Toopher

/// The options of `toopher iframe url` for a page of version 1.
struct IframeVersion1Options: ParsableArguments {
    @Flag(name: .customLong("v1"), help: "Sign a URL as the client libraries before 2.0 do.")
    var isVersion1 = false

    @Flag(help: "With --v1: the page on which the user pairs a phone.")
    var pair = false

    @Flag(help: "With --v1: as the earliest libraries do, with web/auth and without inline pairing.")
    var earliest = false

    @Flag(help: "With --v1: require the user's own decision.")
    var noAutomation = false

    @Flag(help: "With --v1: require that the phone verify its user first.")
    var challenge = false

    @Flag(help: "With --v1: do not let a user without a phone pair one in the page.")
    var noInlinePairing = false

    func validate() throws {
        guard isVersion1 || !(pair || earliest || noAutomation || challenge || noInlinePairing) else {
            throw ValidationError(
                "--pair, --earliest, --no-automation, --challenge and --no-inline-pairing need --v1")
        }
        guard !(earliest && noInlinePairing) else {
            throw ValidationError("--earliest has no inline pairing")
        }
    }

    /// Returns the helper for version 1.
    func helper(of iframe: ToopherIframe) -> ToopherIframe.Version1 {
        iframe.version1(earliest ? .earliest : ToopherIframe.Version1.Options())
    }
}
