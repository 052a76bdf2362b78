import Toopher

/// The code of the comment on ``ToopherIframe/Version1``'s `validate`.
enum Version1Example {
    static func run(_ old: ToopherIframe.Version1, _ body: [UInt8], _ token: String) throws {
        let fields = try old.validate(
            .ignoring(["csrf"], of: .bytes(body)), requestToken: .expected(token), expecting: .user("jdoe"))
        if let refusal = fields.refusal { throw refusal }  // the reference's error_code
        guard fields.isGranted else { return }
    }
}
