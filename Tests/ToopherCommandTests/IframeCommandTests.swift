import CryptoCore
import OAuth1
import Testing

@Suite("toopher iframe")
struct IframeCommandTests {
    /// A postback of five reference libraries' test suites, signed with their secret.
    static let postback =
        "id=1&pending=false&granted=true&automated=false&reason=it+is+a+test&reason_code=100&terminal_id=1"
        + "&terminal_name=terminal+name&terminal_requester_specified_id=requester+specified+id&pairing_user_id=1"
        + "&user_name=user+name&user_toopher_authentication_enabled=true&action_id=1&action_name=action+name"
        + "&session_token=s9s7vsb&timestamp=1000&resource_type=authentication_request"
    static let granted = postback + "&toopher_sig=s%2BfYUtChrNMjES5Xa%2B755H7BQKE%3D"
    static let denied =
        postback.replacing("granted=true", with: "granted=false") + "&toopher_sig=nADNKdly9zA2IpczD6gvDumM48I%3D"

    @Test("url prints the reference library's URL")
    func url() async throws {
        let outcome = try await ToopherProcess.run(
            "iframe", "url", "jdoe", "--request-token", "", "--now", "1000", "--nonce", "12345678")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                https://api.toopher.test/v1/web/authenticate?username=jdoe&reset_email=&session_token=&expires=1300\
                &action_name=Log+In&requester_metadata=&v=2&oauth_nonce=12345678&oauth_timestamp=1000&oauth_version=1.0\
                &oauth_signature_method=HMAC-SHA1&oauth_consumer_key=abcdefg\
                &oauth_signature=NkaWUjEPRLwgsQMEJGsIQEpyRT4%3D\n
                """)
        let management = try await ToopherProcess.run(
            "iframe", "url", "jdoe", "--manage-user", "--ttl", "100", "--extra", "foo=bar", "--now", "1000", "--nonce",
            "12345678")
        #expect(management.output.hasSuffix("&oauth_signature=5DE7uRWNHNb0%2B76yqUuzoDpdjVg%3D\n"))
    }

    @Test(
        "url --v1 prints the URLs of the libraries before 2.0",
        arguments: [
            (
                ["--pair"], "web/pair?username=jdoe&reset_email=jdoe%40example.com&expires=1100",
                "UGlgBEUF6UZEhYPxevJeagqy6D4"
            ),
            (["--manage-user"], "web/manage_user?username=jdoe", "sV8qoKnxJ3fxfP6AHNa0eNFxzJs"),
            (
                ["--request-token", "s9s7vsb"], "web/authenticate?username=jdoe&automation_allowed=True",
                "URVngBe35eP%2FiFOSQ5ZpuGEYcJs"
            ),
            (
                ["--request-token", "s9s7vsb", "--no-inline-pairing"], "web/authenticate?",
                "lbz2kuYG3BM2Y0mZLElbTiWPv8A"
            ),
            (["--request-token", "s9s7vsb", "--earliest"], "web/auth?username=jdoe", "bpgdxhHLDwpYsbru%2Bnz2p9pFlr4"),
        ])
    func version1URL(options: [String], start: String, signature: String) async throws {
        let outcome = try await ToopherProcess.run(
            [
                "iframe", "url", "jdoe", "--v1", "--reset-email", "jdoe@example.com", "--now", "1000", "--nonce",
                "12345678",
            ]
                + options)
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("https://api.toopher.test/v1/\(start)"))
        #expect(outcome.output.hasSuffix("&oauth_signature=\(signature)%3D\n"))
    }

    @Test("The options of --v1 need --v1")
    func version1Usage() async throws {
        for options in [
            ["--pair"], ["--earliest"], ["--challenge"], ["--v1", "--extra", "a=b"], ["--v1", "--terminal-id", "x"],
            ["--manage-user", "--terminal-id", "x"], ["--terminal-name", "x"],
            ["--v1", "--pair", "--manage-user"],
        ] {
            #expect(try await ToopherProcess.run(["iframe", "url", "jdoe"] + options).status == 64)
        }
    }

    @Test("verify --v1 prints the fields of any resource")
    func version1Verify() async throws {
        func run(_ form: String, _ more: String...) async throws -> ToopherProcess.Outcome {
            try await ToopherProcess.run(
                ["iframe", "verify", "--v1", "--request-token", "s9s7vsb", "--now", "1000"] + more, input: form)
        }
        let unknown = try await run(
            "foo=bar&timestamp=1000&session_token=s9s7vsb&toopher_sig=6d2c7GlQssGmeYYGpcf%2BV%2FkirOI%3D")
        #expect(unknown.status == 2)
        #expect(
            unknown.output
                == #"{"fields":{"foo":"bar","session_token":"s9s7vsb","timestamp":"1000"},"granted":false,"valid":true}"#
                + "\n")
        #expect(try await run(Self.granted).status == 0)
        #expect(try await run(Self.denied).status == 2)
        #expect(try await run(Self.granted, "--ttl", "0").status == 2)
        #expect(try await run(Self.granted + "&csrf=x").status == 2)
        #expect(try await run(Self.granted + "&csrf=x", "--ignore", "csrf").status == 0)
        #expect(try await run(Self.granted, "--ignore", "granted").status == 2)
        #expect(try await run(Self.granted, "--any-encoding").status == 0)
        #expect(try await run(Self.denied.replacing("false", with: "true"), "--any-encoding").status == 2)
        #expect(try await run("error_code=704&error_message=x").status == 2)
    }

    @Test("verify distinguishes granted, denied and forged postbacks", arguments: ["\n", ""])
    func verify(lineEnd: String) async throws {
        let verify = ["iframe", "verify", "--request-token", "s9s7vsb", "--now", "1000"]
        func run(_ form: String, _ more: String...) async throws -> ToopherProcess.Outcome {
            try await ToopherProcess.run(verify + more, input: form)
        }
        let granted = try await run(Self.granted + lineEnd)
        #expect(granted.status == 0)
        #expect(granted.output.contains(#""granted":true"#))
        #expect(granted.output.contains(#""valid":true"#))
        let denied = try await run(Self.denied + lineEnd)
        #expect(denied.status == 2)
        #expect(denied.output.contains(#""granted":false"#))
        let forgeries = [
            Self.granted.replacing("granted=true", with: "granted=false"), Self.denied.replacing("false", with: "true"),
            Self.granted.replacing("user_name=user", with: "user_name=root"), Self.granted + "&granted=true",
            "error_code=704&error_message=x", "", "%", "&&&", "toopher_sig=&timestamp=&session_token=",
        ]
        for forgery in forgeries {
            let outcome = try await run(forgery + lineEnd)
            #expect(outcome.status == 2)
            #expect(outcome.output.contains(#""valid":false"#))
            #expect(!outcome.output.contains("s+fYUtChrNMjES5Xa+755H7BQKE="))
        }
        #expect(try await run(Self.granted, "--expect-user", "user name").status == 0)
        #expect(try await run(Self.granted, "--expect-user", "root").status == 2)
    }

    @Test("A valid postback about another resource than the expected one does not let a user in")
    func otherResource() async throws {
        func status(_ fields: [(String, String)], options: [String]) async throws -> Int32 {
            let text = FormEncoding.encode(fields.map { Parameter($0.0, $0.1) }.sorted { $0.name < $1.name })
            let code = try HMACKey(.sha1, key: SecretBytes(utf8: "hijklmnop")).authenticationCode(for: Array(text.utf8))
            let form = text + "&" + FormEncoding.encode([Parameter("toopher_sig", Base64.encode(code))])
            return try await ToopherProcess.run(
                ["iframe", "verify", "--request-token", "t", "--now", "1000"] + options, input: form
            ).status
        }
        func pairing(pending: String, enabled: String) -> [(String, String)] {
            [
                ("resource_type", "pairing"), ("id", "1"), ("pending", pending), ("enabled", enabled),
                ("pairing_user_id", "2"), ("user_name", "jdoe"), ("user_toopher_authentication_enabled", "true"),
                ("session_token", "t"), ("timestamp", "1000"),
            ]
        }
        let (waiting, done) = (
            pairing(pending: "true", enabled: "false"), pairing(pending: "false", enabled: "true")
        )
        for options in [[], ["--v1"]] {
            for (fields, expected) in [(waiting, Int32(2)), (done, 0)] {
                #expect(try await status(fields, options: options) == 2)
                #expect(try await status(fields, options: options + ["--resource", "pairing"]) == expected)
                #expect(try await status(fields, options: options + ["--resource", "user"]) == 2)
                #expect(try await status(fields, options: options + ["--resource", "any"]) == 0)
            }
        }
    }

    @Test("A request token is required, or waived by name")
    func token() async throws {
        #expect(try await ToopherProcess.run("iframe", "verify", "--now", "1000").status == 64)
        let waived = try await ToopherProcess.run(
            "iframe", "verify", "--without-request-token", "--now", "1000", input: Self.granted)
        #expect(waived.status == 0)
        let expired = try await ToopherProcess.run(
            "iframe", "verify", "--without-request-token", "--now", "1301", input: Self.granted)
        #expect(expired.status == 2)
        #expect(expired.output == #"{"error":"TTL expired","valid":false}"# + "\n")
    }

    @Test("A request token may begin with a hyphen")
    func hyphen() async throws {
        let url = try await ToopherProcess.run("iframe", "url", "jdoe", "--request-token", "-t", "--metadata", "--m")
        #expect(url.status == 0)
        #expect(url.output.contains("&session_token=-t&"))
        #expect(url.output.contains("&requester_metadata=--m&"))
        let place = try await ToopherProcess.run(
            "iframe", "url", "jdoe", "--request-token", "t", "--terminal-name", "Firefox", "--terminal-id", "-t")
        #expect(place.output.contains("&terminal_name=Firefox&requester_specified_terminal_id=-t&"))
        let verify = try await ToopherProcess.run(
            "iframe", "verify", "--request-token", "-t", "--expect-user", "-u", "--expect-action", "--a", "--now",
            "1000",
            input: Self.granted)
        #expect(verify.output.contains("Session token does not match expected value!"))
    }

    @Test("Missing credentials and wrong usage are one line of error each")
    func usage() async throws {
        let none = try await ToopherProcess.run("iframe", "url", "jdoe", environment: [:])
        #expect(none.status == 1)
        #expect(none.error == "Error: no consumer key: set TOOPHER_CONSUMER_KEY or give --key\n")
        var environment = ToopherProcess.requester
        environment["TOOPHER_BASE_URL"] = nil
        let noBaseURL = try await ToopherProcess.run("iframe", "url", "jdoe", environment: environment)
        #expect(noBaseURL.status == 1)
        #expect(
            noBaseURL.error
                == "Error: no base URL: set TOOPHER_BASE_URL or give --base-url, such as https://auth.example.org/v1/\n"
        )
        #expect(try await ToopherProcess.run("authenticate", "--terminal", "x").status == 64)
        #expect(try await ToopherProcess.run("authenticate", "--user", "x", "--wait", "-1").status == 64)
        #expect(try await ToopherProcess.run("no-such-command").status == 64)
    }

    @Test("An unreachable service is one line of error without the secret")
    func unreachable() async throws {
        var environment = ToopherProcess.requester
        // Nothing listens on port 1.
        environment["TOOPHER_BASE_URL"] = "http://127.0.0.1:1/v1/"
        let outcome = try await ToopherProcess.run(
            "authenticate", "--user", "x", "--terminal", "t", environment: environment)
        #expect(outcome.status == 69)
        #expect(outcome.error.split(separator: "\n").count == 1)
        #expect(!outcome.error.contains("hijklmnop"))
    }
}
