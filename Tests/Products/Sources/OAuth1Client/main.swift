import CryptoCore
import FixedTransport
import OAuth1
import OAuth1Client

let flow = try AuthorizationFlow(
    consumerKey: "key", key: .hmac(.sha1, consumerSecret: SecretBytes(utf8: "secret")),
    endpoints: Endpoints(
        temporaryCredentials: "https://a.example/1", authorization: "https://a.example/2",
        token: "https://a.example/3"),
    transport: FixedTransport(body: "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true"))
let temporary = try await flow.temporaryCredentials(callback: .outOfBand)
precondition(temporary.token == "t")
