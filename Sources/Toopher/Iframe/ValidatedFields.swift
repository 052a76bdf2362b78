public import OAuth1

/// The fields of a genuine postback, whatever it is about: what version 1 of the client libraries returns of `validate`.
///
/// Genuine does not mean granted: look at ``refusal`` and ``isGranted``.
public struct ValidatedFields: Sendable {
    private let fields: PostbackFields

    init(_ fields: PostbackFields) {
        self.fields = fields
    }

    /// All fields but the signature, in the order of the bytes of their names; each name once.
    public var parameters: [Parameter] { fields.parameters }

    /// The value of a field by its name in the form.
    public subscript(name: String) -> String? { fields[name] }

    /// The metadata that you gave to the page; `nil` when the postback has none.
    public var requesterMetadata: String? { fields["requester_metadata"] }

    /// The service's refusal, when the postback has an `error_code`; ``ToopherError/malformedField(_:)`` when that is no number.
    ///
    /// The codes are ``ToopherError``'s: 704 is ``ToopherError/userDisabled(_:)``, 705
    /// ``ToopherError/userUnknown(_:)``, 707 ``ToopherError/pairingDeactivated(_:)``.
    public var refusal: ToopherError? { fields.refusal }

    /// Whether this is the answer to a question, granted, and no longer pending. The services of version 1 need not say what
    /// a postback is about.
    public var isGranted: Bool {
        let kind = fields["resource_type"]?.hasSameBytes(as: "authentication_request") ?? true
        return kind && fields.refusal == nil && fields.bool("granted") == true && fields.bool("pending") == false
    }
}

extension PostbackFields {
    /// The service's refusal; `nil` when there is no `error_code`.
    var refusal: ToopherError? {
        guard let text = self["error_code"] else { return nil }
        guard let code = DecimalInteger.parse(text) else { return .malformedField("error_code") }
        return ServiceRefusal(code: Int(clamping: code), message: self["error_message"] ?? "").error
    }
}
