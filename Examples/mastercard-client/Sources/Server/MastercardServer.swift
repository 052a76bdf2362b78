import CryptoCore
import Glibc
import Hummingbird
import OAuth1
import OAuth1Hummingbird

/// Verifies requests as Mastercard does: with the RSA public key of the consumer, RSA-SHA256 and a hash of every body.
///   mastercard-server "$(cat public.pem)"
@main
struct MastercardServer {
    static func main() async throws {
        guard CommandLine.arguments.count == 2, let key = Environment().get("MASTERCARD_CONSUMER_KEY") else {
            fatalError("name the public key, and set MASTERCARD_CONSUMER_KEY")
        }
        let credentials = try Credentials(
            consumerKey: key,
            key: .rsaPublic(.sha256, try RSAPublicKey(pemRepresentation: CommandLine.arguments[1])))
        // Without its hash a body is refused: nobody would have signed it.
        let verifier = try Verifier(ledger: InMemoryNonceLedger(), bodyPolicy: .formOrHash)
        let site = try ExternalURL(base: "https://sandbox.api.mastercard.com")

        let router = Router(context: BasicOAuth1RequestContext.self)
        router.add(
            middleware: OAuth1Middleware(verifier: verifier, externalURL: site) { consumer, token in
                consumer == key && token == nil ? credentials : nil
            })
        router.post("service/resource") { request, context in
            let consumer = try context.requireOAuth1().consumerKey
            return "\(consumer) has signed \(String(buffer: try await request.body.collect(upTo: 64 << 10)))"
        }

        let server = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                print("listening on \(channel.localAddress?.port ?? 0)")
                fflush(nil)
            })
        try await server.runService()
    }
}
