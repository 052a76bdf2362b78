import CryptoCore
import OAuth1

let credentials = try Credentials(consumerKey: "key", consumerSecret: SecretBytes(utf8: "secret"))
let url = try Signer(credentials: credentials).signedURL(url: "https://api.example.com/photos")
precondition(url.contains("oauth_signature="))
