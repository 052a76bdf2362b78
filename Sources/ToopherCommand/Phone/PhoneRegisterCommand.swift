import ArgumentParser
import CurlTransport

/// `toopher phone register`: creates a phone.
struct PhoneRegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Generate a key pair, and register its public key with a service.",
        discussion: """
            Example:
              toopher phone register --base-url http://127.0.0.1:8042/v1/
            """)

    @Option(help: "The base URL of the service, such as https://auth.example.org/v1/; else TOOPHER_BASE_URL.")
    var baseURL: String?

    @Option(help: "The name of the phone.")
    var name: String = "Virtual phone"

    @OptionGroup var options: PhoneOptions

    func run() async throws {
        guard let service = baseURL ?? Environment.value("TOOPHER_BASE_URL") else {
            throw CommandError("no service: set TOOPHER_BASE_URL or give --base-url")
        }
        // First: a phone that cannot be stored must not be registered.
        let file = try PhoneFile.create(options.path)
        do {
            let phone = try await VirtualPhone.register(name: name, at: service, transport: CurlTransport())
            try file.write(PhoneState(phone))
            print(phone.deviceID)
        } catch {
            file.discard()
            throw error
        }
    }
}
