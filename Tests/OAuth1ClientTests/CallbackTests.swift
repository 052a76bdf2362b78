import CryptoCore
import OAuth1Client
import Testing

/// RFC 5849 section 2.2: anyone can send a request to the callback.
@Suite("Callback")
struct CallbackTests {
    static let credentials = TemporaryCredentials(token: "a/b é", tokenSecret: SecretBytes(utf8: "s"))

    static func outcome(_ query: String) -> Result<String, AuthorizationError> {
        Result { () throws(AuthorizationError) in try credentials.verifier(inCallbackQuery: query) }
    }

    @Test("The verifier is found after the parameters of the callback itself")
    func verifier() throws {
        for url in [
            "https://c/?oauth_token=a%2Fb+%C3%A9&oauth_verifier=v",
            "/cb?x=1&oauth_verifier=v&oauth_token=a/b%20é&y=?#oauth_token=z",
            "myapp:?oauth_token=a%2fb%20%c3%a9&oauth_verifier=v&oauth_verifie=w",
            "?&&oauth_verifier=v&oauth_token=a/b%20é",
        ] {
            #expect(try Self.credentials.verifier(inCallbackURL: url) == "v")
        }
        #expect(try Self.credentials.verifier(inCallbackQuery: "oauth_token=a/b+é&oauth_verifier=%26+v%3D") == "& v=")
    }

    @Test(
        "Another token is refused, however similar",
        arguments: [
            "oauth_token=a", "oauth_token=", "oauth_token", "oauth_token=A/B+é", "oauth_token=a/b+é+",
            "oauth_token=a/b+%00",
            "oauth_token=a/b+e%CC%81", "oauth_token=a/b+%E9", "denied=x&oauth_token=other", "denied=other", "denied",
            "oauth_problem=user_refused&oauth_token=other", "error=access_denied&oauth_token=other",
            "oauth_token=other&oauth_verifier=denied",
        ])
    func otherToken(start: String) {
        for query in [start, start + "&oauth_verifier=v"] {
            #expect(Self.outcome(query) == .failure(.callbackForOtherCredentials))
        }
    }

    @Test("A denial is recognised in each of its forms")
    func denied() {
        let token = "oauth_token=a/b+é"
        #expect(Self.outcome("denied=a/b+é") == .failure(.denied(problem: nil)))
        #expect(Self.outcome("denied=true&\(token)") == .failure(.denied(problem: nil)))
        #expect(Self.outcome("\(token)&oauth_verifier=v&denied=") == .failure(.denied(problem: nil)))
        #expect(
            Self.outcome("oauth_problem=user_refused")
                == .failure(.denied(problem: ProblemReport(name: "user_refused"))))
        #expect(
            Self.outcome("\(token)&oauth_verifier=v&oauth_problem=permission_denied")
                == .failure(.denied(problem: ProblemReport(name: "permission_denied"))))
        #expect(Self.outcome("error=access_denied") == .failure(.denied(problem: nil)))
        #expect(Self.outcome("\(token)&error=access_denied&oauth_verifier=v") == .failure(.denied(problem: nil)))
        #expect(Self.outcome("\(token)&oauth_verifier=denied") == .failure(.denied(problem: nil)))
        #expect(Self.outcome("oauth_problem=%0aforged+line") == .failure(.denied(problem: nil)))
        #expect(Self.outcome("oauth_problem=\(String(repeating: "a", count: 65))") == .failure(.denied(problem: nil)))
    }

    @Test("A missing verifier is an error")
    func missingVerifier() {
        for query in [
            "oauth_token=a/b+é&error=server_error", "oauth_token=a/b+é&error=ACCESS_DENIED", "oauth_token=a/b+é&error=",
            "oauth_token=a/b+é", "oauth_token=a/b+é&oauth_verifier", "oauth_token=a/b+é&oauth_verifier=&verifier=v",
        ] {
            #expect(Self.outcome(query) == .failure(.missingVerifier))
        }
    }

    @Test(
        "A malformed callback is refused",
        arguments: [
            "", "oauth_verifier=v", "x=y", "oauth_token=a/b+é&oauth_token=a/b+é&oauth_verifier=v",
            "oauth_token=a/b+é&oauth_verifier=v&oauth_verifier=v",
            "oauth_token=a/b+é&oauth_verifier=v&oauth_token=other",
            "denied=a/b+é&denied=a/b+é", "oauth_problem=a&oauth_problem=b", "oauth_verifier=denied",
            "error=access_denied&error=access_denied", "error=server_error", "OAUTH_TOKEN=a/b+é&oauth_verifier=v",
            "\u{0}", "%",
            String(repeating: "&a", count: 101), String(repeating: "a", count: 8193),
        ])
    func invalid(query: String) {
        guard case .failure(.invalidCallback) = Self.outcome(query) else {
            Issue.record("accepted, or another error: \(Self.outcome(query))")
            return
        }
    }

    @Test(
        "A URL without a query has no verifier",
        arguments: ["https://c/", "oauth_token=a&oauth_verifier=v", "#?oauth_token=a/b+é", ""])
    func noQuery(url: String) {
        #expect(throws: AuthorizationError.invalidCallback(reason: "oauth_token is missing")) {
            try Self.credentials.verifier(inCallbackURL: url)
        }
    }
}
