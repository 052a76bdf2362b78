#if Service

import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import ToopherCommand

/// The examples in the help, typed into a shell one after another, as somebody would who sets a service up.
@Suite("Examples of the help", .timeLimit(.minutes(5))) struct ExampleTests {
    /// An example with what has to be there before it.
    struct Step {
        var name: String
        var before: String
        /// What the example names, and what this test has in its place.
        var replacing: [(String, String)]
        var after: String

        init(_ name: String, before: String = "", replacing: [(String, String)] = [], after: String = "") {
            (self.name, self.before, self.replacing, self.after) = ("toopher " + name, before, replacing, after)
        }
    }

    /// Examples that this test does not run.
    private static let others = [
        "toopher": "is that of toopher demo",
        "toopher iframe verify": "a browser sends the postback: IframeCommandTests",
        "toopher oauth authorize": "a person grants access: OAuthAuthorizeTests",
        "toopher radius": "FreeRADIUS runs it: script/check-radius",
        "toopher oauth renew": "the token is that of a server: TokenFileTests",
    ]

    private static let steps = [
        Step("serve", replacing: [("toopher serve", "toopher config check")]),
        Step("config"), Step("config check"), Step("database migrate"), Step("requester create"),
        Step("requester list"),
        Step("requester"), Step("requester set"), Step("requester origin add"), Step("requester origin"),
        Step("requester origin list"), Step("requester origin remove"), Step("requester rotate"),
        Step("requester suspend"), Step("requester resume"), Step("push"), Step("push key"), Step("admin"),
        Step("admin link"), Step("health"),

        Step("phone register"), Step("phone pair"), Step("pair"), Step("phone pending"), Step("phone approve"),
        Step("authenticate", before: "toopher phone approve --wait 60 >/dev/null &", after: "wait"),
        Step(
            "pam",
            before: """
                toopher phone approve --wait 60 >/dev/null &
                for name in TOOPHER_CONSUMER_KEY TOOPHER_CONSUMER_SECRET TOOPHER_BASE_URL; do
                    echo "$name=$(printenv $name)"
                done >pam.conf
                chmod 600 pam.conf
                """, after: "wait"),
        // After the others: a denial of what the user has not asked for keeps the phone quiet for a while.
        Step("phone deny", before: #"toopher authenticate --user jdoe --terminal Door >/dev/null || test $? -eq 3"#),
        Step("phone automations"), Step("phone pairings"), Step("phone otp"),
        Step(
            "phone", before: "export TOOPHER_PHONE=other.json",
            replacing: [("toopher phone pair\n", "toopher pair mary \"$(toopher phone pair)\"\n")],
            after: "unset TOOPHER_PHONE"),

        Step("user list"), Step("user"), Step("user disable"), Step("user enable"), Step("user unlock"),
        Step(
            "token list",
            before: """
                OAUTH_CONSUMER_KEY=$TOOPHER_CONSUMER_KEY OAUTH_CONSUMER_SECRET=$TOOPHER_CONSUMER_SECRET \
                toopher oauth request "${TOOPHER_BASE_URL}oath_otp_validators/provision" \
                -d secret=3132333435363738393031323334353637383930 -d requester_specified_id=one >/dev/null
                """),
        Step("token"), Step("token deactivate"), Step("pairing"), Step("pairing list"), Step("device"),
        Step("device list"),
        Step(
            "pairing confirm",
            before: """
                export TOOPHER_PHONE=second.json
                toopher phone register >/dev/null
                toopher pair jdoe "$(toopher phone pair)" >/dev/null
                toopher phone approve --wait 60 >/dev/null
                unset TOOPHER_PHONE
                """),
        Step("phone revoke"), Step("pairing end"),
        Step(
            "device end",
            before: """
                toopher pair jdoe "$(toopher phone pair)" >/dev/null
                toopher phone approve --wait 60 >/dev/null
                """),
        Step("user reset"),
        Step("integration create"), Step("integration list"), Step("integration"), Step("integration pin"),
        Step("integration disable"), Step("integration enable"), Step("integration remove"),

        Step("iframe", before: "TOKEN=token"), Step("iframe url"), Step("oauth"), Step("oauth sign"),
        Step("oauth verify"), Step("oauth explain"), Step("oauth request"), Step("oauth batch"),

        Step("bench"), Step("bench verify"), Step("bench sign"), Step("bench hmac"), Step("bench timing"),
        Step("bench http"), Step("bench push"), Step("bench service"), Step("bench audit"),

        Step("audit head", before: "until toopher audit head >/dev/null 2>&1; do :; done"),
        Step("audit export"), Step("audit verify"),
        Step(
            "audit prove",
            before: #"GRANTED=$(sed -n 's/.*"outcome":"granted".*"request":"\([^"]*\)".*/\1/p' log.jsonl | head -n 1)"#,
            replacing: [("4f0c8d5e-2b7a-4e61-9d3c-8a1f6b2e7c90", "\"$GRANTED\"")],
            after: "toopher audit verify --proof proof.json"),
        Step("audit", before: "rm log.jsonl"), Step("audit rotate"),
        Step("backup"), Step("restore"),
        Step(
            "database copy",
            replacing: [
                ("toopher.sqlite", "restored.sqlite"), ("postgresql://toopher@db.example.org/toopher", "copied.sqlite"),
            ]),
        Step(
            "database check",
            before: "export TOOPHER_DATABASE=copied.sqlite TOOPHER_KEY_FILE=toopher.sqlite.key"),
        Step("database"), Step("database rekey", after: "unset TOOPHER_DATABASE TOOPHER_KEY_FILE"),
        Step("demo"), Step("requester delete"),
    ]

    @Test("Every command's example is run here, or is said to be run elsewhere")
    func completeness() {
        let names = Self.steps.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(names).isDisjoint(with: Self.others.keys))
        #expect(Set(names).union(Self.others.keys) == Set(CommandNode.all.map(\.name)))
    }

    @Test("Each example does what it is an example of")
    func run() async throws {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path
        try await RunningService.run(in: path) { baseURL in
            let script = try Self.script(origin: String(baseURL.dropLast("/v1/".count)))
            let toopher = ToopherProcess.path.removingLastComponent()
            let result = try await Subprocess.run(
                .path("/bin/sh"), arguments: ["-euc", script],
                environment: ToopherProcess.environment([
                    "HOME": path, "PATH": "\(toopher):/usr/local/bin:/usr/bin:/bin", "TOOPHER_BASE_URL": baseURL,
                ]), workingDirectory: FilePath(path), input: .none, output: .string(limit: 4 << 20),
                error: .string(limit: 1 << 20))
            let step = result.standardOutput.split(separator: "\n").last { $0.hasPrefix("== ") } ?? ""
            #expect(result.terminationStatus == .exited(0), "\(step): \(result.standardError.suffix(800))")
            #expect(result.standardOutput.contains("\n== toopher requester delete\n"))
            // Its output goes to a file or to this test: nobody is there to see colours or progress.
            #expect(!(result.standardOutput + result.standardError).contains("\u{1B}"))
            #expect(!result.standardError.contains("\r"))
        }
    }

    /// Returns all examples as one script.
    ///
    /// - Parameter origin: That of the service, whose port is its own.
    private static func script(origin: String) throws -> String {
        var script = ""
        for step in steps {
            let node = try #require(CommandNode.all.first { $0.name == step.name })
            var example = node.example.joined(separator: "\n") + "\n"
            for (text, other) in step.replacing {
                #expect(example.contains(text), "\(step.name)")
                example = example.replacing(text, with: other)
            }
            example = example.replacing("http://127.0.0.1:8042", with: origin)
            script += "echo '== \(step.name)'\n\(step.before)\n\(example)\(step.after)\n"
        }
        return script
    }
}

#endif
