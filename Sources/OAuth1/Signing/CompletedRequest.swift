/// A request to which a ``Signer`` has added what it lacked: the missing protocol parameters and the signature.
package struct CompletedRequest: Sendable {
    /// Where the protocol parameters stand.
    ///
    /// RFC 5849 section 3.5.
    package enum Place: String, Sendable, CaseIterable {
        /// The `Authorization` header.
        case header
        /// The query of the URL.
        case url
        /// The form body.
        case form

        /// The place of a parameter that a request has.
        init?(_ source: SignatureBaseString.Source) {
            switch source {
            case .header: self = .header
            case .query: self = .url
            case .body: self = .form
            case .added: return nil
            }
        }

        var source: ParameterSource {
            switch self {
            case .header: .header
            case .url: .query
            case .form: .body
            }
        }
    }

    /// Where the protocol parameters stand.
    package let place: Place
    /// What was signed.
    package let baseString: SignatureBaseString
    /// The value of `oauth_signature`, decoded.
    package let signature: String
    /// What to send: the value of the `Authorization` header, the URL, or the form body, as ``place`` says.
    package let text: String
}
