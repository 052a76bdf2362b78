import ArgumentParser
import CurlTransport
import DeviceProtocol
import HTTPExchange

/// `toopher phone`: a phone on the command line.
struct PhoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phone",
        abstract: "A virtual phone: register, pair, approve, deny, revoke, show one-time passwords.",
        discussion: """
            Example:
              toopher phone register --base-url http://127.0.0.1:8042/v1/
              toopher phone pair
              toopher phone approve --wait 60
            """,
        subcommands: [
            PhoneRegisterCommand.self, PhonePairCommand.self, PhonePendingCommand.self, PhoneApproveCommand.self,
            PhoneDenyCommand.self, PhoneAutomationsCommand.self, PhonePairingsCommand.self, PhoneRevokeCommand.self,
            PhoneOTPCommand.self,
        ]
    )
}
