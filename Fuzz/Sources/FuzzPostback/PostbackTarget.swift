import CryptoCore
import FuzzSupport
import OAuth1
import Toopher

private let key = expectNoError { try HMACKey(.sha1, key: SecretBytes(utf8: "hijklmnop")) }
private let iframe = expectNoError {
    try ToopherIframe(key: "abcdefg", secret: SecretBytes(utf8: "hijklmnop"), clock: { 1000 })
}
private let token = ExpectedRequestToken.expected("s9s7vsb")

/// Postbacks: bytes, text and fields of one form agree, nothing is granted without a signature, a
/// signed form is read the same alone and wrapped and only once, and one more field breaks it.
@c(LLVMFuzzerTestOneInput)
public func fuzzPostback(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    let outcome = process(.bytes(input))
    guard let fields = try? FormEncoding.decode(input) else { fatalError("a form is refused") }
    require(process(.fields(fields)) == outcome, "its fields say something else than the form: \(outcome)")
    if let text = String(validating: input, as: UTF8.self) {
        require(process(.text(text)) == outcome, "its text says something else than the form: \(outcome)")
    }
    checkGrant(.bytes(input), outcome)
    checkSigned(fields)
    return 0
}

/// What comes of a postback: its description, or the error's.
private enum Reading: Equatable {
    case postback(Postback)
    case refusal(String)
}

private func process(_ form: PostbackForm) -> Reading {
    do {
        return .postback(try iframe.processPostback(form, requestToken: token))
    } catch { return .refusal(String(reflecting: error)) }
}

private func checkGrant(_ form: PostbackForm, _ outcome: Reading) {
    var isGranted = false
    if case .postback(let postback) = outcome { isGranted = postback.isGranted }
    let answer = iframe.isAuthenticationGranted(form, requestToken: token, expecting: .anything)
    require(answer == isGranted, "granted is \(answer) of \(outcome)")
    let other = iframe.isAuthenticationGranted(form, requestToken: token, expecting: .user("somebody else"))
    if other, case .postback(let postback) = outcome {
        require(postback["user_name"] == "somebody else", "granted to another user")
    }
}

/// Signs the fields as the service does, with what every postback has.
private func checkSigned(_ fields: [Parameter]) {
    let own = ["toopher_sig", "session_token", "timestamp", "toopher_iframe_data"]
    var fields = fields.filter { !own.contains($0.name) }
    fields += [Parameter("session_token", "s9s7vsb"), Parameter("timestamp", "1000")]
    let names = Set(fields.map { Array($0.name.utf8) })
    // Ten more than the fields here never reach the limit of a hundred.
    guard names.count == fields.count, fields.count < 90 else { return }
    fields.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let code = expectNoError { try key.authenticationCode(for: Array(FormEncoding.encode(fields).utf8)) }
    let signed = fields + [Parameter("toopher_sig", Base64.encode(code))]
    let form = FormEncoding.encode(signed)

    let outcome = process(.fields(signed))
    require(outcome != process(.fields(signed.filter { $0.name != "toopher_sig" })), "unsigned is as good as signed")
    require(process(.text(form)) == outcome, "the form says something else than its fields")
    require(process(.fields(signed.reversed())) == outcome, "the order of the fields matters")
    let wrapped = [Parameter("toopher_iframe_data", form), Parameter("csrf", "1")]
    require(process(.fields(wrapped)) == outcome, "wrapped, it says something else")
    let forged = process(.fields(signed + [Parameter("no such field", "x")]))
    require(
        forged == .refusal(String(reflecting: ToopherError.signatureInvalid))
            || fields.contains { $0.name == "no such field" }, "a field more: \(forged)")
    checkGrant(.fields(signed), outcome)
    do {
        let validated = try iframe.validatedFields(of: .fields(signed), requestToken: token)
        require(validated.parameters == fields, "validated fields differ")
    } catch { fatalError("a signed postback is not valid: \(error)") }
    checkReplay(.fields(signed), outcome)
}

private func checkReplay(_ form: PostbackForm, _ outcome: Reading) {
    let ledger = InMemoryPostbackLedger()
    let readings = blocking { [await take(form, ledger), await take(form, ledger)] }
    require(readings[0] == outcome, "with a ledger, it says something else")
    require(readings[1] == .refusal(String(reflecting: ToopherError.replayed)), "taken twice")
}

private func take(_ form: PostbackForm, _ ledger: InMemoryPostbackLedger) async -> Reading {
    do {
        return .postback(try await iframe.processPostback(form, requestToken: token, replayLedger: ledger))
    } catch { return .refusal(String(reflecting: error)) }
}
