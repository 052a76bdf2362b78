import CryptoCore
import HTTPTypes
import OAuth1
import TestProvider
import TestServer
import TestSupport
import Testing
import Toopher

/// The command against a provider that verifies every request, over sockets.
@Suite("toopher oauth authorize", .timeLimit(.minutes(10)))
struct OAuthAuthorizeTests {
    @Test("Out of band: the person types the code in, and the token is printed for a shell")
    func outOfBand() async throws {
        try await withConversation { conversation in
            let outcome = try await conversation.run([]) { address, type in
                let page = try await conversation.open(address)
                try await type("  \(page.body) ")
            }
            #expect(outcome.status == 0, "\(outcome.error)")
            #expect(outcome.output == "OAUTH_TOKEN='token=3'\nOAUTH_TOKEN_SECRET='t0k&n=3+é'\n")
            #expect(!outcome.error.contains(AuthorizeConversation.secret) && !outcome.error.contains("t0k&n"))
            let paths = conversation.provider.state.requests.map(\.path)
            #expect(paths == ["/initiate", "/authorize", "/token"])
        }
    }

    @Test("Loopback: the browser comes back, and the token is printed as JSON")
    func loopback() async throws {
        try await withConversation(hasSessions: true) { conversation in
            let outcome = try await conversation.run(["--callback", "loopback", "--json", "--parameter", "scope=a=b"]) {
                address, _ in
                let back = try #require(try await conversation.open(address).location)
                let page = try await conversation.open(back)
                #expect(page.status == 200 && page.body.contains("close this page"))
                #expect(!page.body.contains("v3r") && !page.body.contains("temporary"))
            }
            #expect(outcome.status == 0, "\(outcome.error)")
            let json = try #require(JSONValue(parsing: Array(outcome.output.utf8)))
            #expect(json["token"] == .string("token=3") && json["token_secret"] == .string("t0k&n=3+é"))
            #expect(json["session_handle"] == .string("handle/of token=3") && json["expires_in"] == .integer(3600))
            #expect(json["authorization_expires_in"] == .integer(315_360_000))
            #expect(json["parameters"] == .array([.array([.string("user_id"), .string("42")])]))
            let initiate = String(
                decoding: try #require(conversation.provider.state.requests.first).body, as: UTF8.self)
            #expect(initiate == "scope=a%3Db")
        }
    }

    @Test("A hostile callback does not end the wait, and gets nothing")
    func hostile() async throws {
        try await withConversation { conversation in
            let outcome = try await conversation.run(["--callback", "loopback"]) { address, _ in
                let back = try #require(try await conversation.open(address).location)
                let (base, query) = (String(back.prefix { $0 != "?" }), back.drop { $0 != "?" })
                let origin = base.split(separator: "/").prefix(2).joined(separator: "//")
                let hostile: [(url: String, status: Int)] = [
                    ("\(origin)/favicon.ico", 404), ("\(origin)/", 404), ("\(origin)/\(query)", 404),
                    ("\(base)/\(query)", 404), ("\(base)x\(query)", 404),
                    (base, 400), ("\(base)?oauth_verifier=guess", 400),
                    ("\(base)?oauth_token=other&oauth_verifier=guess", 400),
                    ("\(base)?denied=other", 400), ("\(base)\(query)&oauth_token=other", 400),
                    ("\(base)?oauth_token=other&error=access_denied", 400),
                    ("\(base)\(query)&x=\(String(repeating: "y", count: 8192))", 400),
                    ("\(base)\(query)&x=\(String(repeating: "y", count: 20_000))", 431),
                ]
                for (url, status) in hostile {
                    let page = try await conversation.open(url)
                    #expect(page.status == status && !page.body.contains("Authorized"), "\(url.prefix(120))")
                }
                #expect(try await conversation.open(back, method: .post).status == 405)
                #expect(try await conversation.open(back, method: .delete).status == 405)
                #expect(try await conversation.open(back).status == 200)
                // The port is closed after the one callback.
                await #expect(throws: (any Error).self) { try await conversation.open(back) }
            }
            #expect(outcome.status == 0 && outcome.output.hasPrefix("OAUTH_TOKEN="), "\(outcome.error)")
        }
    }

    @Test("A name that was pointed to this machine is no way in")
    func otherHost() async throws {
        try await withConversation { conversation in
            let outcome = try await conversation.run(["--callback", "loopback"]) { address, _ in
                let back = try #require(try await conversation.open(address).location)
                let rebound = "http://localhost" + back.dropFirst("http://127.0.0.1".count)
                #expect(try await conversation.open(rebound).status == 421)
                #expect(try await conversation.open(back).status == 200)
            }
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }

    @Test("The right token without a verifier ends the attempt, with a reason")
    func missingVerifier() async throws {
        try await withConversation { conversation in
            let outcome = try await conversation.run(["--callback", "loopback"]) { address, _ in
                let back = try #require(try await conversation.open(address).location)
                let page = try await conversation.open(String(back.prefix { $0 != "&" }))
                #expect(page.status == 200 && page.body.contains("failed"))
            }
            #expect(outcome.status == 1 && outcome.output.isEmpty)
            #expect(outcome.error.contains("the verifier is missing; begin again"))
            #expect(conversation.provider.state.requests.count == 2)
        }
    }

    @Test("A denial has its own exit status", arguments: ["denied", "error=access_denied&oauth_token"])
    func denied(name: String) async throws {
        try await withConversation(tampering: { _, response in
            var response = response
            response.headers = response.headers.map { $0.replacing("denied=", with: name + "=") }
            return response
        }) { conversation in
            let outcome = try await conversation.run(["--callback", "loopback"]) { address, _ in
                let back = try #require(try await conversation.open(address + "&decision=deny").location)
                #expect(try await conversation.open(back).body.contains("failed"))
            }
            #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.error.contains("denied"))
        }
    }

    @Test("A callback of somebody else is copied from the browser")
    func pasted() async throws {
        try await withConversation { conversation in
            let callback = ["--callback", "https://client.example.com/ready?session=1"]
            let outcome = try await conversation.run(callback) { address, type in
                try await type(try #require(try await conversation.open(address).location))
            }
            #expect(outcome.status == 0 && outcome.output.hasPrefix("OAUTH_TOKEN="), "\(outcome.error)")
            let wrong = try await conversation.run(callback) { _, type in
                try await type("https://client.example.com/ready?oauth_token=other&oauth_verifier=v")
            }
            #expect(wrong.status == 1 && wrong.error.contains("copy the address that belongs to this attempt"))
        }
    }

    @Test("Nobody comes back in time")
    func timeout() async throws {
        try await withConversation { conversation in
            let outcome = try await conversation.run(["--callback", "loopback", "--timeout", "1"]) { _, _ in }
            #expect(outcome.status == 3 && outcome.output.isEmpty && outcome.error.contains("--timeout"))
        }
    }

    @Test("A deviation is refused with the option that accepts it, and accepted with it")
    func deviation() async throws {
        try await withConversation(tampering: { _, response in
            var response = response
            response.body.replace("&oauth_callback_confirmed=true", with: "")
            return response
        }) { conversation in
            let strict = try await conversation.run([]) { _, _ in Issue.record("continued") }
            #expect(strict.status == 1 && strict.error.contains("--accept unconfirmed-callback"))
            let lenient = try await conversation.run(["--accept", "unconfirmed-callback"]) { address, type in
                try await type(conversation.open(address).body)
            }
            #expect(lenient.status == 0, "\(lenient.error)")
        }
    }

    @Test("RSA, a name of the token's parameter, and each placement", arguments: ["header", "form", "query"])
    func options(placement: String) async throws {
        let folder = TemporaryFolder()
        let file = folder.write("key.pem", Array(RSAFixtures.pkcs8.utf8))
        try await withConversation(key: .rsa(.sha256, RSAFixtures.privateKey)) { conversation in
            let outcome = try await conversation.run([
                "--key-file", file, "--signature-method", "RSA-SHA256", "--placement", placement,
                "--authorize-token-name", "token", "--authorize-parameter", "key=k",
            ]) { address, type in
                #expect(address.hasSuffix("/authorize?token=temporary%2F1&key=k"))
                try await type(conversation.open(address).body)
            }
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }

    @Test("A wrong secret is refused with what to do")
    func wrongSecret() async throws {
        try await withConversation { conversation in
            var environment = AuthorizeConversation.environment
            environment["OAUTH_CONSUMER_SECRET"] = "wrong"
            let outcome = try await conversation.run([], environment: environment) { _, _ in Issue.record("continued") }
            #expect(outcome.status == 77 && outcome.output.isEmpty)
            #expect(outcome.error.contains("signature_invalid; compare the secrets"))
        }
    }

    @Test(
        "Wrong usage is named before anything is sent",
        arguments: [
            ["--timeout", "0"], ["--timeout", "9223372036854775807"], ["--token", "t"], ["--parameter", "x"],
            ["--placement", "body"], ["--accept", "all"],
            ["-H", "x"], ["--method", "G T"],
        ])
    func usage(arguments: [String]) async throws {
        try await withConversation { conversation in
            let outcome = try await conversation.run(arguments) { _, _ in Issue.record("continued") }
            #expect(outcome.status == 64 && outcome.output.isEmpty && !outcome.error.isEmpty)
            #expect(conversation.provider.state.requests.isEmpty)
        }
    }
}
