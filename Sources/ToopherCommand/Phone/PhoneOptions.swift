import ArgumentParser
import CurlTransport

/// Which phone.
struct PhoneOptions: ParsableArguments {
    @Option(help: "The file that holds the phone's key; otherwise TOOPHER_PHONE, otherwise ~/.toopher-phone.json.")
    var state: String?

    var path: String {
        state ?? Environment.value("TOOPHER_PHONE") ?? (Environment.value("HOME") ?? ".") + "/.toopher-phone.json"
    }

    func phone() throws -> VirtualPhone {
        try PhoneState.read(path).phone(transport: CurlTransport())
    }
}
