internal import CryptoCore
internal import WebSyntax

/// A request whose signature is not valid, and what is known besides: what a search starts from.
final class DiagnosedRequest {
    let request: ReceivedRequest
    /// The value of `oauth_signature`, decoded.
    let signature: String
    /// The header fields in which proxies may have named other addresses.
    let headers: [(name: String, value: String)]
    /// The shared secrets, if the method has some and they are known.
    let secrets: (consumer: SecretBytes, token: SecretBytes?)?
    let isPlaintext: Bool

    init(
        _ request: ReceivedRequest, signature: String, headers: [(name: String, value: String)],
        secrets: (consumer: SecretBytes, token: SecretBytes?)?, isPlaintext: Bool
    ) {
        self.request = request
        self.signature = signature
        self.headers = headers
        self.secrets = secrets
        self.isPlaintext = isPlaintext
    }

    // What follows is computed once, because every pair of mistakes may need it.

    /// The query as the URL has it.
    private(set) lazy var query: [UInt8] = {
        let url = Array(request.url.utf8)
        guard let mark = url.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        return Array(url[(mark + 1)...].prefix { $0 != UInt8(ascii: "#") })
    }()

    /// The host as the URL has it.
    private(set) lazy var writtenHost: [UInt8] = {
        let url = Array(request.url.utf8)
        let rest = url.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
        let authority = rest.prefix { !"/?#".utf8.contains($0) }
        let host = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
        return Array(host.prefix(URIAddress(authority: host).host.count))
    }()

    /// The realm of the `Authorization` header, percent-encoded; `nil` if there is none.
    private(set) lazy var realm: [UInt8]? = {
        let name = Array("realm=\"".utf8)
        for header in request.authorization.map({ Array($0.utf8) }) {
            for start in header.indices where header[start...].prefix(name.count).map(\.asciiLowercased) == name {
                let value = header[(start + name.count)...].prefix { $0 != UInt8(ascii: "\"") }
                return PercentEncoding.encoded(PercentEncoding.decode(value) ?? Array(value))
            }
        }
        return nil
    }()

    /// The form body; empty if the body is not a form.
    private var form: [UInt8] { request.hasFormBody ? request.body : [] }

    /// Whether query or form have a `+`.
    private(set) lazy var hasPlus = query.contains(UInt8(ascii: "+")) || form.contains(UInt8(ascii: "+"))

    /// The names, percent-encoded, that stand in query or form without an equals sign.
    private(set) lazy var bareNames: [[UInt8]] = [query, form].flatMap { $0.split(separator: UInt8(ascii: "&")) }
        .filter { !$0.contains(UInt8(ascii: "=")) }.map(Self.encoded)

    /// The parameters that are made of the members of a JSON body: of all, and of those that are not nested.
    private(set) lazy var jsonParameters: [[SignedParameter]] = {
        let members = JSONMembers(otherBody, limit: Self.mostParameters).members
        return [members, members.filter { !$0.isNested }].map { members in
            members.map { SignedParameter(encoding: $0.name, $0.value, from: .body) }
        }
    }()

    /// The parameters that are made of the parts of a multipart body: of those that are not files, and of all.
    private(set) lazy var multipartParameters: [[SignedParameter]] = {
        let fields = MultipartFields(otherBody, request.contentType, limit: Self.mostParameters).fields
        return [fields.filter { !$0.isFile }, fields].map { fields in
            fields.map { SignedParameter(encoding: $0.name, $0.value, from: .body) }
        }
    }()

    /// The parameters that a body that is not a form would have if it were one.
    private(set) lazy var otherBodyParameters: [SignedParameter] = {
        let pairs = otherBody.split(
            separator: UInt8(ascii: "&"), maxSplits: Self.mostParameters, omittingEmptySubsequences: true)
        guard pairs.count <= Self.mostParameters else { return [] }
        return pairs.map { pair in
            let (name, value) = FormEncoding.halves(of: pair)
            return SignedParameter(Self.encoded(name), Self.encoded(value), from: .body)
        }
    }()

    /// The body if it is not a form, whose parameters are not signed.
    private var otherBody: [UInt8] { request.hasFormBody ? [] : request.body }

    /// The number of bytes of a body that is not a form.
    var otherBodyCount: Int { request.hasFormBody ? 0 : request.body.count }

    /// The most parameters that a body may have; one with more was hardly signed.
    private static let mostParameters = 1000

    /// Returns a name or a value of a form, percent-encoded.
    private static func encoded(_ half: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        FormEncoding.forEachDecodedByte(of: half) { bytes.append($0) }
        return PercentEncoding.encoded(bytes)
    }
}
