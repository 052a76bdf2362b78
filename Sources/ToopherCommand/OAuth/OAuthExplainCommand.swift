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
            secrets; if they differ, known mistakes of clients, servers and proxies are tried, alone and in pairs, \
            until one matches. Behind a proxy, give its fields too (-H 'X-Forwarded-Host: …', -H 'Forwarded: …'). \
            Each cause begins with a name that does not change, for programs. --base-string compares with the base \
            string of another program. Secrets are not printed; do not show the rest to strangers either, since it \
            says which signatures would be valid. Exit status: 0 if everything matches, 2 if not.

            Example:
              URL=https://api.example.org/notes
              export OAUTH_CONSUMER_KEY=key OAUTH_CONSUMER_SECRET=secret
              toopher oauth explain "$URL" -H "Authorization: $(toopher oauth sign "$URL")"
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
        let base = try SignatureBaseString(received)
        Self.printSteps(base)
        var matches = true
        if let baseString, let difference = BaseStringDifference(ours: base.text, theirs: baseString) {
            matches = false
            print("\nThe given base string differs in its \(difference.part), at byte \(difference.offset):")
            print("  right: …\(difference.ours)…\n  given: …\(difference.theirs)…")
        }
        if let signature = signature ?? base.protocolParameters.first("oauth_signature") {
            matches = try explain(signature, received, base) && matches
        }
        if !matches { throw ExitStatus.denied }
    }

    private static func printSteps(_ base: SignatureBaseString) {
        print("1. Method, in upper case (RFC 5849 section 3.4.1.1):\n   \(base.method)")
        print("2. Base string URI (3.4.1.2):\n   \(base.uri)")
        print("3. Parameters, encoded and sorted (3.4.1.3):")
        for parameter in base.parameters {
            print("   \(parameter.encodedName)=\(parameter.encodedValue)  (\(parameter.source))")
        }
        print("4. Base string (3.4.1):\n   \(base.text)")
    }

    /// Returns whether the signature matches; prints why it does not.
    private func explain(_ signature: String, _ received: ReceivedRequest, _ base: SignatureBaseString) throws -> Bool {
        let key = try credentials.verifyingKey(base)
        let known = try Credentials(consumerKey: "", key: key)
        let isValid = try known.isSignature(signature, of: base.text)
        let verdict = isValid ? "It is the signature of these secrets." : "It is not the signature of these secrets."
        print("5. Signature (3.4): \(signature)\n   \(verdict)")
        if !isValid, known.signatureMethod != .plaintext, let right = try? known.signature(of: base.text) {
            print("   The right signature is \(right)")
        }
        let diagnosis = try SignatureDiagnosis(of: signature, for: received, key: key, headers: request.fields())
        for mistake in diagnosis.mistakes { print("Cause: \(mistake.code): \(mistake.explanation)") }
        if isValid { return diagnosis.mistakes.isEmpty }
        guard let signed = diagnosis.signedBaseString else {
            print("No known mistake gives this signature: the secrets differ, or the request was changed.")
            if !diagnosis.isComplete { print("The request is too large to try every pair of mistakes.") }
            return false
        }
        if let difference = BaseStringDifference(ours: base.text, theirs: signed) {
            print("What was signed differs in its \(difference.part), at byte \(difference.offset):")
            print("  right:  …\(difference.ours)…\n  signed: …\(difference.theirs)…")
        }
        print("What was signed:\n   \(signed)")
        return false
    }
}
