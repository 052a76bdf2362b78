/// A mistake of deployed clients, servers and proxies that results in another signature than the RFC's.
///
/// Each is one deviation from RFC 5849. ``code`` names it for programs, ``explanation`` says to people what to change.
@nonexhaustive
public enum SignatureMistake: Sendable, Hashable, CaseIterable {
    // The value of oauth_signature.

    /// A `+` of the signature was decoded as a space.
    case plusLostInSignature
    /// The signature was percent-encoded twice.
    case signatureEncodedTwice
    /// The hexadecimal digits of the authentication code were sent in place of its bytes.
    case signatureInHex
    /// The signature was sent in another kind of base64: URL-safe, without padding, or in lines.
    case otherBase64

    // The method and the key.

    /// Another HTTP method was signed than was sent.
    case otherMethod
    /// The method was signed as it was written, not in upper case.
    case methodInLowerCase
    /// Another hash function was used than the signature method names.
    case otherHash
    /// The token secret was left out of the key.
    case tokenSecretLeftOut
    /// The `&` was left out of the key.
    case ampersandLeftOut
    /// The secrets were not percent-encoded in the key.
    case secretsNotEncoded
    /// The secrets were percent-encoded twice in the key.
    case secretsEncodedTwice
    /// The secrets are in the wrong order in the key.
    case secretsSwapped
    /// A space or a line end precedes or follows a secret.
    case blankInSecret

    // The base string URI.

    /// `http` was signed instead of `https`, or the reverse.
    case otherScheme
    /// Another address of the server was signed, which a forwarding field names.
    case proxyAddress
    /// The host was signed with `www.` in front and called without it, or the reverse.
    case otherHostName
    /// The host was signed as it was written, not in lower case.
    case hostInUpperCase
    /// The port was signed although it is the default of the scheme.
    case defaultPortSigned
    /// The port was omitted although it is not the default of the scheme.
    case portLeftOut
    /// The path was signed in other case.
    case pathInOtherCase
    /// A slash was signed at the end of the path that the URL does not have.
    case slashAdded
    /// The slash at the end of the path was omitted.
    case slashLeftOut
    /// Two slashes of the path were signed as one.
    case slashesMerged
    /// Two slashes were signed where the path has one.
    case slashDoubled
    /// The path was signed without its segments `.` and `..`.
    case dotSegmentsRemoved
    /// The path was decoded.
    case pathDecoded
    /// The path was percent-encoded once more.
    case pathEncodedTwice
    /// The query was signed behind the path as well as among the parameters.
    case queryInURI

    // Which parameters were signed.

    /// The parameters of the query were not signed.
    case queryLeftOut
    /// The parameters of the form were not signed.
    case formLeftOut
    /// The parameters of the query or of the form were signed twice.
    case parametersRepeated
    /// Only one of several parameters with one name, or of several equal ones, was signed.
    case duplicatesLeftOut
    /// Parameters without a value were not signed.
    case emptyValuesLeftOut
    /// The `oauth_version` was sent and not signed.
    case versionLeftOut
    /// An `oauth_version` was signed and not sent.
    case versionAdded
    /// The `oauth_token` was sent and not signed.
    case tokenLeftOut
    /// An empty `oauth_token` was signed and not sent.
    case emptyTokenAdded
    /// The `oauth_body_hash` was sent and not signed.
    case bodyHashLeftOut
    /// The realm of the header was signed.
    case realmSigned
    /// The members of a JSON body were signed.
    case jsonSigned
    /// The fields of a multipart body were signed.
    case multipartSigned
    /// A body of another type was signed as a form.
    case bodySignedAsForm

    // The values of parameters.

    /// The `oauth_timestamp` was sent in milliseconds.
    case timestampSentInMilliseconds
    /// The `oauth_timestamp` was signed in milliseconds.
    case timestampSignedInMilliseconds
    /// Spaces or line ends around values were sent and not signed.
    case blanksTrimmed
    /// A space or a line end was signed and not sent.
    case blankAdded
    /// Text was signed in another character set than it was sent in.
    case otherCharacterSet
    /// A `+` of query or form was signed as a plus sign.
    case plusSignedAsPlus

    // Their encoding.

    /// A parameter without a value was signed without its `=`.
    case equalsSignLeftOut
    /// Names and values were not percent-encoded.
    case notEncoded
    /// Names and values were percent-encoded twice.
    case encodedTwice
    /// A space was signed as `+`.
    case spaceAsPlus
    /// The digits of the percent-encoding were signed in lower case.
    case lowerCaseDigits
    /// `!`, `*`, `'`, `(` and `)` were not percent-encoded.
    case marksNotEncoded
    /// Brackets, or the characters that delimit the parts of a URL, were not percent-encoded.
    case delimitersNotEncoded
    /// `~` was percent-encoded.
    case tildeEncoded
    /// The parts of the base string were joined without being percent-encoded.
    case partsNotEncoded

    // Their order.

    /// The parameters were signed in the order in which they were sent.
    case unsorted
    /// The parameters were sorted as strings `name=value`.
    case sortedAsPairs
    /// The parameters were sorted before they were percent-encoded.
    case sortedDecoded
    /// The parameters were sorted without regard to case.
    case sortedIgnoringCase
    /// The parameters were sorted by their names only.
    case sortedByNameOnly

    /// A name of the mistake for programs, such as `other_scheme`, which does not change.
    public var code: String { transformation.code }

    /// What went wrong on which side, and what to change, with the section of RFC 5849.
    public var explanation: String { transformation.explanation }

    private var transformation: SignatureTransformation {
        guard let row = SignatureTransformation.all.first(where: { $0.mistake == self }) else {
            preconditionFailure("every mistake has a transformation")
        }
        return row
    }
}
