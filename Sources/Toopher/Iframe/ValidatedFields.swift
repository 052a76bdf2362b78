public import OAuth1
internal import WebSyntax

/// The fields of a verified postback of any kind, as `validate` of version 1 of the client libraries returns them.
///
/// Verified does not mean granted: check ``refusal`` and ``isGranted``.
public struct ValidatedFields: Sendable {
    private let fields: PostbackFields

    init(_ fields: PostbackFields) {
        self.fields = fields
    }

    /// All fields but the signature, sorted by the bytes of their names; each name occurs once.
    public var parameters: [Parameter] { fields.parameters }

    /// The value of the field with the given name in the form; `nil` if it is missing.
    public subscript(name: String) -> String? { fields[name] }

    /// The metadata that you passed to the page; `nil` if the postback has none.
    public var requesterMetadata: String? { fields["requester_metadata"] }

    /// The service's refusal if the postback has an `error_code`; ``ToopherError/malformedField(_:)`` if the code is
    /// not a number.
    public var refusal: ToopherError? { fields.refusal }

    /// Whether this is a granted authentication request. It need not name its kind of resource: services of version 1
    /// do not.
    public var isGranted: Bool {
        let kind = fields["resource_type"]?.hasSameBytes(as: "authentication_request") ?? true
        return kind && fields.refusal == nil && fields.bool("granted") == true && fields.bool("pending") == false
    }
}

extension PostbackFields {
    /// The service's refusal; `nil` if there is no `error_code`.
    var refusal: ToopherError? {
        guard let text = self["error_code"] else { return nil }
        guard let code = DecimalInteger.parse(text) else { return .malformedField("error_code") }
        return ServiceRefusal(code: Int(clamping: code), message: self["error_message"] ?? "").error
    }
}
