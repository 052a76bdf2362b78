internal import CryptoCore

/// What the variants sign of one request. Digests and parameters are computed once, whatever is tried.
struct CallText: Sendable {
    /// The most of the client's own header fields, and their length in all.
    private static let maximumFieldCount = 32
    private static let maximumFieldBytes = 8192

    private let call: ReceivedCall
    private let parameters: [UInt8]
    private let queryParameters: [UInt8]
    private let bodyDigest: [UInt8]
    private let fieldDigest: [UInt8]

    init(_ call: ReceivedCall) throws(SignatureRefusal) {
        self.call = call
        parameters = CallParameter.canonical(try call.formParameters())
        // With a body that is signed as it is, the line of the parameters has those of a query only.
        queryParameters = call.hasQueryParameters ? parameters : []
        let fields = call.clientFields
        guard fields.count <= Self.maximumFieldCount,
            fields.reduce(0, { $0 + $1.name.utf8.count + $1.value.utf8.count }) <= Self.maximumFieldBytes
        else { throw .oversizedFields }
        let parts = fields.sorted { ($0.name, $0.value) < ($1.name, $1.value) }.flatMap { [$0.name, $0.value] }
        do throws(CryptoError) {
            bodyDigest = try Self.digest(call.body)
            fieldDigest = try Self.digest(Array(parts.map { Array($0.utf8) }.joined(separator: [0])))
        } catch {
            throw .crypto(error)
        }
    }

    /// Returns the text that a variant signs, for a spelling of the host.
    func bytes(_ variant: SignatureVariant, host: String, date: String?) -> [UInt8] {
        var lines: [[UInt8]] = []
        if let date, variant.isDated { lines.append(Array(date.utf8)) }
        lines += [Array(call.method.utf8), Array(host.utf8), Array(call.path.utf8)]
        lines.append(variant.coversBody ? queryParameters : parameters)
        if variant.coversBody { lines.append(bodyDigest) }
        if variant == .v5 { lines.append(fieldDigest) }
        return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    private static func digest(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        Array(Hex.encode(try Digest.hash(bytes, using: .sha512)).utf8)
    }
}
