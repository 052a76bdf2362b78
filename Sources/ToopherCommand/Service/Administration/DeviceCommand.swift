#if Service

import ArgumentParser
import ToopherService

/// `toopher device`: the phones.
struct DeviceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "List phones, and end everything that one is used for.",
        discussion: """
            Every change is kept in the log: see toopher audit.

            A phone was stolen: toopher device list --user jdoe, then toopher device end with its id.

            Example:
              toopher device list
            """,
        subcommands: [DeviceListCommand.self, DeviceEndCommand.self]
    )
}

/// `toopher device list`: lists phones.
struct DeviceListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List phones that are paired or about to be: id, number of users, words and name.",
        discussion: """
            With --all also those without a pairing.

            With --json: id, name, words (the four words that follow from the phone's key, and that it shows), pairings \
            (for how many users it decides), has_credential (it can prove that it has checked its user), has_push (it is \
            woken up) and created (seconds since 1970).

            Example:
              toopher device list --user jdoe
            """)

    @OptionGroup var options: ListOptions

    func run() async throws {
        try await options.write(DeviceRow.init) { try await $0.devices(options.filter, after: $1) }
    }
}

private struct DeviceRow: ListedRow {
    var id: String
    var name: String
    var words: String
    var pairings: Int
    var hasCredential: Bool
    var hasPush: Bool
    var created: Int64

    init(_ device: DeviceSummary) {
        (id, name, words, pairings) = (device.id, device.name, device.words, device.pairings)
        (hasCredential, hasPush, created) = (device.hasCredential, device.hasPush, device.created)
    }

    var text: String { "\(id)\t\(pairings)\t\(words)\t\(name)" }
}

/// `toopher device end`: ends everything that a phone is used for.
struct DeviceEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end",
        abstract: "End all pairings of a phone, with all requesters and users. What is pending is withdrawn.",
        discussion: """
            Example:
              toopher device end "$(toopher device list --user jdoe | cut -f1)"
            """)

    @Argument(help: "The id of the phone.")
    var device: String

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        try await database.open { try await $0.endDevice(device) }
    }
}

#endif
