public import CryptoCore
public import CurlTransport
public import OAuth1

/// Everything that the API client and the iframe helper can fail with; each case says what the caller can do.
///
/// No case carries a secret, a signature or the request token.
@nonexhaustive
public enum ToopherError: Error, Sendable {
    // MARK: What the service answered, over the API or in a signed postback

    /// 704: the user has switched Toopher off. Let the user in without it, if your policy permits that, or refuse.
    case userDisabled(message: String)

    /// 705: the requester has no such user. Pair the user first.
    case userUnknown(message: String)

    /// 706: the user has no such terminal. Ask for a name of the terminal, create it, and authenticate again.
    case terminalUnknown(message: String)

    /// 707, or a text that says so: the pairing was deactivated or never approved. Pair the user again.
    case pairingDeactivated(message: String)

    /// 708: the phone cannot be reached. Ask the user for a one-time password.
    case otpRequired(message: String)

    /// 401: the service does not take the request as signed by you. Check key, secret and the machine's clock.
    case unauthorized(message: String)

    /// Any other refusal, with the service's code and text; `status` is the HTTP status, `nil` in a postback.
    ///
    /// 400: the request was wrong, for instance a pairing phrase that nobody offers. 404: no such id. 429: you ask too often.
    case api(code: Int, message: String, status: Int?)

    // MARK: The way there and back

    /// The reply is not one that the protocol knows. Check the base URL, and what stands between you and the service.
    case unexpectedResponse(status: Int, problem: ReplyProblem)

    /// The exchange failed before there was a reply; the transport's error says how, and whether to try again.
    case transport(TransportError)

    // MARK: What the caller passed

    /// The base URL cannot be used: it must be absolute, `http` or `https`, with nothing after its path. Correct it.
    case invalidBaseURL(reason: String)

    /// An argument cannot be sent. Correct the call.
    case invalidArgument(name: String, reason: String)

    // MARK: Postbacks; whatever the case, let nobody in

    /// The form data is not form data, too long, or has too many fields. Pass the body as it was received.
    case malformedForm

    /// A postback lacks fields that every postback has, in the protocol's order. It is not from the service.
    case missingKeys([String])

    /// A field occurs more than once, so that two readers could read two things. It is not from the service.
    case duplicateKeys([String])

    /// The postback was not signed with your secret. It is forged, altered, or for another requester.
    case signatureInvalid

    /// The postback answers another request token than the one you expect. Start the user's log-in again.
    case sessionTokenMismatch

    /// The postback is older than the time you allow. Start the user's log-in again.
    case expired

    /// The postback comes from the future. Check the clocks of both machines.
    case fromFuture

    /// The postback was used before. Start the user's log-in again.
    case replayed

    /// The replay ledger has no room, so nothing can be called fresh. Give it more capacity.
    case ledgerFull

    /// The replay ledger failed, so nothing can be called fresh. The error is the ledger's own.
    case ledgerFailed(any Error)

    /// A signed postback about a kind of thing that this library does not know; `nil` when it names none.
    case invalidResourceType(String?)

    /// A signed postback has no usable value in a field that it must have. Report it to who runs the service.
    case malformedField(String)

    /// A genuine postback, but about another user, action or terminal than the caller demands. Let nobody in.
    case expectationMismatch(field: String)

    // MARK: Below

    /// The request could not be signed. The error says why.
    case signing(OAuth1Error)

    /// The machine's cryptography failed, for instance for want of randomness. The error says why.
    case crypto(CryptoError)
}

/// In which way a reply of the service is not one that the protocol knows.
@nonexhaustive
public enum ReplyProblem: Sendable, Hashable {
    /// The body is empty.
    case empty
    /// The body is longer than this library reads.
    case tooLarge(limit: Int)
    /// The body is not JSON; with the media type that it claims to be.
    case notJSON(contentType: String?)
    /// The body is JSON, but not an object.
    case notAnObject
    /// A redirect; they are not followed, because a signature covers one address only.
    case redirect
    /// An error status, without the protocol's `error_code`.
    case noErrorCode
    /// That field is missing, or not of its kind.
    case malformedField(String)
    /// The object has another id than the one asked for.
    case anotherID
}
