public import HTTPExchange
public import HTTPTypes
public import OAuth1

/// A transport that signs every request in the `Authorization` header field and sends it through another transport (RFC 5849
/// section 3.5.1).
///
/// Each call of ``send(_:body:options:)`` uses a new nonce and timestamp: repeat a request, or follow a redirect, by sending
/// it again. An `Authorization` field of the request is replaced, but for its realm if this transport has none.
///
/// Requests to any host are signed. With HMAC and RSA another host learns nothing that it could use elsewhere; with
/// PLAINTEXT it learns the secrets.
public struct SigningTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let signer: Signer
    private let bodyHash: Signer.BodyHash
    private let realm: String?

    /// Creates a transport that signs what `transport` sends.
    ///
    /// - Parameters:
    ///   - transport: The transport that sends the signed requests.
    ///   - signer: The signer, with the credentials of the requests.
    ///   - bodyHash: Whether a body that is not a form is signed by its hash.
    ///   - realm: The realm of the header field, which is not signed.
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
    ///   - request: The request, with scheme, authority and path. The parameters of a form body are signed.
    ///   - body: The request body; empty for none.
    ///   - options: The deadlines and limits of this transfer.
    /// - Throws: `TransportError.invalidRequest` if the request cannot be signed; whatever the other transport throws.
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
