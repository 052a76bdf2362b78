public import CryptoCore
public import HTTPExchange
public import OAuth1

/// An error of the API client or the iframe helper.
///
/// Each case says what the caller can do. None contains a secret, a signature or a request token.
@nonexhaustive
public enum ToopherError: Error, Sendable {
    // MARK: Refusals, by the API or in a signed postback

    /// 704: the user has disabled Toopher. Let the user in without it if your policy permits that.
    case userDisabled(ServiceRefusal)

    /// 705: the requester has no such user. Pair the user first.
    case userUnknown(ServiceRefusal)

    /// 706: the user has no such terminal. Ask the user to name the terminal, create it, and authenticate again.
    case terminalUnknown(ServiceRefusal)

    /// 707, or a message that says so: the pairing was deactivated or never approved. Pair the user again.
    case pairingDeactivated(ServiceRefusal)

    /// 708: only a one-time password decides now: there is no phone, or it is asked later. Ask the user for one.
    case otpRequired(ServiceRefusal)

    /// 401: the service does not accept the signature. Check key, secret and the machine's clock.
    case unauthorized(ServiceRefusal)

    /// 404: the id is unknown to the service. Delete it from your records.
    case notFound(ServiceRefusal)

    /// 429: too many requests. Wait for ``ServiceRefusal/retryAfter`` before the next one.
    case rateLimited(ServiceRefusal)

    /// Any other refusal. Decide by its code: 400, the request was wrong, for instance an unknown pairing phrase; 403,
    /// the resource belongs to another requester; 409, its state does not permit the call; 5xx, try again later.
    case refused(ServiceRefusal)

    /// No user has the name that was looked up. Create the user or pair, which creates it too.
    case noUser(name: String)

    /// Several users have the name that was looked up. Report it to the service's operator.
    case severalUsers(name: String, count: Int)

    // MARK: The exchange

    /// The response could not be parsed. Check the base URL and the proxies before the service.
    case undecodableResponse(UnexpectedResponse)

    /// The response does not belong to the request. Check the base URL and the proxies before the service.
    case unexpectedResponse(UnexpectedResponse)

    /// The exchange failed before there was a response. The transport's error says why and whether to try again.
    ///
    /// It is `TransportError.cancelled` if the task was cancelled, even if no request was being sent.
    case transport(TransportError)

    // MARK: The caller's arguments

    /// The base URL is not valid: it must be an absolute `http` or `https` URL without query and fragment. Correct it.
    case invalidBaseURL(reason: String)

    /// An argument cannot be sent. Correct the call.
    case invalidArgument(name: String, reason: String)

    /// A list of tokens does not have the given format; `line` counts from 1. Correct the file or the format.
    case invalidTokenList(line: Int, reason: String)

    /// The log-in is not at the step of the call, and nothing was sent. Show the user the step that it is at.
    case unexpectedStep

    /// The service's response is about another user, terminal or action than the log-in. Let nobody in, and check who
    /// can change your session's contents.
    case responseMismatch(field: String)

    // MARK: Postbacks; let nobody in

    /// The form is malformed, too long, or has too many fields. Pass the body as it was received.
    case malformedForm

    /// The postback lacks fields of every postback; they are named in the protocol's order. It is not from the service.
    case missingKeys([String])

    /// A field occurs more than once, so that its value is ambiguous. The postback is not from the service.
    case duplicateKeys([String])

    /// The postback was not signed with your secret. It is forged, altered, or for another requester.
    case signatureInvalid

    /// The postback has another request token than the expected one. Start the user's log-in again.
    case sessionTokenMismatch

    /// The postback is older than its time to live. Start the user's log-in again.
    case expired

    /// The postback's timestamp lies too far in the future. Check the clocks of both machines.
    case fromFuture

    /// The postback was used before. Start the user's log-in again.
    case replayed

    /// The replay ledger is full, so that no postback can be accepted. Increase its capacity.
    case ledgerFull

    /// The replay ledger failed, so that no postback can be accepted. The error is the ledger's own.
    case ledgerFailed(any Error)

    /// The signed postback is about an unknown kind of resource; `nil` if it names none.
    case invalidResourceType(String?)

    /// A field of the signed postback is missing or malformed. Report it to the service's operator.
    case malformedField(String)

    /// The signed postback is about another user, action or terminal than the expected one. Let nobody in.
    case expectationMismatch(field: String)

    // MARK: Signing and cryptography

    /// The request could not be signed. The error says why.
    case signing(OAuth1Error)

    /// OpenSSL failed, for instance for lack of randomness. The error says why.
    case crypto(CryptoError)
}
