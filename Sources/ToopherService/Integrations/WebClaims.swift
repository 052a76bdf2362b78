#if Service

internal import AuthAPI
internal import CryptoCore

/// The claims of a token that a client of the web flow has signed.
struct WebClaims: Sendable {
    /// The longest time to the end of a token, in seconds: five minutes, and what clocks differ by.
    static let longestLife: Int64 = 360

    /// The token's end, in seconds since 1970.
    let expires: Int64
    private let members: FlatJSONReader.Members

    /// Reads a token.
    ///
    /// - Throws: ``WebFlowError/invalidToken`` if it was not signed with the integration's key, has other claims than texts,
    ///   numbers and Booleans, or is not valid now.
    init(_ token: String, of integration: Integration, audience: String, at now: Int64) throws {
        guard let verified = try HS512Token.verify(token, key: integration.tokenKey),
            let objects = FlatJSONReader.objects(in: [UInt8(ascii: "[")] + verified.claims + [UInt8(ascii: "]")]),
            objects.count == 1,
            let header = FlatJSONReader.objects(in: [UInt8(ascii: "[")] + verified.header + [UInt8(ascii: "]")]),
            header.first?.first(where: { $0.name == "alg" })?.value == "HS512"
        else { throw WebFlowError.invalidToken }
        members = objects[0]
        // Clients write a fraction of a second too.
        let seconds = members.first { $0.name == "exp" }?.value.prefix { $0 != "." }
        guard let expires = seconds.flatMap({ Int64($0) }), now < expires, expires <= now + Self.longestLife else {
            throw WebFlowError.invalidToken
        }
        self.expires = expires
        guard text("iss") == integration.key, text("aud")?.lowercased() == audience.lowercased() else {
            throw WebFlowError.invalidToken
        }
    }

    /// Returns a claim.
    func text(_ name: String) -> String? { members.first { $0.name == name }?.value }
}

#endif
