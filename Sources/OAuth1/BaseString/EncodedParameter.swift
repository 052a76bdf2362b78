/// One parameter of a request.
struct EncodedParameter: BitwiseCopyable {
    var name: EncodedSlice
    var value: EncodedSlice
    var source: ParameterSource
    /// Whether its name begins with `oauth_`.
    var isProtocol: Bool
    /// Whether it repeats another parameter and is ignored; see ``Verifier/Leniencies``.
    var isIgnored = false

    /// Whether it was found in the query or in a form body.
    var isForm: Bool { source == .query || source == .body }
}
