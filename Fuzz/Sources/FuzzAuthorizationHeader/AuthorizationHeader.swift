import CryptoCore
import FuzzSupport
import OAuth1
import Synchronization

private let probe = Mutex(VerifierProbe())

/// The `Authorization` header: empty list elements and white space change nothing, another letter
/// case of the scheme neither, and a header that lacks only its signature is accepted with it.
@c(LLVMFuzzerTestOneInput)
public func fuzzAuthorizationHeader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    // Whatever the scheme.
    _ = verify(input)

    let outcome = verify(Array("OAuth ".utf8) + input)
    let padded = verify(Array("oAUTH\t, ,".utf8) + input + Array(" , \t".utf8))
    require(padded == outcome, "empty elements change \(outcome) to \(padded)")
    guard outcome.error == .missingParameter("oauth_signature") else { return 0 }

    let signature = Base64.encode(expectNoError { try VerifierProbe.key.authenticationCode(for: outcome.baseString) })
    let lacking = Array("OAuth ".utf8) + input
    let separator: [UInt8] = input.last == UInt8(ascii: ",") ? [] : [UInt8(ascii: ",")]
    let signed = lacking + separator + Array(#"oauth_signature="\#(PercentEncoding.encode(signature))""#.utf8)
    let accepted = verify(signed)
    require(accepted.error == nil, "a right signature: \(String(describing: accepted.error))")
    require(accepted.baseString == outcome.baseString, "a signature changes the base string")
    require(accepted.parameters == outcome.parameters, "a signature changes the parameters")
    checkForgeries(of: signature, lacking + separator)
    return 0
}

/// No other text than the signature's own is a signature: not another spelling of its last digit,
/// not one without padding, not one with more.
private func checkForgeries(of signature: String, _ lacking: [UInt8]) {
    let last = signature.utf8.dropLast().last ?? 0
    let forgeries = [
        String(signature.dropLast(2)) + String(Unicode.Scalar(last ^ 1)) + "=", String(signature.dropLast()),
        signature + "=", signature + "====", " " + signature, signature + "\n", "=" + signature.dropFirst(),
    ]
    for forgery in forgeries {
        let outcome = verify(lacking + Array(#"oauth_signature="\#(PercentEncoding.encode(forgery))""#.utf8))
        require(outcome.error == .signatureInvalid, "\(forgery): \(String(describing: outcome.error))")
    }
}

private func verify(_ header: [UInt8]) -> Outcome {
    probe.withLock { $0.verify(authorization: header) }
}
