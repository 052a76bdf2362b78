#if Service

internal import CryptoCore
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import OAuth1

/// A request that a requester has signed.
struct SignedRequest: Sendable {
    var requester: Requester
    var parameters: RequestParameters
}

extension ServiceCore {
    /// Verifies the OAuth signature of a request, in whichever of the three places it is.
    ///
    /// Strangers learn one thing only, that the signature is not valid; the log learns why.
    func authenticate(_ request: Request, _ context: ServiceRequestContext) async throws -> SignedRequest {
        let url = try urls.url(of: request, peer: context.peer)
        let body = try await request.bodyBytes()
        let received = ReceivedRequest(
            method: request.method.rawValue, url: url, authorization: request.headers[values: .authorization],
            contentType: request.headers[.contentType], body: body)
        let verified: VerifiedRequest
        var signer: Requester?
        do {
            verified = try await verifier.verify(received) { consumerKey, token in
                guard token == nil, let requester = try await store.requester(consumerKey: consumerKey) else {
                    return nil
                }
                signer = requester
                return try Credentials(consumerKey: consumerKey, consumerSecret: requester.consumerSecret)
            }
        } catch VerificationError.ledgerFull {
            throw ProtocolError.unavailable
        } catch VerificationError.crypto(let error) {
            context.logger.error("a signature could not be checked", metadata: ["reason": "\(error)"])
            throw ProtocolError.unavailable
        } catch let error as VerificationError {
            context.logger.info("a request was not validly signed", metadata: ["reason": "\(error.kind)"])
            throw ProtocolError.notSigned
        }
        guard body.isEmpty || request.mediaType == "application/x-www-form-urlencoded" else {
            throw ProtocolError.mediaType
        }
        guard let signer else { throw ProtocolError.notSigned }
        return SignedRequest(requester: signer, parameters: RequestParameters(list: verified.parameters))
    }
}

extension VerificationError {
    /// Which case it is, without anything that came from the stranger.
    fileprivate var kind: String {
        switch self {
        case .malformed: "malformed"
        case .unsigned: "unsigned"
        case .missingParameter: "missing parameter"
        case .duplicateParameter: "duplicate parameter"
        case .unsupportedSignatureMethod: "unsupported signature method"
        case .signatureMethodNotAllowed: "signature method not allowed"
        case .bodyHashMismatch: "body hash mismatch"
        case .bodyHashWithForm: "body hash with a form"
        case .plaintextWithoutTLS: "PLAINTEXT without TLS"
        case .unsupportedVersion: "unsupported version"
        case .invalidTimestamp: "invalid timestamp"
        case .unknownConsumer: "unknown consumer"
        case .signatureInvalid: "signature invalid"
        case .timestampOutsideWindow: "timestamp outside the window"
        case .nonceReplayed: "nonce replayed"
        case .ledgerFull: "ledger full"
        case .crypto: "OpenSSL failed"
        }
    }
}

#endif
