import ArgumentParser
import CryptoCore
import OAuth1

/// What of a signature can be chosen, for tests and for comparing.
struct OAuthSigningOptions: ParsableArguments {
    @Option(help: "The nonce; random if not given.")
    var nonce: String?

    @Option(help: "The timestamp in seconds since 1970; now if not given.")
    var timestamp: Int64?

    @Flag(help: "Sign a body that is no form by its hash (oauth_body_hash).")
    var bodyHash = false

    @Option(
        name: .customLong("parameter"),
        help: "A protocol parameter, \"name=value\": oauth_callback, oauth_verifier, extensions. May be repeated.")
    var parameters: [String] = []

    /// A signer for `credentials` with what was chosen.
    func signer(_ credentials: Credentials) -> Signer {
        let timestamp = timestamp
        let clock: UnixClock = { timestamp ?? SystemClock.unixSeconds() }
        guard let nonce else { return Signer(credentials: credentials, clock: clock) }
        return Signer(credentials: credentials, clock: clock, nonces: { () throws(CryptoError) in nonce })
    }

    /// The protocol parameters besides the signer's own.
    func protocolParameters() throws -> [Parameter] {
        try parameters.map { pair in
            guard let equals = pair.firstIndex(of: "=") else { throw ValidationError("\"\(pair)\" has no equals sign") }
            return Parameter(String(pair[..<equals]), String(pair[pair.index(after: equals)...]))
        }
    }
}
