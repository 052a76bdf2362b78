import CryptoCore
import Glibc
import TestSupport
import Testing

@testable import ToopherCommand

@Suite("toopher pam") struct PAMTests {
    private func items(_ variables: [String: String]) throws -> PAMItems { try PAMItems { variables[$0] } }

    @Test("The phone shows the program, the machine and where the user comes from") func names() throws {
        let local = try items(["PAM_TYPE": "auth", "PAM_USER": "jdoe", "PAM_SERVICE": "sudo"])
        #expect(local.user == "jdoe" && local.terminalName(on: "web1") == "sudo on web1")
        let remote = try items([
            "PAM_TYPE": "auth", "PAM_USER": "jdoe", "PAM_SERVICE": "sshd", "PAM_RHOST": "192.0.2.7",
        ])
        #expect(remote.terminalName(on: "web1") == "sshd on web1, from 192.0.2.7")
    }

    @Test("A name that a client has chosen cannot break the line") func hostileNames() throws {
        let host = "a\n\u{1B}[2J" + String(repeating: "x", count: 1000)
        let name = try items(["PAM_TYPE": "auth", "PAM_USER": "j", "PAM_RHOST": host]).terminalName(on: "web1")
        #expect(name.hasPrefix("login on web1, from a[2Jxxx") && name.unicodeScalars.count == 150)
    }

    @Test("Only a log-in is approved", arguments: ["account", "open_session", "close_session", "password", "AUTH", ""])
    func otherTypes(_ type: String) {
        #expect(throws: CommandError.self) { try items(["PAM_TYPE": type, "PAM_USER": "jdoe"]) }
    }

    @Test("Without PAM nothing is approved") func withoutPAM() async throws {
        #expect(throws: CommandError.self) { try items(["PAM_USER": "jdoe"]) }
        #expect(throws: CommandError.self) { try items(["PAM_TYPE": "auth"]) }
        let outcome = try await ToopherProcess.run("pam")
        #expect(outcome.status == 1 && outcome.error.contains("pam_exec"))
    }

    @Test("The file has what was printed, and the URL") func credentials() throws {
        let text = "# web1\n\nTOOPHER_CONSUMER_KEY=k\r\nTOOPHER_CONSUMER_SECRET=s=1\n TOOPHER_BASE_URL=https://a/v1/ \n"
        let file = try CredentialsFile(text: Array(text.utf8), path: "f")
        #expect(file.key == "k" && file.secret.isEqual(to: .init(utf8: "s=1")) && file.baseURL == "https://a/v1/")
    }

    @Test(
        "A file that lacks something, or has something else, is refused",
        arguments: [
            "", "TOOPHER_CONSUMER_KEY=k", "TOOPHER_CONSUMER_KEY=k\nTOOPHER_CONSUMER_SECRET=s",
            "TOOPHER_CONSUMER_KEY=k\nTOOPHER_CONSUMER_SECRET=s\nTOOPHER_BASE_URL=u\nOTHER=x",
            "TOOPHER_CONSUMER_KEY=k\nTOOPHER_CONSUMER_SECRET=s\nTOOPHER_BASE_URL=u\nTOOPHER_BASE_URL=v",
            "TOOPHER_CONSUMER_KEY k\nTOOPHER_CONSUMER_SECRET=s\nTOOPHER_BASE_URL=u",
        ])
    func malformedCredentials(_ text: String) {
        #expect(throws: CommandError.self) { try CredentialsFile(text: Array(text.utf8), path: "f") }
    }

    @Test("A file that others can read is refused, and the secret is in no message") func permissions() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let path = folder.file("pam.conf")
        let variables = ["PAM_TYPE": "auth", "PAM_USER": "jdoe", "PAM_SERVICE": "sudo"]
        let missing = try await ToopherProcess.run(["pam", "--credentials", path], environment: variables)
        #expect(missing.status == 1 && missing.error.contains("cannot read \(path)"))
        let text =
            "TOOPHER_CONSUMER_KEY=k\nTOOPHER_CONSUMER_SECRET=verysecret\nTOOPHER_BASE_URL=http://127.0.0.1:1/v1/\n"
        folder.write("pam.conf", Array(text.utf8))
        try #require(unsafe chmod(path, 0o640) == 0)
        let open = try await ToopherProcess.run(["pam", "--credentials", path], environment: variables)
        #expect(open.status == 1 && open.error.contains("chmod 600") && !open.error.contains("verysecret"))
        try #require(unsafe chmod(path, 0o600) == 0)
        // Nothing listens there.
        let absent = try await ToopherProcess.run(["pam", "--credentials", path], environment: variables)
        #expect(absent.status == 69 && absent.output == "Your phone cannot be asked now. Try again later.\n")
        let allowed = try await ToopherProcess.run(
            ["pam", "--credentials", path, "--if-unavailable", "allow"], environment: variables)
        #expect(allowed.status == 0 && allowed.error.contains("let in without a phone"))
        #expect(![absent, allowed].contains { $0.error.contains("verysecret") || $0.output.contains("verysecret") })
    }
}
