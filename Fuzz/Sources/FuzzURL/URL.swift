import FuzzSupport
import OAuth1
import Synchronization

private let probe = Mutex(VerifierProbe())
private let header = Array(#"OAuth oauth_nonce="n""#.utf8)

/// URLs: the base string URI is its own base string URI, the query's pairs are read as a form's,
/// and whatever the signer signs, the verifier accepts with the same base string.
@c(LLVMFuzzerTestOneInput)
public func fuzzURL(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let url = unsafe fuzzerInput(start, count)
    let outcome = probe.withLock { $0.verify(url: url, authorization: header) }
    if !outcome.isMalformed {
        let parts = outcome.baseString.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        require(parts.count == 3, "a base string of \(parts.count) parts")
        checkURI(String(decoding: parts[1], as: UTF8.self))
        checkQuery(url, outcome)
    }
    checkSigner(url)
    return 0
}

private func checkURI(_ encoded: String) {
    guard let uri = PercentEncoding.decode(encoded) else { fatalError("the URI is badly encoded: \(encoded)") }
    require(!uri.contains(UInt8(ascii: "?")) && !uri.contains(UInt8(ascii: "#")), "the URI has a query or a fragment")
    let again = probe.withLock { $0.verify(url: uri, authorization: header) }
    require(!again.isMalformed, "the URI \(encoded) is no URL: \(String(describing: again.error))")
    let part = again.baseString.split(separator: UInt8(ascii: "&"))[1]
    require(part.elementsEqual(encoded.utf8), "the URI \(encoded) becomes \(String(decoding: part, as: UTF8.self))")
}

private func checkQuery(_ url: [UInt8], _ outcome: Outcome) {
    let query = url.prefix { $0 != UInt8(ascii: "#") }.drop { $0 != UInt8(ascii: "?") }.dropFirst()
    guard let pairs = try? FormEncoding.decode(Array(query), limit: .max) else { fatalError("a query is refused") }
    guard !pairs.haveProtocolNames else { return }
    require(outcome.parameters == pairs, "the verifier reads \(outcome.parameters)")
}

private func checkSigner(_ url: [UInt8]) {
    var scratch = expectNoError { try SigningScratch() }
    let (method, nonce) = (Array("GET".utf8), Array("n".utf8))
    let signer = Signer(credentials: VerifierProbe.credentials)
    do {
        try signer.sign(
            method: method.span, url: url.span, form: Span(), nonce: nonce.span, timestamp: 1, using: &scratch)
    } catch { return }
    let outcome = probe.withLock { $0.verify(url: url, authorization: scratch.authorization.copy()) }
    // Parameters of the protocol's kind in the query can be signed, but never verified.
    if case .duplicateParameter = outcome.error { return }
    require(outcome.error == nil, "the signer's own request: \(String(describing: outcome.error))")
    require(outcome.baseString == scratch.baseString.copy(), "signer and verifier differ in the base string")
}
