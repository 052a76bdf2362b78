import FuzzSupport
import OAuth1
import Synchronization

private let probe = Mutex(VerifierProbe())
private let header = Array(#"OAuth oauth_nonce="n""#.utf8)

/// Form bodies: a round trip keeps every pair in its order, limits hold, and the verifier reads the
/// same pairs as ``FormEncoding`` and sorts them as the RFC says.
@c(LLVMFuzzerTestOneInput)
public func fuzzFormBody(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let body = unsafe fuzzerInput(start, count)
    let pairCount = body.split(separator: UInt8(ascii: "&")).count
    guard let pairs = try? FormEncoding.decode(body, limit: pairCount) else {
        fatalError("refused at the limit of its own length")
    }
    require(pairs.count == pairCount, "a pair is lost")
    if pairCount > 0 {
        require((try? FormEncoding.decode(body, limit: pairCount - 1)) == nil, "the limit does not hold")
    }
    checkRoundTrip(pairs)
    checkVerifier(body, pairs)
    return 0
}

private func checkRoundTrip(_ pairs: [Parameter]) {
    let text = FormEncoding.encode(pairs)
    guard let again = try? FormEncoding.decode(text, limit: pairs.count) else { fatalError("its own text is refused") }
    require(again.elementsEqual(pairs, by: haveSameBytes), "a round trip changes \(pairs) to \(again)")
    require(FormEncoding.encode(again) == text, "the second encoding differs from the first")
}

private func checkVerifier(_ body: [UInt8], _ pairs: [Parameter]) {
    guard !pairs.haveProtocolNames else { return }
    let outcome = probe.withLock { $0.verify(authorization: header, isForm: true, body: body) }
    require(outcome.error == .missingParameter("oauth_signature_method"), "\(String(describing: outcome.error))")
    require(outcome.parameters.elementsEqual(pairs, by: haveSameBytes), "the verifier reads \(outcome.parameters)")
    guard !pairs.wereRepaired else { return }
    let normalised = (pairs + [Parameter("oauth_nonce", "n")])
        .map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
        .sorted { $0.0 != $1.0 ? precedes($0.0, $1.0) : precedes($0.1, $1.1) }
        .map { "\($0.0)=\($0.1)" }
        .joined(separator: "&")
    let expected = "GET&https%3A%2F%2Fexample.com%2F&" + PercentEncoding.encode(normalised)
    require(outcome.baseString.elementsEqual(expected.utf8), "the base string is not \(expected)")
}

private func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
}

private func haveSameBytes(_ left: Parameter, _ right: Parameter) -> Bool {
    left.name.utf8.elementsEqual(right.name.utf8) && left.value.utf8.elementsEqual(right.value.utf8)
}
