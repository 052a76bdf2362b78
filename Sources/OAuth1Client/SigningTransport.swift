public import HTTPExchange
public import HTTPTypes
public import OAuth1

/// Signs every request on its way to another transport, in the `Authorization` header (RFC 5849
/// section 3.5.1).
///
/// Each call of ``send(_:body:options:)`` is an attempt of its own, with a fresh nonce and timestamp: repeat
/// a request, or follow a redirect, by sending it again. An `Authorization` field that the request
/// brings is replaced.
///
/// Requests to any host are signed. With HMAC and RSA a stranger's host learns nothing it could use
/// elsewhere; with PLAINTEXT it learns the secrets.
public struct SigningTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let signer: Signer
    private let bodyHash: Signer.BodyHash
    private let realm: String?

    /// A transport that signs what `transport` sends.
    /// - Parameters:
    ///   - transport: what sends the signed requests.
    ///   - signer: whose requests these are.
    ///   - bodyHash: whether a body that is no form is signed by its hash.
    ///   - realm: sent in front of the header's parameters, never signed.
    public init(
        _ transport: any HTTPTransport, signer: Signer, bodyHash: Signer.BodyHash = .never, realm: String? = nil
    ) {
        self.transport = transport
        self.signer = signer
        self.bodyHash = bodyHash
        self.realm = realm
    }

    /// Signs `request` and sends it.
    ///
    /// - Parameters:
    ///   - request: with scheme, authority and path. The parameters of a form body are signed.
    ///   - body: the request body; empty for none.
    ///   - options: the deadlines and limits of this transfer.
    /// - Throws: `TransportError.invalidRequest` when the request cannot be signed, and what the other
    ///   transport throws.
    public func send(
        _ request: HTTPRequest, body: [UInt8], options: TransferOptions
    ) async throws(TransportError) -> HTTPTransportResponse {
        var signed = request
        do { try signer.sign(&signed, body: body, bodyHash: bodyHash, realm: realm) } catch {
            throw .invalidRequest("\(error)")
        }
        return try await transport.send(signed, body: body, options: options)
    }
}
