import CryptoCore
import FuzzSupport
import OAuth1
import Synchronization

/// Counts how often it is asked.
private final class CountingLedger: NonceLedger {
    let count = Mutex(0)

    func record(_ use: NonceUse, horizon: Int64) async throws -> NonceVerdict {
        count.withLock { $0 += 1 }
        return .fresh
    }
}

private let ledger = CountingLedger()
private let probe = Mutex(VerifierProbe(ledger: ledger))
private let verifier = probe.withLock { $0.verifier }
private let signer = Signer(
    credentials: VerifierProbe.credentials, clock: { 1 }, nonces: { () throws(CryptoError) in "n" })

/// A whole request: the asynchronous verification agrees with the one in reused memory and asks the
/// ledger only once the signature holds; and what the signer makes of a request is accepted in each
/// of the three places where a signature can stand.
@c(LLVMFuzzerTestOneInput)
public func fuzzVerify(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let frame = RequestFrame(unsafe fuzzerInput(start, count))
    _ = verify(frame)
    let request = ReceivedRequest(
        method: String(decoding: frame.method, as: UTF8.self), url: String(decoding: frame.url, as: UTF8.self),
        authorization: [String(decoding: frame.authorization, as: UTF8.self)],
        contentType: String(decoding: frame.contentType, as: UTF8.self), body: frame.body)
    check(request)
    checkSigner(request)
    return 0
}

private func verify(_ frame: RequestFrame) -> Outcome {
    probe.withLock {
        $0.verify(
            method: frame.method, url: frame.url, authorization: frame.authorization,
            isForm: isForm(frame.contentType), body: frame.body)
    }
}

/// Verifies a request in both ways.
@discardableResult
private func check(_ request: ReceivedRequest) -> Outcome {
    var frame = RequestFrame([])
    frame.method = Array(request.method.utf8)
    frame.url = Array(request.url.utf8)
    frame.authorization = Array((request.authorization.first ?? "").utf8)
    frame.contentType = Array((request.contentType ?? "").utf8)
    frame.body = request.body
    let outcome = verify(frame)
    let asked = ledger.count.withLock { $0 }
    let (verified, refusal) = blocking { await verifyAsynchronously(request) }
    require(refusal == outcome.error, "asynchronously \(String(describing: refusal)), else \(outcome)")
    require(ledger.count.withLock { $0 } - asked == (refusal == nil ? 1 : 0), "the ledger was asked out of turn")
    guard let verified else { return outcome }
    require(verified.consumerKey.utf8.elementsEqual(text(outcome.consumerKey).utf8), "the consumer keys differ")
    require((verified.token ?? "").utf8.elementsEqual(text(outcome.token).utf8), "the tokens differ")
    require(verified.parameters == outcome.parameters, "the parameters differ")
    checkBody(of: request, verified)
    return outcome
}

/// What was accepted covers its body, and no other one that is not a form.
private func checkBody(of request: ReceivedRequest, _ verified: VerifiedRequest) {
    require(verified.coversBody, "a body that nobody signed is accepted")
    let forged = ReceivedRequest(
        method: request.method, url: request.url, authorization: request.authorization, contentType: "application/json",
        body: request.body + [UInt8(ascii: "}")])
    let (accepted, _) = blocking { await verifyAsynchronously(forged) }
    require(accepted == nil, "another body is accepted")
}

private func verifyAsynchronously(_ request: ReceivedRequest) async -> (VerifiedRequest?, VerificationError?) {
    do {
        return (try await verifier.verify(request) { _, _ in VerifierProbe.credentials }, nil)
    } catch let error as VerificationError {
        return (nil, error)
    } catch { fatalError("an error of another kind: \(error)") }
}

private func checkSigner(_ request: ReceivedRequest) {
    guard let query = decoded(Array(request.url.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst())),
        let form = decoded(request.body), !query.haveProtocolNames, !form.haveProtocolNames
    else { return }
    var signed = request
    signed.contentType = "application/x-www-form-urlencoded; charset=utf-8"
    if let header = try? signer.authorizationHeader(
        method: request.method, url: request.url, formParameters: form, realm: request.contentType)
    {
        signed.authorization = [header]
        signed.body = Array(FormEncoding.encode(form).utf8)
        expectAccepted(signed, form)
    }
    signed.authorization = []
    if let body = try? signer.signedForm(method: request.method, url: request.url, parameters: form) {
        signed.body = Array(body.utf8)
        expectAccepted(signed, form)
    }
    if let url = try? signer.signedURL(method: request.method, url: request.url, parameters: form) {
        signed.url = url
        signed.body = []
        expectAccepted(signed, form)
    }
}

private func expectAccepted(_ request: ReceivedRequest, _ form: [Parameter]) {
    let outcome = check(request)
    require(outcome.error == nil, "the signer's own request: \(String(describing: outcome.error)), \(request)")
    require(outcome.parameters.suffix(form.count) == form[...], "the form's parameters changed")
    var forged = request
    forged.url += forged.url.utf8.contains(UInt8(ascii: "?")) ? "&x" : "?x"
    if !forged.url.utf8.contains(UInt8(ascii: "#")) {
        require(check(forged).error == .signatureInvalid, "a parameter more, and the signature still holds")
    }
}

private func decoded(_ bytes: [UInt8]) -> [Parameter]? {
    try? FormEncoding.decode(bytes, limit: .max)
}

private func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
}

/// RFC 5849 section 3.4.1.3.1, on bytes.
private func isForm(_ contentType: [UInt8]) -> Bool {
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let type = contentType.prefix { $0 != UInt8(ascii: ";") }
        .map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        .drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    return type.elementsEqual("application/x-www-form-urlencoded".utf8)
}
