public import OAuth1

/// The form of a postback, as your web framework provides it.
///
/// The form has either the fields themselves, as in version 1 of the protocol, or one field `toopher_iframe_data` with
/// the form-encoded fields, as in version 2. With that field, other fields are ignored, but one with the name of a signed
/// field must have its value. Without it, the signature covers all fields: name your own, the page's
/// `framework_post_args`, with ``ignoring(_:of:)``.
public indirect enum PostbackForm: Sendable {
    /// The text of an `application/x-www-form-urlencoded` body.
    case text(String)
    /// The bytes of an `application/x-www-form-urlencoded` body.
    case bytes([UInt8])
    /// The decoded fields, including repeated ones.
    case fields([Parameter])
    /// A form without your own fields, which are not signed: `.ignoring(["csrf"], of: .bytes(body))`.
    case ignoring([String], of: PostbackForm)
}
