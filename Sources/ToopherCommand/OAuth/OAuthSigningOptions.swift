import ArgumentParser
import CryptoCore
import OAuth1

/// Inputs of a signature that can be chosen, for tests and comparisons.
struct OAuthSigningOptions: ParsableArguments {
    @Option(help: "The nonce; without it, a random one.")
    var nonce: String?

    @Option(help: "The timestamp, in seconds since 1970; without it, the time of the system.")
    var timestamp: Int64?

    @Flag(help: "Sign the hash of a body that is not a form (oauth_body_hash).")
    var bodyHash = false

    @Flag(
        name: .customLong("plaintext-without-tls"),
        help: "Permit PLAINTEXT with an http URL, which shows the secrets to eavesdroppers.")
    var plaintextWithoutTLS = false

    @Option(
        name: .customLong("parameter"),
        help: "A protocol parameter, as \"name=value\": oauth_callback, oauth_verifier, extensions. May be repeated.")
    var parameters: [String] = []

    /// Returns a signer with the chosen inputs.
    func signer(_ credentials: Credentials) -> Signer {
        let timestamp = timestamp
        let clock: UnixClock = { timestamp ?? SystemClock.unixSeconds() }
        guard let nonce else { return Signer(credentials: credentials, clock: clock) }
        return Signer(credentials: credentials, clock: clock, nonces: { () throws(CryptoError) in nonce })
    }

    /// Returns the protocol parameters besides the signer's own.
    func protocolParameters() throws -> [Parameter] {
        try parameters.map { pair in
            guard let equals = pair.firstIndex(of: "=") else { throw ValidationError("\"\(pair)\" has no equals sign") }
            return Parameter(String(pair[..<equals]), String(pair[pair.index(after: equals)...]))
        }
    }
}
