import ArgumentParser
import CurlTransport

/// The virtual phone that a command is about.
struct PhoneOptions: ParsableArguments {
    @Option(help: "The file with the phone's key; else TOOPHER_PHONE, else ~/.toopher-phone.json.")
    var state: String?

    /// The path of the phone's file.
    var path: String {
        state ?? Environment.value("TOOPHER_PHONE") ?? (Environment.value("HOME") ?? ".") + "/.toopher-phone.json"
    }

    /// Returns the phone in the file.
    func phone() throws -> VirtualPhone {
        try PhoneState.read(path).phone(transport: CurlTransport())
    }
}
