import CryptoCore
import Glibc
import Hummingbird
import OAuth1
import OAuth1Hummingbird

/// A tool that learning platforms launch by LTI 1.1, behind a proxy with TLS.
///   LTI_TOOL_URL=https://tool.example.org LTI_CONSUMER_KEY=… LTI_CONSUMER_SECRET=… PORT=8080 lti-provider
@main
struct LTIProvider {
    static func main() async throws {
        let environment = Environment()
        guard let url = environment.get("LTI_TOOL_URL"), let key = environment.get("LTI_CONSUMER_KEY"),
            let secret = environment.get("LTI_CONSUMER_SECRET")
        else { fatalError("set LTI_TOOL_URL, LTI_CONSUMER_KEY and LTI_CONSUMER_SECRET") }
        let credentials = try Credentials(consumerKey: key, consumerSecret: SecretBytes(utf8: secret))
        // One for the lifetime of the server: it knows which launches were used.
        let verifier = try Verifier(ledger: InMemoryNonceLedger())

        let router = Router(context: BasicOAuth1RequestContext.self)
        router.add(
            middleware: OAuth1Middleware(verifier: verifier, externalURL: try ExternalURL(base: url)) {
                consumer, token in
                // A launch has no token.
                consumer == key && token == nil ? credentials : nil
            })
        router.post("lti/launch") { _, context in
            // What was signed; the form is not parsed again.
            try welcome(context.requireOAuth1().parameters)
        }

        let port = environment.get("PORT", as: Int.self) ?? 8080
        let server = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                print("listening on \(channel.localAddress?.port ?? port)")
                fflush(nil)
            })
        try await server.runService()
    }

    private static func welcome(_ launch: [Parameter]) throws -> String {
        guard launch.first("lti_message_type") == "basic-lti-launch-request", launch.first("lti_version") == "LTI-1p0",
            let link = launch.first("resource_link_id"), let user = launch.first("user_id")
        else { throw HTTPError(.badRequest) }
        return "user \(user) as \(launch.first("roles") ?? "nobody") at \(link)\n"
    }
}
