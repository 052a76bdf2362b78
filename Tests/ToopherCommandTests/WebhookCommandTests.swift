#if Service

import CryptoCore
import Subprocess
import Synchronization
import SystemPackage
import TestServer
import TestSupport
import Testing

@testable import ToopherCommand

@Suite("Endpoints on the command line", .timeLimit(.minutes(5)))
struct WebhookCommandTests {
    /// The database and the phone of one test.
    private struct Setting: Sendable {
        let folder = TestSupport.TemporaryFolder()

        var database: [String] { ["--database", folder.file("t.sqlite")] }

        func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> ToopherProcess.Outcome {
            try await ToopherProcess.run(arguments, environment: environment)
        }

        /// Creates a requester; returns its credentials.
        func requester() async throws -> [String: String] {
            let created = try await run(["requester", "create", "Site"] + database)
            let pairs = created.output.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1) }
            return Dictionary(pairs.map { (String($0[0]), String($0[1])) }) { first, _ in first }
        }
    }

    @Test("An endpoint is set, its secret shown once, replaced, rotated and removed")
    func administration() async throws {
        let setting = Setting()
        defer { setting.folder.remove() }
        let key = try #require(try await setting.requester()["TOOPHER_CONSUMER_KEY"])
        func run(_ command: String, _ arguments: String...) async throws -> ToopherProcess.Outcome {
            try await setting.run(["requester", command, key] + arguments + setting.database)
        }
        let policy = """
            number-matching when_shown
            digits 2
            concurrent-prompts off
            challenge when_asked
            additional-phones confirmed

            """
        let set = try await run("set", "--webhook-url", "https://a.test/hooks")
        let line = policy + "webhook https://a.test/hooks, 0 messages waiting\n"
        #expect(set.output.hasPrefix(line + "TOOPHER_WEBHOOK_SECRET=whsec_"), "\(set.output)\(set.error)")
        #expect(try await run("set").output == line)
        #expect(try await run("set", "--webhook-url", "https://a.test/hooks").output == line)
        let refused = try await run("set", "--webhook-url", "https://u@a.test/", "--digits", "4")
        #expect(refused.status == 1 && refused.error.contains("this is not the URL of an endpoint"))
        #expect(try await run("set").output == line)
        let rotated = try await run("rotate", "--webhook", "--overlap-hours", "1")
        #expect(rotated.output.hasPrefix("TOOPHER_WEBHOOK_SECRET=whsec_"))
        #expect(rotated.output.split(separator: "\n").count == 1 && !set.output.hasSuffix(rotated.output))
        #expect(try await run("set", "--remove-webhook").output == policy)
        #expect(try await run("rotate", "--webhook").error.contains("has no endpoint"))
    }

    @Test("A served decision reaches an endpoint that is permitted, signed with the secret that was shown")
    func served() async throws {
        let setting = Setting()
        let (arrivals, continuation) = AsyncStream<ParsedRequest>.makeStream()
        let server = FaultServer { connection in
            while let text = connection.readRequest(), let request = ParsedRequest(text) {
                connection.send("HTTP/1.1 204 No Content\r\n\r\n")
                continuation.yield(request)
            }
        }
        defer {
            server.stop()
            setting.folder.remove()
        }
        let requester = try await setting.requester()
        let key = try #require(requester["TOOPHER_CONSUMER_KEY"])
        let set = try await setting.run(
            ["requester", "set", key, "--webhook-url", "http://\(server.authority)/hooks"] + setting.database)
        let secret = try #require(set.output.split(separator: "TOOPHER_WEBHOOK_SECRET=whsec_").last)
        let result = try await Subprocess.run(
            .path(ToopherProcess.path),
            arguments: Arguments(["serve", "--port", "0", "--webhook-allow", server.authority] + setting.database),
            environment: ToopherProcess.environment([:]), input: .none, output: .sequence, error: .discarded
        ) { execution in
            for try await line in execution.standardOutput.strings() where line.hasPrefix("listening on ") {
                var environment = requester
                environment["TOOPHER_BASE_URL"] = String(line.dropFirst(13).prefix { !$0.isNewline })
                environment["TOOPHER_PHONE"] = setting.folder.file("phone.json")
                let phrase =
                    try await setting.run(["phone", "register"], environment: environment).status == 0
                    ? try await setting.run(["phone", "pair"], environment: environment).output : ""
                _ = try await setting.run(
                    ["pair", "jdoe", phrase.split(separator: "\n").joined()], environment: environment)
                let approved = try await setting.run(["phone", "approve"], environment: environment)
                #expect(approved.status == 0, "\(approved.error)")
                for await request in arrivals.prefix(1) {
                    #expect(String(decoding: request.body, as: UTF8.self).contains(#""type":"pairing.enabled""#))
                    #expect(try isSigned(request, with: String(secret.prefix { !$0.isNewline })))
                    #expect(try !isSigned(request, with: Base64.encode([UInt8](repeating: 1, count: 32))))
                }
                try execution.send(signal: .terminate)
            }
        }
        #expect(result.terminationStatus == .exited(0))
    }

    /// Returns whether a request has the signature of its secret, as Standard Webhooks defines it.
    private func isSigned(_ request: ParsedRequest, with secret: String) throws -> Bool {
        let key = try HMACKey(.sha256, key: SecretBytes(try #require(Base64.decode(secret))))
        let (id, time) = (request.values("webhook-id"), request.values("webhook-timestamp"))
        let text = Array("\(id.joined()).\(time.joined()).".utf8) + request.body
        let signature = "v1," + Base64.encode(try key.authenticationCode(for: text))
        return id.count == 1 && time.count == 1 && request.values("webhook-signature") == [signature]
    }
}

#endif
