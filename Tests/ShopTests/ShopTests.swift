#if canImport(Hummingbird)

import CryptoCore
import HTTPTypes
import Hummingbird
import OAuth1
import TestRouter
import Testing

@testable import Shop

@Suite("The sample shop")
struct ShopTests {
    private static let secret = "secret"
    private static let forms: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    /// A browser: it keeps the cookie, and reads the forms of pages.
    private struct Browser {
        let client: RouterClient
        /// That of the session.
        var cookie = ""
        /// The browser's own.
        var place = ""
        var userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        var page = ""

        /// Follows no redirect; returns the status and where it leads.
        @discardableResult
        mutating func send(
            _ method: HTTPRequest.Method, _ path: String, _ fields: [(String, String)] = []
        ) async throws -> (status: Int, location: String?) {
            var headers = ShopTests.forms
            headers[.userAgent] = userAgent
            let cookies = [cookie, place].filter { !$0.isEmpty }
            if !cookies.isEmpty { headers[.cookie] = cookies.joined(separator: "; ") }
            let body = FormEncoding.encode(fields.map { Parameter($0.0, $0.1) })
            let response = try await client.send(method, path, headers: headers, body: Array(body.utf8))
            for set in response.headers[values: .setCookie] {
                let pair = String(set.prefix { $0 != ";" })
                if pair.contains("browser=") { place = pair } else { cookie = pair }
            }
            page = response.text
            return (response.status, response.headers[.location])
        }

        var formToken: String { value(after: "name=\"form_token\" value=\"", before: "\"") }

        /// The request token in the signed URL of the frame.
        func requestToken() throws -> String { try frameParameter("session_token") }

        func frameParameter(_ name: String) throws -> String {
            let url = value(after: "src=\"http://127.0.0.1:1/v1/web/authenticate?", before: "\"")
            let query = try FormEncoding.decode(Array(url.replacing("&amp;", with: "&").utf8))
            return try #require(query.first { $0.name == name }).value
        }

        /// The token of the shop's form that the frame's answer is posted with.
        var frameToken: String { value(after: "\"form_token\": \"", before: "\"") }

        private func value(after start: String, before end: Character) -> String {
            guard let range = page.firstRange(of: start) else { return "" }
            return String(page[range.upperBound...].prefix { $0 != end })
        }
    }

    private func run(
        origin: String = "http://127.0.0.1:2", _ body: @Sendable (Browser) async throws -> Void
    ) async throws {
        let shop = try Shop(origin: origin, service: "http://127.0.0.1:1/v1/", key: "key", secret: Self.secret)
        try await shop.passwords.set("correct horse", of: "jdoe")
        let router = Router()
        shop.addRoutes(to: router)
        try await body(Browser(client: RouterClient(router.buildResponder())))
    }

    /// Returns the answer of the service's page, signed as the service does.
    private func postback(
        _ token: String, user: String = "jdoe", action: String = "Log In", granted: Bool = true,
        secret: String = secret
    ) throws -> String {
        var fields = [
            ("action_id", "a"), ("action_name", action), ("automated", "false"), ("granted", "\(granted)"),
            ("id", RandomText.make()), ("pairing_user_id", "u"), ("pending", "false"), ("reason", "r"),
            ("reason_code", "1"), ("resource_type", "authentication_request"), ("session_token", token),
            ("terminal_id", "t"), ("terminal_name", "n"), ("terminal_requester_specified_id", "x"),
            ("timestamp", "\(SystemClock.unixSeconds())"), ("user_name", user),
            ("user_toopher_authentication_enabled", "true"),
        ].map { Parameter($0.0, $0.1) }
        let code = try HMACKey(.sha1, key: SecretBytes(utf8: secret)).authenticationCode(
            for: Array(FormEncoding.encode(fields).utf8))
        fields.append(Parameter("toopher_sig", Base64.encode(code)))
        return FormEncoding.encode(fields)
    }

    private enum RandomText {
        static func make() -> String { "\(UInt64.random(in: 0 ... .max))" }
    }

    private func logIn(_ browser: inout Browser) async throws {
        try await browser.send(.get, "/")
        let fields = [("form_token", browser.formToken), ("user", "jdoe"), ("password", "correct horse")]
        #expect(try await browser.send(.post, "/login", fields).location == "/approve")
        try await browser.send(.get, "/approve")
    }

    private func approve(_ browser: inout Browser, _ postback: String) async throws -> (status: Int, location: String?)
    {
        let fields = [("toopher_iframe_data", postback), ("form_token", browser.frameToken)]
        return try await browser.send(.post, "/approve", fields)
    }

    @Test("Password and phone let in, each with another session, and the answer counts once")
    func granted() async throws {
        try await run { browser in
            var browser = browser
            try await browser.send(.get, "/")
            let first = browser.cookie
            try await logIn(&browser)
            let second = browser.cookie
            try await browser.send(.get, "/")
            #expect(browser.page.contains("Log in") && !browser.page.contains("Hello"), "the password alone")
            try await browser.send(.get, "/approve")
            let answer = try postback(browser.requestToken())
            let token = browser.frameToken
            #expect(try await approve(&browser, answer).location == "/")
            #expect(Set([first, second, browser.cookie]).count == 3)
            try await browser.send(.get, "/")
            #expect(browser.page.contains("Hello jdoe"))
            var old = browser
            old.cookie = second
            let again = [("toopher_iframe_data", answer), ("form_token", token)]
            #expect(try await old.send(.post, "/approve", again).status == 403)
            try await old.send(.get, "/")
            #expect(!old.page.contains("Hello"))
            #expect(try await browser.send(.post, "/logout", [("form_token", browser.formToken)]).location == "/")
            try await browser.send(.get, "/")
            #expect(!browser.page.contains("Hello"))
        }
    }

    @Test("An answer that is denied, forged, another's, about something else or for another page lets nobody in")
    func refused() async throws {
        try await run { browser in
            var browser = browser
            try await logIn(&browser)
            let token = try browser.requestToken()
            for answer in [
                try postback(token, granted: false), try postback(token, secret: "other"),
                try postback(token, user: "root"), try postback(token, action: "Transfer 1.00 € to Ann"),
                try postback("other"), try postback(token).replacing("user_name=jdoe", with: "user_name=root"),
                "", "error_code=704",
            ] {
                let refused = try await approve(&browser, answer)
                #expect(refused.status == 200 && browser.page.contains("Not approved"))
                try await browser.send(.get, "/approve")
                // The page has another token now, and the answer to the one before is worth nothing.
                #expect(try browser.requestToken() != token)
            }
            let late = try await approve(&browser, postback(token))
            #expect(late.status == 200 && browser.page.contains("Not approved"))
            try await browser.send(.get, "/")
            #expect(!browser.page.contains("Hello"))
        }
    }

    @Test(
        "A transfer is what was approved, and comes back in the URL as well as in the form", arguments: [true, false])
    func transfer(_ isFramed: Bool) async throws {
        try await run { browser in
            var browser = browser
            try await logIn(&browser)
            _ = try await approve(&browser, postback(browser.requestToken()))
            try await browser.send(.get, "/")
            let fields = [("form_token", browser.formToken), ("amount", "25.00"), ("recipient", "Ann Example")]
            #expect(try await browser.send(.post, "/transfer", fields).location == "/approve")
            try await browser.send(.get, "/approve")
            let action = "Transfer 25.00 € to Ann Example"
            #expect(browser.page.contains("<h1>\(action)</h1>"))
            let token = try browser.requestToken()
            let other = try postback(token, action: "Transfer 25.00 € to Eve")
            _ = try await browser.send(
                .get, "/approved?" + FormEncoding.encode([Parameter("toopher_iframe_data", other)]))
            #expect(browser.page.contains("Not approved"))
            let answer = try postback(token, action: action)
            if isFramed {
                // The page that is left has no form any more.
                try await browser.send(.get, "/approve")
                _ = try await approve(&browser, postback(browser.requestToken(), action: action))
            } else {
                let query = FormEncoding.encode([Parameter("toopher_iframe_data", answer)])
                #expect(try await browser.send(.get, "/approved?" + query).location == "/")
                #expect(try await browser.send(.get, "/approved?" + query).location == "/")
            }
            try await browser.send(.get, "/")
            #expect(browser.page.matches(of: /<b>25\.00 €<\/b>/).count == 1)
        }
    }

    @Test("A form of another site, or of another session, does nothing")
    func forms() async throws {
        try await run { browser in
            var (browser, other) = (browser, browser)
            try await browser.send(.get, "/")
            try await other.send(.get, "/")
            for path in ["/login", "/transfer", "/logout", "/approve"] {
                for token in ["", "x", other.formToken] {
                    let fields = [("form_token", token), ("user", "jdoe"), ("password", "correct horse")]
                    #expect(try await browser.send(.post, path, fields).status == 403, "\(path)")
                }
                var none = Browser(client: browser.client)
                #expect(try await none.send(.post, path, [("form_token", browser.formToken)]).status == 403)
            }
        }
    }

    @Test("Wrong passwords and unknown users are refused alike; beyond some guesses, the right one is too")
    func passwords() async throws {
        try await run { browser in
            var browser = browser
            try await browser.send(.get, "/")
            let token = browser.formToken
            func guess(_ user: String, _ password: String) -> [(String, String)] {
                [("form_token", token), ("user", user), ("password", password)]
            }
            #expect(try await browser.send(.post, "/login", guess("nobody", "correct horse")).location == "/?failed")
            #expect(try await browser.send(.post, "/login", guess("", "")).location == "/?failed")
            for _ in 0..<5 {
                #expect(try await browser.send(.post, "/login", guess("jdoe", "wrong")).location == "/?failed")
            }
            #expect(try await browser.send(.post, "/login", guess("jdoe", "correct horse")).location == "/?failed")
        }
    }

    @Test(
        "A browser is the same terminal at each log-in, whoever logs in; another one is another, and a URL has no cookie"
    )
    func terminal() async throws {
        try await run { browser in
            var browser = browser
            try await logIn(&browser)
            let (id, place) = (try browser.frameParameter("requester_specified_terminal_id"), browser.place)
            #expect(id.utf8.count == 43 && place.utf8.count == "browser=".utf8.count + 32)
            #expect(!browser.page.contains(place.dropFirst("browser=".count)))
            #expect(try browser.frameParameter("terminal_name") == "Firefox on Linux")
            #expect(try browser.frameParameter("automation_allowed") == "true")
            _ = try await approve(&browser, postback(browser.requestToken()))
            try await browser.send(.get, "/")
            let transfer = [("form_token", browser.formToken), ("amount", "25.00"), ("recipient", "Ann")]
            try await browser.send(.post, "/transfer", transfer)
            try await browser.send(.get, "/approve")
            #expect(try browser.frameParameter("requester_specified_terminal_id") == id)
            #expect(try browser.frameParameter("automation_allowed") == "false", "each transfer is asked about")
            try await browser.send(.get, "/")
            try await browser.send(.post, "/logout", [("form_token", browser.formToken)])
            try await logIn(&browser)
            #expect(try browser.frameParameter("requester_specified_terminal_id") == id && browser.place == place)

            var other = Browser(client: browser.client, userAgent: "<b>")
            try await logIn(&other)
            #expect(try other.frameParameter("requester_specified_terminal_id") != id)
            #expect(try other.frameParameter("terminal_name") == "Web browser")
            // What is no token of the shop's is replaced.
            for forged in ["", "x", String(repeating: "é", count: 16), String(repeating: "a", count: 33), "<script>"] {
                other.place = "browser=\(forged)"
                try await other.send(.get, "/approve")
                #expect(try other.frameParameter("requester_specified_terminal_id").utf8.count == 43)
                #expect(other.place != "browser=\(forged)" && !other.page.contains("<script>"), "\(forged)")
            }
            // A name with white space that browsers do not strip is another one: any host of the domain may set it.
            for space in ["\u{2000}", "\u{A0}", "\u{85}", "\u{3000}", "\t\u{2000}"] {
                other.place = "\(space)\(place); \(place.replacing("browser", with: "Browser"))"
                try await other.send(.get, "/approve")
                #expect(try other.frameParameter("requester_specified_terminal_id") != id)
            }
        }
    }

    @Test(
        "The cookie of the browser lasts, and is as safe as that of the session", arguments: [true, false])
    func browserCookie(_ isSecure: Bool) async throws {
        let origin = isSecure ? "https://shop.example.com" : "http://127.0.0.1:2"
        try await run(origin: origin) { browser in
            var browser = browser
            try await browser.send(.get, "/")
            #expect(browser.place.isEmpty, "only who has given the password is remembered")
            try await logIn(&browser)
            let response = try await browser.client.send(.get, "/approve", headers: [.cookie: browser.cookie])
            let cookie = try #require(response.headers[values: .setCookie].first)
            #expect(cookie.hasPrefix(isSecure ? "__Host-browser=" : "browser="))
            for part in ["; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=34560000"] {
                #expect(cookie.contains(part), "\(part)")
            }
            #expect(cookie.contains("; Secure") == isSecure && !cookie.contains("Domain"))
        }
    }

    @Test(
        "A browser has a name in the shop's own words",
        arguments: [
            ("", "Web browser"), ("<script>", "Web browser"), ("Android", "Web browser on Android"),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.0 Safari/605.1.15", "Safari on macOS"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
            ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"),
        ])
    func browserName(_ userAgent: String, _ name: String) {
        #expect(Terminal.name(userAgent) == name)
    }

    @Test(
        "The cookie is out of reach for scripts and other sites, and over TLS for other hosts",
        arguments: [true, false])
    func cookie(_ isSecure: Bool) async throws {
        let origin = isSecure ? "https://shop.example.com" : "http://127.0.0.1:2"
        try await run(origin: origin) { browser in
            let response = try await browser.client.send(.get, "/")
            let cookie = try #require(response.headers[.setCookie])
            #expect(cookie.hasPrefix(isSecure ? "__Host-session=" : "session="))
            #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/"))
            #expect(cookie.contains("; Secure") == isSecure && !cookie.contains("Domain"))
            #expect((response.headers[.strictTransportSecurity] != nil) == isSecure)
            let policy = try #require(response.headers[.contentSecurityPolicy])
            #expect(policy.contains("frame-src http://127.0.0.1:1;") && policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe") && response.headers[.cacheControl] == "no-store")
        }
    }

    @Test(
        "Amounts and names that make no sense are no transfer",
        arguments: [
            ("", "Ann"), ("0", "Ann"), ("0.00", "Ann"), ("-1", "Ann"), ("1.5", "Ann"), ("1.505", "Ann"),
            ("1,50", "Ann"),
            ("1e3", "Ann"), ("100001", "Ann"), ("99999999999", "Ann"), ("1.00.00", "Ann"), ("1", ""),
            ("1", "<b>Ann</b>"), ("1", "Ann\u{202E}"), ("1", String(repeating: "A", count: 61)),
        ])
    func amounts(_ amount: String, _ recipient: String) {
        #expect(Transfer(amount: amount, recipient: recipient) == nil)
        #expect(Transfer(amount: "1000", recipient: "Zoë Example")?.amount == "1000.00 €")
        #expect(Transfer(amount: "0.05", recipient: "Ann")?.amount == "0.05 €")
    }

    @Test("What stands in a page is text")
    func markup() {
        let name = "<i>\"O'Neil\" & {x}"
        let html: HTML = "<p title=\"\(name)\">\(name)</p>"
        let text = "&lt;i&gt;&quot;O&#39;Neil&quot; &amp; {x}"
        #expect(html.text == "<p title=\"\(text)\">\(text)</p>")
        let outer: HTML = "<div>\(html)</div>"
        #expect(outer.text == "<div>\(html.text)</div>")
    }
}

#endif
