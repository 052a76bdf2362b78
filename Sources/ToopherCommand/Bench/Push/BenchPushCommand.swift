import ArgumentParser

/// `toopher bench push`: measures how many messages one thread encrypts.
struct BenchPushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Encrypt push messages for a browser, and compare with OpenSSL's calls alone.",
        discussion: """
            openssl: the calls of OpenSSL that RFC 8291 needs, in a row, with what can be prepared prepared. encrypt: the \
            same through this package. request: with the fields of the request, its token among them. subscribe: a \
            subscription read from the texts that a browser sends. The four take turns on one thread.

            Example:
              toopher bench push --seconds 1
            """
    )

    @Option(help: "The duration of each measurement, in seconds.")
    var seconds = 2.0

    @Option(help: "The length that payloads are padded to, in bytes.")
    var bytes = 512

    @Flag(help: "Print one JSON object for each row, in place of text.")
    var json = false

    func validate() throws {
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be above 0, up to 3600.") }
        guard (1...3993).contains(bytes) else { throw ValidationError("--bytes must be from 1 to 3993.") }
    }

    func run() throws {
        for row in try BenchPush(bytes: bytes).measure(seconds: seconds) { print(json ? row.json : row.text) }
    }
}
