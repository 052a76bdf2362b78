import ArgumentParser
import Toopher

/// What `toopher iframe url` needs to know for a page of version 1.
struct IframeVersion1Options: ParsableArguments {
    @Flag(name: .customLong("v1"), help: "An address as the client libraries before 2.0 make it.")
    var isVersion1 = false

    @Flag(help: "With --v1: the page on which the user pairs a phone.")
    var pair = false

    @Flag(help: "With --v1: as the earliest libraries, web/auth and nothing about inline pairing.")
    var earliest = false

    @Flag(help: "With --v1: a standing answer of the phone does not do.")
    var noAutomation = false

    @Flag(help: "With --v1: the user must unlock the phone's app, too.")
    var challenge = false

    @Flag(help: "With --v1: a user without a phone may not pair one in the page.")
    var noInlinePairing = false

    func validate() throws {
        guard isVersion1 || !(pair || earliest || noAutomation || challenge || noInlinePairing) else {
            throw ValidationError(
                "--pair, --earliest, --no-automation, --challenge and --no-inline-pairing go with --v1")
        }
        guard !(earliest && noInlinePairing) else {
            throw ValidationError("--earliest says nothing about inline pairing")
        }
    }

    /// The helper of version 1.
    func helper(of iframe: ToopherIframe) -> ToopherIframe.Version1 {
        iframe.version1(earliest ? .earliest : ToopherIframe.Version1.Options())
    }
}
