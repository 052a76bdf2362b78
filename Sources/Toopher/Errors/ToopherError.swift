public import CryptoCore
public import HTTPExchange
public import OAuth1

/// Everything that the API client and the iframe helper can fail with; each case says what the caller can do.
///
/// No case carries a secret, a signature or the request token.
@nonexhaustive
public enum ToopherError: Error, Sendable {
    // MARK: What the service answered, over the API or in a signed postback

    /// 704: the user has switched Toopher off. Let the user in without it, if your policy permits that, or refuse.
    case userDisabled(ServiceRefusal)

    /// 705: the requester has no such user. Pair the user first.
    case userUnknown(ServiceRefusal)

    /// 706: the user has no such terminal. Ask for a name of the terminal, create it, and authenticate again.
    case terminalUnknown(ServiceRefusal)

    /// 707, or a text that says so: the pairing was deactivated or never approved. Pair the user again.
    case pairingDeactivated(ServiceRefusal)

    /// 708: the phone cannot be reached. Ask the user for a one-time password.
    case otpRequired(ServiceRefusal)

    /// 401: the service does not take the request as signed by you. Check key, secret and the machine's clock.
    case unauthorized(ServiceRefusal)

    /// 404: the service knows no such id. Forget it.
    case notFound(ServiceRefusal)

    /// 429: you ask too often. Leave the service alone for ``ServiceRefusal/retryAfter``.
    case rateLimited(ServiceRefusal)

    /// Any other refusal. Its code says why: 400, the request was wrong, for instance a pairing phrase that nobody
    /// offers; 403, the thing belongs to another requester; 409, it is not in a state for that; 5xx, try again later.
    case refused(ServiceRefusal)

    /// No user has the name that was looked up. Create the user, or pair; that creates it too.
    case noUser(name: String)

    /// More than one user has the name that was looked up, so it names nobody. Report it to who runs the service.
    case severalUsers(name: String, count: Int)

    // MARK: The way there and back

    /// The reply could not be read. Check the base URL, and what stands between you and the service.
    case undecodableResponse(UnexpectedResponse)

    /// The reply could be read, but is not the answer to what was asked. Check the base URL, and what stands between
    /// you and the service.
    case unexpectedResponse(UnexpectedResponse)

    /// The exchange failed before there was a reply; the transport's error says how, and whether to try again.
    ///
    /// `TransportError.cancelled` when the task was cancelled, also while nothing was under way.
    case transport(TransportError)

    // MARK: What the caller passed

    /// The base URL cannot be used: it must be absolute, `http` or `https`, with nothing after its path. Correct it.
    case invalidBaseURL(reason: String)

    /// An argument cannot be sent. Correct the call.
    case invalidArgument(name: String, reason: String)

    /// A list of tokens is not what its style says; `line` counts from 1. Correct the file, or name its style.
    case invalidTokenList(line: Int, reason: String)

    /// A log-in is not at the step that the call is for, so nothing was asked. Show the user the step that it is at.
    case unexpectedStep

    /// The service's answer is about another user, terminal or action than the log-in. Let nobody in, and see who else
    /// can write what you keep in the session.
    case answerMismatch(field: String)

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
