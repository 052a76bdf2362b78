package import OAuth1
package import OAuth1Client
internal import TestServer
internal import TestSupport

/// A server that grants authorizations as in RFC 5849 section 2 and verifies the requests to each endpoint.
///
/// The resource owner grants, unless the query of the second endpoint has `decision=deny`.
package struct Provider: Sendable {
    /// A change to a response, for a server that misbehaves.
    package typealias Tampering = @Sendable (_ path: String, _ response: ProviderResponse) -> ProviderResponse

    package static let consumerKey = "dpf43f3p2l4k3l03"
    /// The resource owner's name and password at the provider.
    package static let account = (username: "jdoe é", password: "s3same&öffne=dich +")

    package let state = ProviderState()
    private let server: FaultServer

    /// - Parameters:
    ///   - key: The key of the client.
    ///   - hasSessions: Whether tokens expire and are renewed with a session handle.
    ///   - tampering: Changes the responses.
    package init(
        key: SignatureKey, hasSessions: Bool = false,
        tampering: @escaping Tampering = { _, response in response }
    ) throws {
        let verifier = try Verifier(ledger: InMemoryNonceLedger())
        let state = state
        server = FaultServer { connection in
            while let request = connection.readRequest().flatMap(ParsedRequest.init) {
                state.record(request)
                let endpoints = ProviderEndpoints(
                    key: key, hasSessions: hasSessions, verifier: verifier, state: state)
                let response = blocking { await endpoints.response(to: request) }
                connection.send(tampering(request.path, response).text)
            }
        }
    }

    package var authority: String { server.authority }

    package func stop() { server.stop() }

    package func endpoints() throws -> Endpoints {
        let base = "http://" + authority
        return try Endpoints(
            temporaryCredentials: base + "/initiate", authorization: base + "/authorize?lang=de", token: base + "/token"
        )
    }
}
