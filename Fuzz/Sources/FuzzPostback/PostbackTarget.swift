import CryptoCore
import FuzzSupport
import OAuth1
import Toopher

private let key = expectNoError { try HMACKey(.sha1, key: SecretBytes(utf8: "hijklmnop")) }
private let iframe = expectNoError {
    try ToopherIframe(
        key: "abcdefg", secret: SecretBytes(utf8: "hijklmnop"), baseURL: "https://api.toopher.test/v1/",
        clock: { 1000 })
}
private let token = ExpectedRequestToken.expected("s9s7vsb")

/// Fuzzes postbacks.
///
/// Bytes, text and fields of one form have the same result. Nothing is granted without a signature. A signed form has the
/// same result alone and wrapped, is accepted once, and is refused with one more field.
@c(LLVMFuzzerTestOneInput)
public func fuzzPostback(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    let outcome = process(.bytes(input))
    guard let fields = try? FormEncoding.decode(input) else { fatalError("a form is refused") }
    require(process(.fields(fields)) == outcome, "the fields have another result than the form: \(outcome)")
    if let text = String(validating: input, as: UTF8.self) {
        require(process(.text(text)) == outcome, "the text has another result than the form: \(outcome)")
    }
    checkGrant(.bytes(input), outcome)
    checkSigned(fields)
    return 0
}

/// The result of a postback.
private enum Outcome: Equatable {
    case postback(Postback)
    case refusal(String)
}

private func process(_ form: PostbackForm) -> Outcome {
    do {
        return .postback(try iframe.processPostbackWithoutReplayProtection(form, requestToken: token))
    } catch { return .refusal(String(reflecting: error)) }
}

private func checkGrant(_ form: PostbackForm, _ outcome: Outcome) {
    var isGranted = false
    if case .postback(let postback) = outcome { isGranted = postback.isGranted }
    let result = iframe.isAuthenticationGrantedWithoutReplayProtection(
        form, requestToken: token, expecting: .anything)
    require(result == isGranted, "granted is \(result) of \(outcome)")
    let other = iframe.isAuthenticationGrantedWithoutReplayProtection(
        form, requestToken: token, expecting: .user("somebody else"))
    if other, case .postback(let postback) = outcome {
        require(postback["user_name"] == "somebody else", "granted to another user")
    }
}

/// Checks the fields with those that every postback has and the service's signature.
private func checkSigned(_ fields: [Parameter]) {
    let own = ["toopher_sig", "session_token", "timestamp", "toopher_iframe_data"]
    var fields = fields.filter { !own.contains($0.name) }
    fields += [Parameter("session_token", "s9s7vsb"), Parameter("timestamp", "1000")]
    let names = Set(fields.map { Array($0.name.utf8) })
    // With the added ones, the fields stay below the limit of 100.
    guard names.count == fields.count, fields.count < 90 else { return }
    fields.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let code = expectNoError { try key.authenticationCode(for: Array(FormEncoding.encode(fields).utf8)) }
    let signed = fields + [Parameter("toopher_sig", Base64.encode(code))]
    let form = FormEncoding.encode(signed)

    let outcome = process(.fields(signed))
    require(outcome != process(.fields(signed.filter { $0.name != "toopher_sig" })), "unsigned is as good as signed")
    require(process(.text(form)) == outcome, "the form has another result than its fields")
    require(process(.fields(signed.reversed())) == outcome, "the order of the fields matters")
    let wrapped = [Parameter("toopher_iframe_data", form), Parameter("csrf", "1")]
    require(process(.fields(wrapped)) == outcome, "wrapped, it has another result")
    let forged = process(.fields(signed + [Parameter("no such field", "x")]))
    require(
        forged == .refusal(String(reflecting: ToopherError.signatureInvalid))
            || fields.contains { $0.name == "no such field" }, "one more field: \(forged)")
    checkGrant(.fields(signed), outcome)
    do {
        let validated = try iframe.validateFieldsWithoutReplayProtection(of: .fields(signed), requestToken: token)
        require(validated.parameters == fields, "validated fields differ")
    } catch { fatalError("a signed postback is not valid: \(error)") }
    checkReplay(.fields(signed), outcome)
}

private func checkReplay(_ form: PostbackForm, _ outcome: Outcome) {
    let protected = expectNoError {
        try ToopherIframe(
            key: "abcdefg", secret: SecretBytes(utf8: "hijklmnop"), baseURL: "https://api.toopher.test/v1/",
            replayLedger: InMemoryPostbackLedger(), clock: { 1000 })
    }
    let outcomes = blocking { [await process(form, by: protected), await process(form, by: protected)] }
    require(outcomes[0] == outcome, "with a ledger, it has another result")
    require(outcomes[1] == .refusal(String(reflecting: ToopherError.replayed)), "accepted twice")
}

private func process(_ form: PostbackForm, by iframe: ToopherIframe) async -> Outcome {
    do {
        return .postback(try await iframe.processPostback(form, requestToken: token))
    } catch { return .refusal(String(reflecting: error)) }
}
