import CryptoCore
import HTTPTypes
import Testing

@testable import OAuth1

@Suite("HTTPRequest values")
struct HTTPRequestTests {
    static func request(
        _ method: HTTPRequest.Method, path: String?, type: String? = nil, scheme: String? = "https",
        authority: String? = "api.example.com"
    ) -> HTTPRequest {
        var request = HTTPRequest(method: method, scheme: scheme, authority: authority, path: path)
        request.headerFields[.contentType] = type
        return request
    }

    static func verify(_ request: HTTPRequest, body: [UInt8]) async throws -> VerifiedRequest {
        let url = "https://api.example.com\(request.path ?? "")"
        return try await Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 }).verify(
            ReceivedRequest(request, url: url, body: body)
        ) { _, _ in try TestKeys.credentials(.hmacSHA256) }
    }

    static func signer() throws -> Signer {
        Signer(credentials: try TestKeys.credentials(.hmacSHA256), clock: { 1000 })
    }

    @Test("The parameters of a form are signed byte for byte, also if they are not valid UTF-8")
    func form() async throws {
        var request = Self.request(.post, path: "/a?b=c", type: "Application/X-WWW-Form-URLEncoded; charset=utf-8")
        request.headerFields[.authorization] = "Basic eDp5"
        let body = Array("d=%E9&e=f+g&d=".utf8)
        try Self.signer().sign(&request, body: body, protocolParameters: [Parameter("oauth_verifier", "v")], realm: "r")
        #expect(request.headerFields[values: .authorization].count == 1)
        #expect(request.headerFields[.authorization]?.contains("oauth_verifier=\"v\"") == true)
        let verified = try await Self.verify(request, body: body)
        #expect(verified.parameters.map(\.name) == ["b", "d", "e", "d"])
        await #expect(throws: VerificationError.signatureInvalid) {
            try await Self.verify(request, body: Array("d=%E8&e=f+g&d=".utf8))
        }
    }

    @Test(
        "Other bodies are not signed, or signed by their hash",
        arguments: ["application/json", "multipart/form-data", nil])
    func otherBodies(type: String?) async throws {
        let body = Array("a=b".utf8)
        var plain = Self.request(.put, path: "/", type: type)
        try Self.signer().sign(&plain, body: body)
        for other in [body, Array("other".utf8)] {
            await #expect(throws: VerificationError.bodyNotSigned) { try await Self.verify(plain, body: other) }
        }

        var hashed = Self.request(.put, path: "/", type: type)
        try Self.signer().sign(&hashed, body: body, bodyHash: .unlessForm)
        _ = try await Self.verify(hashed, body: body)
        await #expect(throws: VerificationError.bodyHashMismatch) {
            try await Self.verify(hashed, body: Array("other".utf8))
        }
    }

    @Test("A form is signed by its parameters and not by its hash")
    func formWithoutHash() async throws {
        var request = Self.request(.post, path: "/", type: "application/x-www-form-urlencoded")
        let body = Array("a=b".utf8)
        try Self.signer().sign(&request, body: body, bodyHash: .unlessForm)
        #expect(request.headerFields[.authorization]?.contains("oauth_body_hash") == false)
        #expect(try await Self.verify(request, body: body).parameters == [Parameter("a", "b")])
    }

    @Test("Each attempt is signed again")
    func freshNonce() throws {
        var request = Self.request(.get, path: "/")
        try Self.signer().sign(&request)
        let first = request.headerFields[.authorization]
        try Self.signer().sign(&request)
        #expect(request.headerFields[.authorization] != first)
        #expect(request.headerFields[values: .authorization].count == 1)
    }

    @Test("A request without a complete URL is refused")
    func incomplete() throws {
        for var request in [
            Self.request(.get, path: nil), Self.request(.get, path: "/", scheme: nil),
            Self.request(.get, path: "/", authority: nil), Self.request(.get, path: "*"),
            Self.request(.get, path: "example.com:443"), Self.request(.get, path: "@evil/"),
        ] {
            #expect(throws: OAuth1Error.self) { try Self.signer().sign(&request) }
            #expect(request.headerFields[.authorization] == nil)
        }
    }

    @Test("Parameters that the caller must not add are refused")
    func reserved() throws {
        for name in ["oauth_nonce", "oauth_signature", "oauth_consumer_key", "oauth_version", "realm"] {
            #expect(throws: OAuth1Error.reservedParameter(name: name)) {
                try Self.signer().authorizationHeader(
                    method: "GET", url: "https://h/", protocolParameters: [Parameter(name, "x")])
            }
        }
        #expect(throws: OAuth1Error.reservedParameter(name: "oauth_callback")) {
            try Self.signer().authorizationHeader(
                method: "GET", url: "https://h/",
                protocolParameters: [Parameter("oauth_callback", "a"), Parameter("oauth_callback", "b")])
        }
    }

    @Test("Callback, verifier and extensions are signed in each of the three parameter sources")
    func protocolParameters() async throws {
        let extra = [Parameter("oauth_callback", "https://c/?a=b c&d=é"), Parameter("xoauth_requestor_id", "jo@x")]
        let signer = try Self.signer()
        let header = try signer.authorizationHeader(
            method: "POST", url: "https://api.example.com/", protocolParameters: extra)
        let form = try signer.signedForm(url: "https://api.example.com/", parameters: [], protocolParameters: extra)
        let url = try signer.signedURL(method: "POST", url: "https://api.example.com/", protocolParameters: extra)
        let type = "application/x-www-form-urlencoded"
        let requests = [
            ReceivedRequest(method: "POST", url: "https://api.example.com/", authorization: [header]),
            ReceivedRequest(
                method: "POST", url: "https://api.example.com/", contentType: type, body: Array(form.utf8)),
            ReceivedRequest(method: "POST", url: url),
        ]
        for request in requests {
            let verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 })
            let verified = try await verifier.verify(request) { _, _ in try TestKeys.credentials(.hmacSHA256) }
            #expect(verified.parameters == [Parameter("xoauth_requestor_id", "jo@x")])
            #expect(verified.protocolParameters.first("oauth_callback") == "https://c/?a=b c&d=é")
        }
    }
}
