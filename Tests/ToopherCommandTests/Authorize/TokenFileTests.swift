import TestProvider
import TestSupport
import Testing
import Toopher

@Suite("The token file of toopher oauth authorize and renew", .timeLimit(.minutes(10)))
struct TokenFileTests {
    private func renew(_ file: String, _ conversation: AuthorizeConversation) async throws -> ToopherProcess.Outcome {
        try await ToopherProcess.run(
            ["oauth", "renew", file, "--access-url", "http://\(conversation.provider.authority)/token"],
            environment: AuthorizeConversation.environment)
    }

    private func json(_ folder: TemporaryFolder) throws -> JSONValue {
        try #require(JSONValue(parsing: folder.read("token.json")))
    }

    @Test("The token is stored for its owner only, renewed, and replaced")
    func renewal() async throws {
        let folder = TemporaryFolder()
        let file = folder.file("token.json")
        try await withConversation(hasSessions: true) { conversation in
            let outcome = try await conversation.run(["--output", file]) { address, type in
                try await type(conversation.open(address).body)
            }
            #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.error)")
            #expect(folder.permissions(of: "token.json") == 0o600)
            #expect(try json(folder)["token"] == .string("token=3"))

            let renewed = try await renew(file, conversation)
            #expect(renewed.status == 0 && renewed.output.isEmpty, "\(renewed.error)")
            #expect(folder.permissions(of: "token.json") == 0o600)
            #expect(folder.permissions(of: "token.json.new") == nil)
            #expect(try json(folder)["token"] == .string("token=4"))
            #expect(
                conversation.provider.state.isGranted("token=4") && !conversation.provider.state.isGranted("token=3"))

            // An existing file is not overwritten, and nothing is requested for it.
            let count = conversation.provider.state.requests.count
            let again = try await conversation.run(["--output", file]) { _, _ in Issue.record("continued") }
            #expect(again.status == 1 && again.error.contains("already"))
            #expect(conversation.provider.state.requests.count == count)
            #expect(try json(folder)["token"] == .string("token=4"))
        }
    }

    @Test("A failed attempt leaves no file, and a failed renewal the old one")
    func failure() async throws {
        let folder = TemporaryFolder()
        try await withConversation { conversation in
            let outcome = try await conversation.run(["--output", folder.file("token.json")]) { _, type in
                try await type("wrong")
            }
            #expect(outcome.status == 77 && outcome.error.contains("verifier_invalid; begin again, and copy"))
            #expect(folder.permissions(of: "token.json") == nil)

            let text = #"{"token":"t","token_secret":"s","session_handle":"h"}"#
            folder.write("token.json", Array(text.utf8))
            let renewed = try await renew(folder.file("token.json"), conversation)
            #expect(renewed.status == 77 && renewed.error.contains("token_rejected"))
            #expect(folder.read("token.json") == Array(text.utf8))
            #expect(folder.permissions(of: "token.json.new") == nil)
        }
    }

    @Test(
        "A file without a token or a handle is named",
        arguments: [
            ("", "has no token"), ("{}", "has no token"), (#"{"token":"t"}"#, "has no token"),
            (#"{"token":1,"token_secret":"s"}"#, "has no token"),
            (#"{"token":"t","token_secret":"s"}"#, "no session handle"),
        ])
    func malformed(text: String, reason: String) async throws {
        let folder = TemporaryFolder()
        folder.write("token.json", Array(text.utf8))
        let outcome = try await ToopherProcess.run(
            ["oauth", "renew", folder.file("token.json"), "--access-url", "http://127.0.0.1:9/"],
            environment: AuthorizeConversation.environment)
        #expect(outcome.status == 1 && outcome.error.contains(reason))
        let missing = try await ToopherProcess.run(
            ["oauth", "renew", folder.file("none.json"), "--access-url", "http://127.0.0.1:9/"],
            environment: AuthorizeConversation.environment)
        #expect(missing.status == 1 && missing.error.contains("toopher oauth authorize --output"))
    }
}
