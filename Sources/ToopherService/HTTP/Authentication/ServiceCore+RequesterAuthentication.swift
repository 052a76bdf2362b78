#if Service

internal import CryptoCore
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import OAuth1

extension ServiceCore {
    /// Verifies the OAuth signature of a request, from any of the three parameter sources.
    ///
    /// The client is told only that the signature is not valid; the log tells the reason.
    func authenticate(_ request: Request, _ context: ServiceRequestContext) async throws -> SignedRequest {
        let url = try urls.url(of: request, peer: context.peer)
        let body = try await request.bodyBytes()
        let received = ReceivedRequest(
            method: request.method.rawValue, url: url, authorization: request.headers[values: .authorization],
            contentType: request.headers[.contentType], body: body)
        let unrecorded: UnrecordedRequest
        var signer: Requester?
        do {
            unrecorded = try await verifier.verifyUnrecorded(received) { consumerKey, token in
                guard token == nil else { return nil }
                guard let entry = try await requester(consumerKey: consumerKey) else { return nil }
                signer = entry.requester
                return entry.credentials
            }
        } catch VerificationError.bodyNotSigned {
            throw ProtocolError.mediaType
        } catch VerificationError.crypto(let error) {
            context.logger.error("a signature could not be verified", metadata: ["reason": "\(error)"])
            throw ProtocolError.unavailable
        } catch let error as VerificationError {
            context.logger.info("a request is not validly signed", metadata: ["reason": "\(error.logReason)"])
            throw ProtocolError.notSigned
        }
        guard body.isEmpty || request.mediaType == "application/x-www-form-urlencoded" else {
            throw ProtocolError.mediaType
        }
        guard let signer else { throw ProtocolError.notSigned }
        let nonce = try unrecorded.nonceUse.map { use throws(CryptoError) in
            try RequestNonce(use, horizon: unrecorded.horizon, refusal: .notSigned)
        }
        return SignedRequest(
            requester: signer, parameters: RequestParameters(list: unrecorded.request.parameters), nonce: nonce)
    }
}

#endif
