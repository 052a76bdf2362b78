import TestSupport
import Testing
import Toopher

/// Whoever names no secret must not have it taken for an empty one, with which anybody can sign.
@Suite("toopher oauth without a secret")
struct MissingSecretTests {
    static let url = "https://api.example.com/photos"

    func header(environment: [String: String]) async throws -> String {
        let outcome = try await ToopherProcess.run(
            ["oauth", "sign", Self.url, "--consumer-key", "k", "--nonce", "n", "--timestamp", "1000"],
            environment: environment)
        #expect(outcome.status == 0)
        return outcome.output.split(separator: "\n").joined()
    }

    func verify(_ header: String, environment: [String: String], _ options: String...) async throws
        -> ToopherProcess.Outcome
    {
        try await ToopherProcess.run(
            ["oauth", "verify", Self.url, "-H", "Authorization: \(header)", "--now", "1000"] + options,
            environment: environment)
    }

    @Test("A secret that is not set is no empty secret; one that is set to nothing is")
    func environment() async throws {
        let unset = try await ToopherProcess.run(
            ["oauth", "sign", Self.url, "--consumer-key", "k"], environment: [:])
        #expect(unset.status == 1 && unset.output.isEmpty)
        #expect(unset.error.contains("OAUTH_CONSUMER_SECRET"))
        let header = try await header(environment: ["OAUTH_CONSUMER_SECRET": ""])
        #expect(try await verify(header, environment: ["OAUTH_CONSUMER_SECRET": ""]).output == "valid\n")
        #expect(try await verify(header, environment: [:]).status == 1)
        #expect(try await verify(header, environment: ["OAUTH_CONSUMER_SECRET": "s"]).output == "signature_invalid\n")
    }

    @Test("The key, not the request, decides between HMAC and RSA")
    func confusion() async throws {
        let header = try await header(environment: ["OAUTH_CONSUMER_SECRET": ""])
        let folder = TemporaryFolder()
        let file = folder.write("public.pem", Array(RSAFixtures.spki.utf8))
        let outcome = try await verify(header, environment: [:], "--key-file", file)
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.error.contains("HMAC-SHA1"))
    }

    @Test("In a batch, a secret that is missing or null is no empty secret")
    func batch() async throws {
        let header = try await header(environment: ["OAUTH_CONSUMER_SECRET": ""])
        func result(_ members: [String: JSONValue]) async throws -> JSONValue {
            var task: [String: JSONValue] = [
                "op": .string("verify"), "method": .string("GET"), "url": .string(Self.url), "now": .string("1000"),
                "headers": .array([.array([.string("Authorization"), .string(header)])]),
            ]
            task.merge(members) { _, new in new }
            let outcome = try await ToopherProcess.run(["oauth", "batch"], input: JSONValue.object(task).text + "\n")
            return try #require(JSONValue(parsing: Array(outcome.output.utf8)))
        }
        #expect(try await result(["consumer_secret": .string("")])["valid"] == .bool(true))
        for members in [[:], ["consumer_secret": .null], ["consumerSecret": .string("")]] as [[String: JSONValue]] {
            let result = try await result(members)
            #expect(result["valid"] == .null)
            #expect(result["error"]?.stringValue?.contains("consumer_secret") == true)
        }
        let confused = try await result(["public_key_pem": .string(RSAFixtures.spki)])
        #expect(confused["valid"] == .bool(false))
        #expect(confused["error"] == .string("signature_method_not_allowed"))
    }
}
