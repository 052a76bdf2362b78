import CryptoCore
import FuzzSupport

private let key = expectNoError {
    try P256.PrivateKey(rawRepresentation: SecretBytes((1...32).map { UInt8($0) }))
}
private let message = Array("message".utf8)
private let signature = expectNoError { try key.signature(for: message) }

/// ES256: a key that is imported in one form is the same in the other, and no signature holds but
/// the one that was made, for the one message that it was made for.
@c(LLVMFuzzerTestOneInput)
public func fuzzES256(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    if let imported = try? P256.PublicKey(x963Representation: input) {
        require(imported.x963Representation == input, "a point changes")
        check(imported)
    }
    if let imported = try? P256.PublicKey(derRepresentation: input) { check(imported) }

    require(!key.publicKey.isValidSignature(input, for: message) || input == signature, "a signature from nowhere")
    var forgery = signature
    for (index, mask) in zip(forgery.indices, input) { forgery[index] ^= mask }
    let isForged = forgery != signature
    require(key.publicKey.isValidSignature(forgery, for: message) != isForged, "a changed signature holds")
    require(!key.publicKey.isValidSignature(signature + input, for: message) || input.isEmpty, "a longer one holds")
    require(!key.publicKey.isValidSignature(signature, for: input) || input == message, "another message holds")
    return 0
}

private func check(_ imported: P256.PublicKey) {
    let point = imported.x963Representation
    guard let again = try? P256.PublicKey(x963Representation: point) else { fatalError("its own point is refused") }
    require(again.x963Representation == point, "its own point changes")
    let isOurs = point == key.publicKey.x963Representation
    require(imported.isValidSignature(signature, for: message) == isOurs, "the key is not its point's")
}
