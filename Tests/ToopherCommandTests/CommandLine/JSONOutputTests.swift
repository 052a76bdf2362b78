#if Service

import SystemPackage
import TestSupport
import Testing
import Toopher

@testable import ToopherCommand

@Suite("JSON for scripts", .timeLimit(.minutes(2))) struct JSONOutputTests {
    /// Runs a command of the program; returns its standard output.
    private func run(
        _ arguments: [String], input: String = "", status: Int32 = 0, environment: [String: String] = [:]
    ) async throws -> String {
        let outcome = try await ToopherProcess.run(arguments, input: input, environment: environment)
        #expect(outcome.status == status, "\(arguments): \(outcome.error)")
        return outcome.output
    }

    @Test("Lists and reports of the database have the documented fields")
    func database() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let database = ["--database", folder.file("t.sqlite")]
        _ = try await run(["integration", "create", "SSH"] + database)
        let requesters = try DocumentedFields.check(
            await run(["requester", "list", "--json"] + database), of: "requester list")
        let id = try #require(requesters.first?["id"]?.stringValue)
        let plain = try await run(["requester", "set", id, "--json"] + database)
        let policy = try DocumentedFields.check(plain, of: "requester set")
        #expect(policy.first?["webhook_url"] == nil && policy.first?["number_digits"] == .integer(2))
        let url = "https://shop.example.com/hook"
        let first = try DocumentedFields.check(
            await run(["requester", "set", id, "--json", "--webhook-url", url] + database), of: "requester set")
        #expect(first.first?["webhook_url"] == .string(url) && first.first?["webhook_is_active"] == .bool(true))
        #expect(first.first?["webhook_secret"]?.stringValue?.isEmpty == false)
        let integrations = try DocumentedFields.check(
            await run(["integration", "list", "--json"] + database), of: "integration list")
        #expect(integrations.first?["requester_id"] == .string(id) && integrations.first?["name"] == .string("SSH"))
        #expect(integrations.first?["seen_variants"] == .array([]))

        let checked = try DocumentedFields.check(
            await run(["database", "check", "--json"] + database), of: "database check")
        guard case .array(let tables)? = checked.first?["tables"] else {
            Issue.record("no tables")
            return
        }
        let requesterTable = try #require(tables.first { $0["name"] == .string("requesters") })
        #expect(requesterTable["rows"] == .integer(1) && requesterTable["digest"]?.stringValue?.count == 64)
        #expect(checked.first?["secrets"] != nil)
    }

    @Test("Settings have the documented fields, and no password")
    func settings() async throws {
        let output = try await run(
            ["config", "check", "--json", "--port", "1"],
            environment: ["TOOPHER_DATABASE": "postgresql://u:hunter2@h/d", "TOOPHER_KEY_FILE": "k"])
        let entries = try DocumentedFields.check(output, of: "config check")
        #expect(!output.contains("hunter2"))
        let port = try #require(entries.first { $0["name"] == .string("port") })
        #expect(port["values"] == .array([.string("1")]) && port["source"] == .string("command_line"))
        let database = try #require(entries.first { $0["name"] == .string("database") })
        #expect(database["source"] == .string("environment") && database["place"] == .string("TOOPHER_DATABASE"))
        let address = try #require(entries.first { $0["name"] == .string("address") })
        #expect(address["source"] == .string("default") && address["place"] == nil)
    }

    @Test("What is verified has the documented fields, whether it is valid or not")
    func verifications() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let log = folder.file("log")
        _ = try await run([
            "bench", "audit", "--decisions", "10", "--phones", "2", "--batch", "5", "--database",
            folder.file("t.sqlite"),
            "--key-file", folder.file("key"), "--export", log, "--json",
        ])
        let found = try DocumentedFields.check(await run(["audit", "verify", "--json", log]), of: "audit verify")
        #expect(found.first?["valid"] == .bool(true) && found.first?["decisions"] == .integer(10))
        #expect(found.first?["root"]?.stringValue != nil)
        let text = String(decoding: folder.read("log"), as: UTF8.self)
        let changed = try DocumentedFields.check(
            await run(["audit", "verify", "--json", "-"], input: text.replacing("granted", with: "denied"), status: 2),
            of: "audit verify")
        #expect(changed.first?["valid"] == .bool(false) && changed.first?["error"] != nil)
        let place = try #require(text.firstRange(of: #""request":""#))
        let proof = try await run([
            "audit", "prove", String(text[place.upperBound...].prefix(36)), "--database", folder.file("t.sqlite"),
            "--key-file", folder.file("key"),
        ])
        let proven = try DocumentedFields.check(
            await run(["audit", "verify", "--json", "--proof", "-"], input: proof), of: "audit verify --proof")
        #expect(proven.first?["signed_by_phone"] == .bool(true))
        #expect(proven.first?["decision"]?.stringValue?.contains("granted") == true)

        let secrets = ["OAUTH_CONSUMER_KEY": "k", "OAUTH_CONSUMER_SECRET": "s"]
        let url = "https://example.org/"
        let header = try await run(["oauth", "sign", url], environment: secrets)
        let request = ["oauth", "verify", url, "--json", "-H", "Authorization: \(header.dropLast())"]
        let valid = try DocumentedFields.check(await run(request, environment: secrets), of: "oauth verify")
        #expect(valid.first?["valid"] == .bool(true) && valid.first?["error"] == nil)
        let invalid = try DocumentedFields.check(
            await run(request + ["-X", "PUT"], status: 2, environment: secrets), of: "oauth verify")
        #expect(invalid.first?["error"] == .string("signature_invalid"))
        let unsigned = try DocumentedFields.check(
            await run(
                request + ["-X", "GET", "-d", "x", "-H", "Content-Type: text/plain"], status: 2, environment: secrets),
            of: "oauth verify")
        #expect(
            unsigned.first?["covers_body"] == .bool(false) && unsigned.first?["error"] == .string("body_not_signed"))
    }
}

#endif
