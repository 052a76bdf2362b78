import CryptoCore
import FuzzSupport
import HTTPTypes

private let secret = SecretBytes(utf8: "i4KkoKuzBw3zfnmFmxEYXPPtW3Rea9bt49zCcQs9")
private let key = expectNoError { try CallKey(secret: secret) }
private let tokenKey = expectNoError { try HMACKey(.sha512, key: secret) }

/// A request of the Auth API that holds anything: nothing traps, no code but the right one verifies, and what each variant
/// signs of a request verifies as that variant or as one that signs the same text.
@c(LLVMFuzzerTestOneInput)
public func fuzzAuthAPI(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    let frame = RequestFrame(input)
    let lines = String(decoding: frame.contentType, as: UTF8.self).split(separator: "|", maxSplits: 2).map(String.init)
    var fields = HTTPFields()
    fields[.contentType] = lines.first
    fields[.date] = lines.dropFirst().first
    if let name = HTTPField.Name("X-Duo-Date"), lines.count > 2 { fields[name] = lines[2] }
    let url = String(decoding: frame.url, as: UTF8.self)
    let call = ReceivedCall(
        method: String(decoding: frame.method, as: UTF8.self), host: String(url.prefix { $0 != "/" }),
        target: String(url.drop { $0 != "/" }), fields: fields, body: frame.body)
    checkStranger(call, authorization: String(decoding: frame.authorization, as: UTF8.self))
    checkSigned(call)
    checkParameters(frame.body)
    let token = String(decoding: frame.body, as: UTF8.self)
    require(expectNoError { try HS512Token.verify(token, key: tokenKey) } == nil, "a made-up token verifies")
    let document = BSON.encode([("body", .string(token)), ("n", .int32(Int32(truncatingIfNeeded: input.count)))])
    require(document.count == document.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }, "another length")
    require(document.last == 0, "no NUL at the end")
    return 0
}

private func checkStranger(_ call: ReceivedCall, authorization: String) {
    guard let credentials = try? CallCredentials(authorization: authorization) else { return }
    let all = Set(SignatureVariant.allCases)
    require(
        (try? key.verify(call, credentials, accepting: all, at: 0, window: .max / 2)) == nil, "a made-up code verifies")
}

private func checkSigned(_ call: ReceivedCall) {
    guard let text = try? CallText(call) else { return }
    for variant in SignatureVariant.allCases {
        guard CallKey.candidates(for: call, codeCount: variant.algorithm.digestCount).contains(variant) else { continue }
        let date = variant == .v2SHA512ClientDate ? call.clientDate : call.date
        let hosts = variant.coversBody ? call.lowercaseHosts : call.hosts
        for host in hosts {
            let mac = expectNoError { try HMACKey(variant.algorithm, key: secret) }
            let signed = text.bytes(variant, host: host, date: date)
            let code = expectNoError { try mac.authenticationCode(for: signed) }
            let credentials = CallCredentials(integrationKey: "DI", code: code)
            do throws(SignatureRefusal) {
                let verified = try key.verify(
                    call, credentials, accepting: [variant], at: 0, window: .max / 2)
                require(verified.variant == variant, "verified as \(verified.variant)")
            } catch .variantNotAccepted(let other) {
                let otherDate = other == .v2SHA512ClientDate ? call.clientDate : call.date
                let spellings = other.coversBody ? call.lowercaseHosts : call.hosts
                require(
                    spellings.contains { text.bytes(other, host: $0, date: otherDate) == signed },
                    "\(variant) verifies as \(other)")
            } catch .dateMalformed {
                require(date.flatMap { CallDate.parse($0) } == nil, "a date is refused")
            } catch {
                require(false, "\(variant): \(error)")
            }
        }
    }
}

private func checkParameters(_ form: [UInt8]) {
    guard let parameters = try? CallParameter.parse(form) else { return }
    let canonical = CallParameter.canonical(parameters)
    let again = expectNoError { try CallParameter.parse(canonical) }
    require(CallParameter.canonical(again) == canonical, "a second round differs")
}
