import CryptoCore
import FuzzSupport

private let message = Array("message".utf8)
private let passphrase = SecretBytes(utf8: "correct-horse")

/// RSA keys: as a PEM text, or as a label's number and the bytes behind it. Whatever is accepted has a sound size, and
/// a private key signs what its public half verifies, and nothing else. An encrypted key has the passphrase
/// `correct-horse`. The ends of its lines do not change a key.
@c(LLVMFuzzerTestOneInput)
public func fuzzRSAKey(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe fuzzerInput(start, count)
    let isText = input.first.map { [UInt8(ascii: "-"), UInt8(ascii: "B"), 0xef].contains($0) } ?? false
    let pem = isText ? input : block(input)
    if let key = try? RSAPublicKey(pemRepresentation: pem) { check(key, pem) }
    let plain = try? RSAPrivateKey(pemRepresentation: SecretBytes(pem))
    let key = try? RSAPrivateKey(pemRepresentation: SecretBytes(pem), passphrase: passphrase)
    require(plain == nil || key?.bitCount == plain?.bitCount, "a passphrase changes a key that needs none")
    if let key { check(key, pem) }
    return 0
}

/// The bytes in the armour that their first one chooses.
private func block(_ input: [UInt8]) -> [UInt8] {
    let labels = [
        "PRIVATE KEY", "RSA PRIVATE KEY", "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE", "ENCRYPTED PRIVATE KEY",
        "EC PRIVATE KEY", "DSA PRIVATE KEY",
    ]
    let label = labels[Int(input.first ?? 0) % labels.count]
    return Array("-----BEGIN \(label)-----\n\(lines(input.dropFirst()))-----END \(label)-----\n".utf8)
}

private func lines(_ bytes: ArraySlice<UInt8>) -> String {
    var rest = bytes
    var text = ""
    while !rest.isEmpty {
        text += Base64.encode(Array(rest.prefix(48))) + "\n"
        rest = rest.dropFirst(48)
    }
    return text
}

private func check(_ key: RSAPublicKey, _ pem: [UInt8]) {
    require((2048...16384).contains(key.bitCount), "a key of \(key.bitCount) bits")
    guard let again = try? RSAPublicKey(pemRepresentation: Array("text around it\n".utf8) + pem) else {
        fatalError("text in front of the block counts")
    }
    require(again.bitCount == key.bitCount, "text in front of the block changes the key")
    let respelled = pem.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: "\r") : $0 }
    guard let same = try? RSAPublicKey(pemRepresentation: respelled) else { fatalError("lines may not end in CR") }
    require(same.bitCount == key.bitCount, "lines that end in CR change the key")
    for signature in [[], pem, [UInt8](repeating: 0, count: (key.bitCount + 7) / 8)] {
        require(!isValid(signature, for: message, key), "a signature from nowhere")
    }
}

private func check(_ key: RSAPrivateKey, _ pem: [UInt8]) {
    require((2048...16384).contains(key.bitCount), "a key of \(key.bitCount) bits")
    guard var signature = try? key.signature(for: message.span, using: .sha256) else { fatalError("an accepted key cannot sign") }
    require(signature.count == (key.bitCount + 7) / 8, "a signature of \(signature.count) bytes")
    require(isValid(signature, for: message, key.publicKey), "its own signature does not hold")
    require(!isValid(signature, for: pem, key.publicKey), "another message holds")
    signature[pem.count % signature.count] ^= 1
    require(!isValid(signature, for: message, key.publicKey), "a changed signature holds")
}

private func isValid(_ signature: [UInt8], for message: [UInt8], _ key: RSAPublicKey) -> Bool {
    expectNoError { try key.isValidSignature(signature.span, for: message.span, using: .sha256) }
}
