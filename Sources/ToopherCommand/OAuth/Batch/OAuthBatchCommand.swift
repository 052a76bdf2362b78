import ArgumentParser
import Toopher

/// `toopher oauth batch`: the library for other languages, over a pipe.
struct OAuthBatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Answer JSON Lines on standard input: one request a line, one answer a line.",
        discussion: """
            A line is an object with "op": "base-string", "sign" or "verify". What it is about: "method", "url", \
            "headers" ([[name, value], …]), "body" (text) or "body_base64", "consumer_key", "consumer_secret", \
            "token", "token_secret", "signature_method", "nonce", "timestamp", "private_key_pem". For verify also \
            "now", "window" (seconds) and "public_key_pem". "id" is handed back, whatever it is.

            base-string and sign add what the fields say to the protocol parameters that the request has; a \
            request without any also gets oauth_version 1.0, and a nonce and the time if the fields lack them. \
            verify reads the parameters from the request; consumer_key and token, if given, must be those of \
            the request. Each line is judged alone: no nonce is remembered.

            The answer is {"id", "base_string", "signature", "authorization", "valid", "error"}, null where there \
            is nothing to say. A line that cannot be read is answered with its error, and the run goes on. Every \
            answer is written before more input is waited for. Exit status: 0 when the input has ended.
            """
    )

    func run() async throws {
        let verifiers = BatchVerifiers()
        var lines = LineReader(limit: 64 << 20)
        var output = BufferedOutput()
        while let line = try lines.next(beforeWaiting: { try output.flush() }) {
            switch line {
            case .text(let bytes): output.append(await BatchResult(to: bytes, verifiers).line())
            case .tooLong: output.append(BatchResult(id: .null, error: "the line is too long").line())
            }
        }
        try output.flush()
    }
}
