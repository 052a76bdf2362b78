#if Service

import AuthAPI
import CryptoCore
import HTTPTypes
import WebSyntax

@testable import ToopherService

/// An integration, which signs as its clients do.
struct TestIntegration: Sendable {
    var key: String
    var secret: String
    /// Whether it signs a date: `v2-sha512`, or else `v1`.
    var isDated = true

    /// Returns the header fields and the body of a signed call, to a service that is called `localhost`.
    func sign(
        _ method: HTTPRequest.Method, _ path: String, _ parameters: [(String, String)], at now: Int64
    ) throws -> (headers: HTTPFields, target: String, body: [UInt8]) {
        let form = parameters.map { "\($0.0)=\(Self.encode($0.1))" }.sorted().joined(separator: "&")
        let date = ResponseDates.text(now)
        let lines = (isDated ? [date] : []) + [method.rawValue, "localhost", path, form]
        let key = try HMACKey(isDated ? .sha512 : .sha1, key: SecretBytes(utf8: secret))
        let code = Hex.encode(try key.authenticationCode(for: Array(lines.joined(separator: "\n").utf8)))
        var headers: HTTPFields = [
            .authorization: "Basic " + Base64.encode(Array("\(self.key):\(code)".utf8)),
            .contentType: "application/x-www-form-urlencoded",
        ]
        if isDated { headers[.date] = date }
        return method == .get
            ? (headers, path + (form.isEmpty ? "" : "?" + form), []) : (headers, path, Array(form.utf8))
    }

    private static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            byte.isURLUnreserved ? String(Unicode.Scalar(byte)) : "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }
}

extension Harness {
    /// Creates an integration of a requester.
    func integration(
        of requester: TestRequester, kind: IntegrationKind = .authAPI, isDated: Bool = true,
        _ change: (inout IntegrationSettings) -> Void = { _ in }
    ) async throws -> TestIntegration {
        var settings = IntegrationSettings()
        if !isDated { settings.variants = ["v1"] }
        change(&settings)
        let created = try await service.createIntegration(
            name: "ssh", kind: kind, settings: settings, of: requester.id)
        return TestIntegration(key: created.key, secret: created.secretKey, isDated: isDated)
    }

    /// Sends a signed call.
    ///
    /// - Parameter offset: How many seconds the client's clock is ahead.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ parameters: [(String, String)] = [],
        as integration: TestIntegration, offset: Int64 = 0
    ) async throws -> ServiceResponse {
        let (headers, target, body) = try integration.sign(method, path, parameters, at: clock.now + offset)
        return try await send(method, target, headers: headers, body: method == .get ? nil : body)
    }
}

#endif
