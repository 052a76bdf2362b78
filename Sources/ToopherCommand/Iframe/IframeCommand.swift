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
