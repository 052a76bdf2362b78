#if Service

internal import CryptoCore
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import OAuth1

extension ServiceCore {
    /// Verifies the OAuth signature of a request, from any of the three parameter sources.
    ///
    /// The client is told only that the signature is not valid; the log tells the reason. Only whoever has a secret is told
    /// that its requester is suspended or deleted.
    func authenticate(_ request: Request, _ context: ServiceRequestContext) async throws -> SignedRequest {
        let url = try urls.url(of: request, peer: context.peer)
        let body = try await request.bodyBytes()
        let received = ReceivedRequest(
            method: request.method.rawValue, url: url, authorization: request.headers[values: .authorization],
            contentType: request.headers[.contentType], body: body)
        let verified: Verified
        var claimed = ClaimedConsumer()
        do {
            verified = try await verify(received, &claimed)
        } catch VerificationError.bodyNotSigned {
            throw ProtocolError.mediaType
        } catch VerificationError.crypto(let error) {
            context.logger.error("a signature could not be verified", metadata: ["reason": "\(error)"])
            throw ProtocolError.unavailable
        } catch let error as VerificationError {
            context.logger.info(
                "a request is not validly signed",
                metadata: ["reason": "\(error.logReason)", "consumer_key": "\(claimed.loggable)"])
            throw ProtocolError.notSigned
        }
        let (unrecorded, requester) = (verified.request, verified.requester)
        switch requester.state {
        case .active: break
        case .suspended, .deleted:
            context.logger.info(
                "a requester may not call the service",
                metadata: ["state": "\(requester.state.rawValue)", "consumer_key": "\(claimed.loggable)"])
            throw requester.state == .suspended ? ProtocolError.requesterSuspended : .requesterDeleted
        }
        guard body.isEmpty || request.mediaType == "application/x-www-form-urlencoded" else {
            throw ProtocolError.mediaType
        }
        let nonce = try unrecorded.nonceUse.map { use throws(CryptoError) in
            try RequestNonce(use, horizon: unrecorded.horizon, refusal: .notSigned)
        }
        return SignedRequest(
            requester: requester, secretID: verified.secretID,
            parameters: RequestParameters(list: unrecorded.request.parameters), nonce: nonce)
    }

    private typealias Verified = (request: UnrecordedRequest, requester: Requester, secretID: String)

    /// Verifies a request with each of the secrets that its requester may have during a rotation.
    ///
    /// What does not verify is always tried as often as with two secrets: the time must not tell whether there is such a
    /// consumer key, nor whether its secret is being exchanged.
    private func verify(_ received: ReceivedRequest, _ claimed: inout ClaimedConsumer) async throws -> Verified {
        let now = clock()
        var requester: Requester?
        var presented: String?
        defer { claimed = ClaimedConsumer(key: presented, isKnown: requester != nil) }
        var failure = VerificationError.unknownConsumer
        for attempt in 0..<Requester.maximumSecrets {
            var secret: RequesterSecret?
            do {
                let request = try await verifier.verifyUnrecorded(received) { consumerKey, token in
                    presented = consumerKey
                    guard token == nil else { return nil }
                    if attempt == 0 { requester = try await self.requester(consumerKey: consumerKey) }
                    let secrets = requester?.validSecrets(at: now) ?? []
                    secret = attempt < secrets.count ? secrets[attempt] : secrets.last
                    return secret?.credentials
                }
                guard let requester, let secret else { throw VerificationError.unknownConsumer }
                return (request, requester, secret.id)
            } catch let error as VerificationError {
                switch error {
                case .unknownConsumer, .signatureInvalid, .signatureMethodNotAllowed: failure = error
                default: throw error
                }
            }
        }
        throw failure
    }
}

#endif
