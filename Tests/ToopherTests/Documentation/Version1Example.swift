import Toopher

/// The example of ``ToopherIframe/Version1/validate(_:requestToken:ttl:expecting:)``.
enum Version1Example {
    static func run(_ old: ToopherIframe.Version1, _ body: [UInt8], _ token: String) async throws {
        let fields = try await old.validate(
            .ignoring(["csrf"], of: .bytes(body)), requestToken: .expected(token), expecting: .user("jdoe"))
        if let refusal = fields.refusal { throw refusal }  // the reference's error_code
        guard fields.isGranted else { return }
    }
}
