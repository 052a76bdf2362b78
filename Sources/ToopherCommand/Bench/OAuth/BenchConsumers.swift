import CryptoCore
import OAuth1

/// Consumers with a signed request each, whose credentials are in a `CredentialCache`.
struct BenchConsumers: Sendable {
    /// The cache of all consumers' credentials.
    let cache: CredentialCache
    private let credentials: [Credentials]
    private let authorizations: [[UInt8]]

    /// Creates `count` consumers, the first of them the fixture's, and signs their requests.
    init(
        _ count: Int, _ first: Credentials, _ signatureMethod: SharedSecretMethod, method: [UInt8], url: [UInt8],
        form: [UInt8]
    ) throws {
        cache = try CredentialCache(capacity: 2 * max(1, count), lifetime: nil)
        var scratch = try SigningScratch()
        var (known, authorizations): ([Credentials], [[UInt8]]) = ([], [])
        let nonce = BenchFixture.nonce
        for number in 0..<count {
            let credentials =
                number == 0
                ? first
                : try Credentials(
                    consumerKey: "consumer-\(number)", consumerSecret: SecretBytes(utf8: "secret-\(number)"),
                    signatureMethod: signatureMethod)
            cache.insert(credentials)
            known.append(credentials)
            try Signer(credentials: credentials).sign(
                method: method.span, url: url.span, form: form.span, nonce: nonce.span,
                timestamp: BenchFixture.timestamp, using: &scratch)
            authorizations.append(BenchFixture.copy(scratch.authorization))
        }
        credentials = known
        self.authorizations = authorizations
    }

    /// The signed request of a consumer, in memory that nobody else has.
    func authorization(_ number: Int) -> [UInt8] { authorizations[number].map { $0 } }

    /// The signer of a consumer.
    func signer(_ number: Int) -> Signer { Signer(credentials: credentials[number]) }
}
