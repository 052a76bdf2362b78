/// A mistake in the base string that deployed clients and proxies make.
///
/// Each is one deviation from RFC 5849; ``explanation`` says what to change.
@nonexhaustive
public enum SignatureMistake: Sendable, Hashable, CaseIterable {
    /// `http` was signed instead of `https`, or the reverse.
    case otherScheme
    /// The port was signed although it is the default of the scheme.
    case defaultPortSigned
    /// The port was omitted although it is not the default of the scheme.
    case portLeftOut
    /// A slash was signed at the end of the path that the URL does not have.
    case slashAdded
    /// The slash at the end of the path was omitted.
    case slashLeftOut
    /// The path was decoded.
    case pathDecoded
    /// The path was percent-encoded once more.
    case pathEncodedTwice
    /// The query was signed behind the path as well as among the parameters.
    case queryInURI
    /// The method was signed as it was written, not in upper case.
    case methodInLowerCase
    /// The parameters of the query were not signed.
    case queryLeftOut
    /// The parameters of the form were not signed.
    case formLeftOut
    /// The parameters were signed in the order in which they were sent.
    case unsorted
    /// Only the last of several parameters with one name was signed.
    case duplicatesLeftOut
    /// A space was signed as `+`.
    case spaceAsPlus
    /// The digits of the percent-encoding were signed in lower case.
    case lowerCaseDigits
    /// `!`, `*`, `'`, `(` and `)` were not percent-encoded.
    case marksNotEncoded
    /// `~` was percent-encoded.
    case tildeEncoded
    /// Names and values were not percent-encoded.
    case notEncoded
    /// Names and values were percent-encoded twice.
    case encodedTwice
    /// Parameters without a value were not signed.
    case emptyValuesLeftOut
    /// The realm of the header was signed.
    case realmSigned

    /// What the signer did, and what it has to do, with the section of RFC 5849.
    public var explanation: String {
        switch self {
        case .otherScheme:
            """
            the other scheme was signed: behind a proxy that ends TLS, verify the URL that the client called \
            (3.4.1.2)
            """
        case .defaultPortSigned: "the port was signed, but 80 for http and 443 for https are left out (3.4.1.2)"
        case .portLeftOut: "the port was left out, but only 80 for http and 443 for https are (3.4.1.2)"
        case .slashAdded: "a slash was signed at the end of the path that the URL does not have (3.4.1.2)"
        case .slashLeftOut: "the slash at the end of the path was not signed (3.4.1.2)"
        case .pathDecoded: "the path was decoded, but it is signed as it is sent (3.4.1.2)"
        case .pathEncodedTwice: "the path was encoded although it is already, so that % became %25 (3.4.1.2)"
        case .queryInURI: "the query was signed as part of the URI, but only its parameters are (3.4.1.2)"
        case .methodInLowerCase: "the method was not turned into upper case (3.4.1.1)"
        case .queryLeftOut: "the parameters of the query were not signed (3.4.1.3.1)"
        case .formLeftOut: "the parameters of the form body were not signed (3.4.1.3.1)"
        case .unsorted: "the parameters were not sorted (3.4.1.3.2)"
        case .duplicatesLeftOut: "of parameters with one name only the last was signed, but all are (3.4.1.3.2)"
        case .notEncoded: "names and values were not encoded before they were joined (3.4.1.3.2)"
        case .encodedTwice: "names and values were encoded twice before they were joined (3.4.1.3.2)"
        case .spaceAsPlus: "a space was encoded as + and not as %20 (3.6)"
        case .lowerCaseDigits: "the digits of the percent-encoding were not in upper case (3.6)"
        case .marksNotEncoded: "one of !*'() was not encoded (3.6)"
        case .tildeEncoded: "~ was encoded, but it is unreserved (3.6)"
        case .emptyValuesLeftOut: "parameters without a value were not signed (3.4.1.3.2)"
        case .realmSigned: "the realm of the Authorization header was signed (3.4.1.3.1)"
        }
    }
}
