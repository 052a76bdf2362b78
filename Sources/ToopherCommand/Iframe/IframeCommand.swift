import ArgumentParser
import OAuth1

/// `toopher iframe`: the requester's side of the iframe page.
struct IframeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "iframe",
        abstract: "Sign URLs of the iframe page, and verify its postbacks.",
        discussion: """
            Example:
              toopher iframe url jdoe --request-token "$TOKEN"
            """,
        subcommands: [IframeURLCommand.self, IframeVerifyCommand.self]
    )
}
