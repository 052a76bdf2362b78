import ArgumentParser
import CryptoCore
import OAuth1

/// `toopher oauth explain`: finds why a signature does not match.
struct OAuthExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Construct the signature base string step by step, and find why a signature does not match.",
        discussion: """
            Give the request as it was received. Its signature, or --signature, is compared with that of the \
            secrets; if they differ, known mistakes of clients are tried until one matches. --base-string compares \
            with the base string of another program. Secrets are not printed. Exit status: 0 if everything \
            matches, else 1.
            """
    )

    @OptionGroup var request: OAuthRequestOptions
    @OptionGroup var credentials: OAuthCredentialOptions

    @Option(help: "The signature to explain, in place of the request's: base64, not percent-encoded.")
    var signature: String?

    @Option(help: "The base string of this request that another program constructed.")
    var baseString: String?

    func run() async throws {
        let received = try request.received()
        let base = try SignatureBase(received)
        Self.printSteps(base)
        var matches = true
        if let baseString, let difference = BaseStringDifference(ours: base.baseString, theirs: baseString) {
            matches = false
            print("\nThe given base string differs in its \(difference.part), at byte \(difference.offset):")
            print("  right: …\(difference.ours)…\n  given: …\(difference.theirs)…")
        }
        if let signature = signature ?? base.protocolParameters.first("oauth_signature") {
            matches = try explain(signature, received, base) && matches
        }
        if !matches { throw ExitCode.failure }
    }

    private static func printSteps(_ base: SignatureBase) {
        print("1. Method, in upper case (RFC 5849 section 3.4.1.1):\n   \(base.method)")
        print("2. Base string URI (3.4.1.2):\n   \(base.uri)")
        print("3. Parameters, encoded and sorted (3.4.1.3):")
        for parameter in base.parameters {
            print("   \(parameter.encodedName)=\(parameter.encodedValue)  (\(parameter.source))")
        }
        print("4. Base string (3.4.1):\n   \(base.baseString)")
    }

    /// Returns whether the signature matches; prints why it does not.
    private func explain(_ signature: String, _ received: ReceivedRequest, _ base: SignatureBase) throws -> Bool {
        let known = try credentials.verifying(base)
        if try known.isSignature(signature, of: base.baseString) {
            print("5. Signature (3.4): \(signature)\n   It is the signature of these secrets.")
            return true
        }
        print("5. Signature (3.4): \(signature)\n   It is not the signature of these secrets.")
        if let right = try? known.signature(of: base.baseString), known.signatureMethod != .plaintext {
            print("   The right signature is \(right)")
        }
        if let diagnosis = try SignatureDiagnosis(of: signature, for: received, credentials: known) {
            for mistake in diagnosis.mistakes { print("Cause: \(mistake.explanation)") }
            print("What was signed:\n   \(diagnosis.signedBaseString)")
        } else if let mistake = try SecretMistake.allCases.first(where: { mistake in
            try mistake.explains(signature, of: base.baseString, credentials, known.signatureMethod)
        }) {
            print("Cause: \(mistake.rawValue)")
        } else {
            print("No known mistake gives this signature: the secrets differ, or the request was changed.")
        }
        return false
    }
}

/// Mistakes in the key of an HMAC (RFC 5849 section 3.4.2).
private enum SecretMistake: String, CaseIterable {
    case tokenSecretLeftOut = "the token secret was left out of the key (3.4.2)"
    case ampersandLeftOut = "the & was left out of the key, which has it without a token too (3.4.2)"
    case notEncoded = "the secrets were not percent-encoded in the key (3.4.2)"
    case swapped = "the secrets are in the wrong order in the key (3.4.2)"
    case lineEnd = "a line end or a space follows a secret"

    /// Returns whether the mistake explains a signature.
    func explains(
        _ signature: String, of baseString: String, _ options: OAuthCredentialOptions, _ method: SignatureMethod
    ) throws -> Bool {
        guard [.hmacSHA1, .hmacSHA256, .hmacSHA512].contains(method) else { return false }
        return try keys(options.consumerSecret, options.tokenSecret ?? "").contains { key in
            let code = try HMACKey(method.hash, key: SecretBytes(utf8: key)).authenticationCode(
                for: Array(baseString.utf8))
            return Base64.encode(code) == signature
        }
    }

    /// Returns the keys that the mistake makes of the secrets.
    private func keys(_ consumer: String, _ token: String) -> [String] {
        let encodedConsumer = PercentEncoding.encode(consumer)
        let encodedToken = PercentEncoding.encode(token)
        switch self {
        case .tokenSecretLeftOut: return token.isEmpty ? [] : [encodedConsumer + "&"]
        case .ampersandLeftOut: return [encodedConsumer, encodedConsumer + encodedToken]
        case .notEncoded: return [consumer + "&" + token]
        case .swapped: return [encodedToken + "&" + encodedConsumer]
        case .lineEnd:
            let ends = ["%0A", "%20", "%0D%0A"]
            return ends.map { encodedConsumer + $0 + "&" + encodedToken }
                + ends.map { encodedConsumer + "&" + encodedToken + $0 }
        }
    }
}
