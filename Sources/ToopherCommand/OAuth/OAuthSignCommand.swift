import ArgumentParser
import HTTPTypes
import OAuth1
import WebSyntax

/// `toopher oauth sign`: prints what to send.
struct OAuthSignCommand: ParsableCommand {
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case header, curl, url
    }

    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Print the Authorization header, a curl command, or a signed URL.",
        discussion: "The secrets come from OAUTH_CONSUMER_SECRET and OAUTH_TOKEN_SECRET, an RSA key from --key-file."
    )

    @OptionGroup var request: OAuthRequestOptions
    @OptionGroup var credentials: OAuthCredentialOptions
    @OptionGroup var signing: OAuthSigningOptions

    @Option(name: .customLong("as"), help: "The form of the output: header, curl or url.")
    var form = Form.header

    func validate() throws {
        guard form != .url || request.data == nil else {
            throw ValidationError("a signed URL has no body: give the parameters in the URL")
        }
    }

    func run() throws {
        let signer = signing.signer(try credentials.signing())
        if form == .url {
            print(
                try signer.signedURL(
                    method: request.httpMethod, url: request.url, protocolParameters: signing.protocolParameters()))
            return
        }
        let body = try request.body()
        let header = try OAuthSigning.authorization(request, body: body, signer, signing)
        switch form {
        case .header: print(header)
        default: print(try curl(header))
        }
    }

    private func curl(_ header: String) throws -> String {
        var words = ["curl", "-X", request.httpMethod, "-H", "Authorization: \(header)"]
        for field in try request.fields() { words += ["-H", "\(field.name): \(field.value)"] }
        if let data = request.data { words += ["--data-binary", data] }
        words.append(request.url)
        return words.map(Self.quoted).joined(separator: " ")
    }

    /// Returns a word as a shell parses it.
    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            PercentEncoding.encode(String(UnicodeScalar(byte))).utf8.count == 1 || "/:,@=".utf8.contains(byte)
        }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
