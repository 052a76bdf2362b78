// The code of README.md and docs/iframe.md that no article has.

import CryptoCore
import CurlTransport
import HTTPExchange
import HTTPTypes
import OAuth1
import Toopher

/// The URLs of two pages and of one of version 1, and the request token of all.
func readmePages(_ consumerKey: String, _ consumerSecret: String) throws -> (urls: [String], token: String) {
    let iframe = try ToopherIframe(key: consumerKey, secret: consumerSecret, baseURL: "https://auth.example.org/v1/")
    let token = try ToopherIframe.makeRequestToken()
    var urls: [String] = []
    do {
        let url = try iframe.authenticationURL(username: "jdoe", requestToken: token)
        urls.append(url)
    }
    do {
        let url = try iframe.authenticationURL(
            username: "jdoe", requestToken: token, returnURL: "https://www.example.com/approved")
        urls.append(url)
    }
    do {
        let old = iframe.version1()
        let url = try old.loginURL(username: "jdoe", resetEmail: "jdoe@example.com", requestToken: token)
        urls.append(url)
    }
    return (urls, token)
}

/// Whether a form lets somebody in.
func readmeHandler(_ iframe: ToopherIframe, _ body: [UInt8], _ token: String) async -> Bool {
    var isIn = false
    func letIn() { isIn = true }
    let isGranted = await iframe.isAuthenticationGranted(
        .bytes(body), requestToken: .expected(token), expecting: .user("jdoe", action: "Log In"))
    if isGranted { letIn() }
    return isIn
}

/// Whether a form of version 1 lets somebody in.
func readmeHandler(_ old: ToopherIframe.Version1, _ body: [UInt8], _ token: String) async throws -> Bool {
    var isIn = false
    func letIn() { isIn = true }
    let fields = try await old.validate(
        .ignoring(["csrf_token"], of: .bytes(body)), requestToken: .expected(token), expecting: .user("jdoe"))
    if let refusal = fields.refusal { throw refusal }
    if fields.isGranted { letIn() }
    return isIn
}

/// A signed request.
func readmeSigned(_ consumerSecret: String) throws -> HTTPRequest {
    let credentials = try Credentials(
        consumerKey: "dpf43f3p2l4k3l03", consumerSecret: SecretBytes(utf8: consumerSecret))
    var request = HTTPRequest(
        method: .get, scheme: "https", authority: "api.example.com", path: "/photos?size=original")
    try Signer(credentials: credentials).sign(&request)
    return request
}

/// A collected body, and the pieces of a streamed one.
func readmeFetched(
    _ transport: CurlTransport, _ request: HTTPRequest
) async throws -> (body: [UInt8], pieces: [[UInt8]]) {
    var pieces: [[UInt8]] = []
    func handle(_ piece: [UInt8]) { pieces.append(piece) }
    let response = try await transport.send(request)
    for try await piece in try await transport.stream(request).body { handle(piece) }
    return (response.body, pieces)
}
