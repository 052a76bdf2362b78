#if canImport(Hummingbird)

import HTTPTypes
import Hummingbird
import Toopher

/// A browser, which is known again by a cookie of its own: the place that a log-in comes from.
///
/// The cookie belongs to the browser, not to a customer. Several may use it, and each approves on a phone of their own.
struct Terminal: Sendable {
    /// As long as browsers keep a cookie at most, 400 days.
    private static let lifetime = 400 * 86_400

    let token: String
    /// What the phone shows.
    let name: String

    /// Reads the cookie of a request, or makes another token for a browser without one.
    init(_ request: Request, _ shop: Shop) throws {
        let sent = request.cookie(named: Self.cookieName(shop)) ?? ""
        token = Self.isToken(sent) ? sent : try ToopherIframe.Terminal.makeToken()
        name = Self.name(request.headers[.userAgent] ?? "")
    }

    /// What the service is told of it.
    func described() throws -> ToopherIframe.Terminal { try .init(name: name, token: token) }

    /// The cookie, as that of the session. It is set anew with each approval, so that it lasts.
    func cookie(_ shop: Shop) -> Cookie {
        Cookie(
            name: Self.cookieName(shop), value: token, maxAge: Self.lifetime, path: "/", secure: shop.isSecure,
            httpOnly: true, sameSite: .lax)
    }

    private static func cookieName(_ shop: Shop) -> String { shop.isSecure ? "__Host-browser" : "browser" }

    private static func isToken(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// Returns a name in our own words: a browser may send what it likes.
    static func name(_ userAgent: String) -> String {
        let browsers = [
            ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
        ]
        let systems = [
            ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
        ]
        let browser = browsers.first { userAgent.contains($0.0) }?.1 ?? "Web browser"
        guard let system = systems.first(where: { userAgent.contains($0.0) })?.1 else { return browser }
        return "\(browser) on \(system)"
    }
}

extension Response {
    /// Returns the response with the cookie of the browser.
    func remembering(_ terminal: Terminal, of shop: Shop) -> Response {
        var response = self
        response.setCookie(terminal.cookie(shop))
        return response
    }
}

#endif
