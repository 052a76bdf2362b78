/// A way in which clients and proxies in the field get a base string wrong.
///
/// Each is one departure from RFC 5849; ``explanation`` says what to change, and where.
@nonexhaustive
public enum SignatureMistake: Sendable, Hashable, CaseIterable {
    /// `http` was signed for `https`, or the other way round.
    case otherScheme
    /// The port was signed though it is the scheme's own.
    case defaultPortSigned
    /// The port was left out though it is not the scheme's own.
    case portLeftOut
    /// A slash at the end of the path was signed that the URL lacks.
    case slashAdded
    /// The slash at the end of the path was left out.
    case slashLeftOut
    /// The escapes of the path were decoded.
    case pathDecoded
    /// The escapes of the path were encoded once more.
    case pathEncodedTwice
    /// The query stood behind the path as well as among the parameters.
    case queryInURI
    /// The method was signed as it was written, not in upper case.
    case methodInLowerCase
    /// The parameters of the query were not signed.
    case queryLeftOut
    /// The parameters of the form were not signed.
    case formLeftOut
    /// The parameters were signed in the order in which they were sent.
    case unsorted
    /// Of several parameters with one name, only the last was signed.
    case duplicatesLeftOut
    /// A space was signed as `+`.
    case spaceAsPlus
    /// Escapes were signed with lower-case digits.
    case lowerCaseEscapes
    /// `!`, `*`, `'`, `(` and `)` were signed as they are.
    case marksNotEncoded
    /// `~` was signed encoded.
    case tildeEncoded
    /// Names and values were signed decoded.
    case notEncoded
    /// Names and values were encoded twice.
    case encodedTwice
    /// Parameters without a value were not signed.
    case emptyValuesLeftOut
    /// The realm of the header was signed.
    case realmSigned

    /// What the signer did and what it has to do, with the section of RFC 5849.
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
        case .lowerCaseEscapes: "escapes were written with lower-case digits (3.6)"
        case .marksNotEncoded: "one of !*'() was not encoded (3.6)"
        case .tildeEncoded: "~ was encoded, but it is unreserved (3.6)"
        case .emptyValuesLeftOut: "parameters without a value were not signed (3.4.1.3.2)"
        case .realmSigned: "the realm of the Authorization header was signed (3.4.1.3.1)"
        }
    }
}
