import ArgumentParser
import Toopher

/// `toopher oauth batch`: the library over a pipe, for other languages.
struct OAuthBatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Read JSON Lines from standard input: one task a line, one result a line.",
        discussion: """
            A line is an object with "op": "base-string", "sign" or "verify". Its other members: "method", "url", \
            "headers" ([[name, value], …]), "body" (text) or "body_base64", "consumer_key", "consumer_secret", \
            "token", "token_secret", "signature_method", "nonce", "timestamp", "private_key_pem", \
            "private_key_passphrase". For verify also "now", "window" (seconds), "public_key_pem" and \
            "allow_unsigned_body" (true or false). The result has the "id" of the task, any JSON value.

            For sign also "as" (header, url or form: where the protocol parameters stand), "realm", "parameters" \
            ([[name, value], …]: oauth_callback, oauth_verifier, extensions; also for base-string), "body_hash" (true: \
            sign the hash of a body that is not a form) and "plaintext_without_tls" (true: permit PLAINTEXT with an \
            http URL).

            base-string and sign add the protocol parameters of these members to those of the request; a request \
            without any also gets oauth_version 1.0, and a nonce and the time if the members are missing. sign adds \
            whatever RFC 5849 section 3.1 requires and the request lacks, keeps its realm, and replaces its \
            signature; without "as", the parameters stand where the request has its oauth_consumer_key, or else in \
            the header. It signs only what a request can carry, for the host of a Host field if there is one. verify \
            takes the parameters from the request; consumer_key and token, if given, must equal those of the \
            request. Nonces are not recorded. A body that is neither a form nor has an oauth_body_hash is refused \
            as body_not_signed, unless "allow_unsigned_body" is true.

            The result is {"id", "base_string", "signature", "authorization", "url", "body", "valid", "covers_body", \
            "error"}, null where there is no value; of "authorization", "url" and "body", sign gives what "as" says. \
            The result of a malformed line is its error. Results are written before more input is read. Exit status: 0 \
            at the end of input.

            Example:
              echo '{"op":"base-string","method":"GET","url":"https://example.org/"}' |
                toopher oauth batch
            """
    )

    func run() async throws {
        let verifiers = BatchVerifiers()
        var lines = LineReader(limit: 64 << 20)
        var output = BufferedOutput()
        while let line = try lines.next(beforeWaiting: { try output.flush() }) {
            switch line {
            case .text(let bytes): output.append(await BatchResult(executing: bytes, verifiers).line())
            case .tooLong: output.append(BatchResult(id: .null, error: "the line is too long").line())
            }
        }
        try output.flush()
    }
}
