import HTTPExchange
import HTTPTypes
import TestSupport
import Testing

@testable import Toopher

@Suite("Error mapping")
struct ErrorMappingTests {
    /// Returns the error of a call.
    func failure(_ transport: ScriptedTransport) async -> ToopherError? {
        do {
            _ = try await ToopherAPI(
                key: Fixture.key, secret: Fixture.secret, baseURL: Fixture.baseURL, transport: transport
            ).fetchPairing(id: "1")
            return nil
        } catch {
            return error
        }
    }

    func failure(status: Int, _ body: String, type: String? = "application/json") async -> String? {
        await failure(ScriptedTransport.service(status: status, type: type, body))?.description
    }

    /// Returns the name of an error's case.
    func name(of error: ToopherError?) -> String {
        switch error {
        case .userDisabled: "userDisabled"
        case .userUnknown: "userUnknown"
        case .terminalUnknown: "terminalUnknown"
        case .pairingDeactivated: "pairingDeactivated"
        case .otpRequired: "otpRequired"
        case .unauthorized: "unauthorized"
        case .notFound: "notFound"
        case .rateLimited: "rateLimited"
        case .refused(let refusal): "refused \(refusal.code) \(refusal.status ?? 0)"
        case .unexpectedResponse(let response): "unexpectedResponse \(response.status) \(response.problem)"
        case .undecodableResponse(let response): "undecodableResponse \(response.status) \(response.problem)"
        default: "other"
        }
    }

    @Test(
        "Each status, code and message is mapped to its error",
        arguments: [
            (409, #"{"error_code":704,"error_message":"m"}"#, "userDisabled"),
            (409, #"{"error_code":705,"error_message":"m"}"#, "userUnknown"),
            (409, #"{"error_code":706,"error_message":"m"}"#, "terminalUnknown"),
            (409, #"{"error_code":707,"error_message":"m"}"#, "pairingDeactivated"),
            (409, #"{"error_code":708,"error_message":"m"}"#, "otpRequired"),
            (409, #"{"error_code":"708","error_message":"m"}"#, "otpRequired"),
            (409, #"{"error_code":601,"error_message":"This pairing has been deactivated."}"#, "pairingDeactivated"),
            (
                409, #"{"error_code":601,"error_message":"Pairing has not been authorized to authenticate."}"#,
                "pairingDeactivated"
            ),
            (409, #"{"error_code":601,"error_message":"other"}"#, "refused 601 409"),
            (409, #"{"error_code":705,"error_message":"pairing has been deactivated"}"#, "userUnknown"),
            (401, #"{"error_code":401,"error_message":"Not a valid OAuth signed request"}"#, "unauthorized"),
            (401, #"{"detail":"no"}"#, "unauthorized"),
            (401, "", "unauthorized"),
            (401, "<html>", "unauthorized"),
            (400, #"{"error_code":400,"error_message":"No pending pairing requests"}"#, "refused 400 400"),
            (403, #"{"error_code":403,"error_message":"m"}"#, "refused 403 403"),
            (404, #"{"error_code":404}"#, "notFound"),
            (429, #"{"error_code":429,"error_message":null}"#, "rateLimited"),
            (500, #"{"error_code":500,"error_message":5}"#, "refused 500 500"),
            (200, #"{"error_code":704,"id":"1","pending":false,"enabled":true}"#, "userDisabled"),
            (500, #"{"id":"1"}"#, "unexpectedResponse 500 it is an error without an error code"),
            (500, #"{"error_code":{}}"#, "unexpectedResponse 500 it is an error without an error code"),
            (302, "", "unexpectedResponse 302 it is a redirect, and redirects are not followed"),
            (200, "", "undecodableResponse 200 the body is empty"),
            (204, "", "undecodableResponse 204 the body is empty"),
            (502, "", "undecodableResponse 502 the body is empty"),
            (200, "nonsense", "undecodableResponse 200 the body is not JSON, and its content type is application/json"),
            (200, "{", "undecodableResponse 200 the body is not JSON, and its content type is application/json"),
            (200, "[]", "undecodableResponse 200 the body is not a JSON object"),
            (200, "null", "undecodableResponse 200 the body is not a JSON object"),
            (200, "true", "undecodableResponse 200 the body is not a JSON object"),
            (200, "{}", "undecodableResponse 200 the field id is missing or malformed"),
        ])
    func mapping(status: Int, body: String, expected: String) async {
        #expect(name(of: await failure(ScriptedTransport.service(status: status, body))) == expected)
    }

    @Test("A proxy's page is reported with its content type")
    func proxyPage() async {
        let page = "<html><body>Bad gateway</body></html>"
        #expect(
            await failure(status: 502, page, type: "text/html; charset=utf-8")
                == "Unexpected response with HTTP status 502: the body is not JSON, and its content type is text/html; charset=utf-8"
        )
        #expect(
            await failure(status: 502, page, type: nil)
                == "Unexpected response with HTTP status 502: the body is not JSON")
    }

    @Test("A response beyond the limit is not parsed, whatever the transport accepts")
    func huge() async {
        let body = #"{"id":""# + String(repeating: "x", count: 300_000) + "\"}"
        #expect(
            await failure(status: 200, body)
                == "Unexpected response with HTTP status 200: the body is longer than 262144 bytes")
    }

    @Test("A deeply nested response is not JSON")
    func deep() async {
        for depth in [40, 400, 100_000] {
            let body = #"{"id":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
            #expect(await failure(status: 200, body)?.contains("not JSON") == true)
        }
    }

    @Test("The transport's error is rethrown")
    func transport() async {
        let failing = ScriptedTransport { () throws(TransportError) in throw .timedOut }
        guard case .transport(.timedOut) = await failure(failing) else {
            Issue.record("another error")
            return
        }
    }

    @Test("The service's message is limited and printable")
    func printable() async {
        let text = String(repeating: "x", count: 1000)
        #expect(await failure(status: 409, #"{"error_code":1,"error_message":"\#(text)"}"#)?.utf8.count ?? 0 < 250)
        let control = await failure(status: 409, #"{"error_code":1,"error_message":"a\nb\u001b[31m\u202ec"}"#)
        #expect(control == "Error code 1: a b [31m c (HTTP status 409)")
    }
}
