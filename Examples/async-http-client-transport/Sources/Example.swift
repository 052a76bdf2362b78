import AsyncHTTPClient
import Glibc
import Toopher

/// Pairs a user and authenticates them, over AsyncHTTPClient.
///   async-http-client-transport USER PHRASE
/// TOOPHER_BASE_URL, TOOPHER_CONSUMER_KEY and TOOPHER_CONSUMER_SECRET name the service and the requester.
/// Exit status: 0 granted, 1 error, 2 not granted, 64 wrong usage.
@main
struct Example {
    static func main() async {
        guard CommandLine.arguments.count == 3, let baseURL = variable("TOOPHER_BASE_URL"),
            let key = variable("TOOPHER_CONSUMER_KEY"), let secret = variable("TOOPHER_CONSUMER_SECRET")
        else {
            print("usage: async-http-client-transport USER PHRASE, and the service in TOOPHER_… variables")
            exit(64)
        }
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: AsyncHTTPClientTransport.configuration)
        let transport = AsyncHTTPClientTransport(client: client)
        do {
            let api = try ToopherAPI(key: key, secret: secret, baseURL: baseURL, transport: transport)
            let isGranted = try await logIn(api, user: CommandLine.arguments[1], phrase: CommandLine.arguments[2])
            try await client.shutdown()
            print(isGranted ? "granted" : "not granted")
            exit(isGranted ? 0 : 2)
        } catch {
            print(error)
            exit(1)
        }
    }

    private static func logIn(_ api: ToopherAPI, user: String, phrase: String) async throws -> Bool {
        let pairing = try await api.pair(username: user, phrase: phrase)
        guard case .enabled(let pairing) = try await api.waitForApproval(of: pairing, timeout: .seconds(30)) else {
            return false
        }
        print("paired")
        let request = try await api.authenticate(
            pairingID: pairing.id, terminalName: "The example", actionName: "Log In")
        return try await api.waitForDecision(on: request, timeout: .seconds(30)).isGranted
    }

    /// Returns the value of an environment variable; `nil` if it is empty or not set.
    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
