import CryptoCore
import TestSupport
import Testing

@testable import ToopherCommand

@Suite("The cache of RSA keys")
struct RSAKeysTests {
    @Test("A cached key signs and verifies as a new one does, and keys are not confused")
    func held() throws {
        let keys = RSAKeyCache()
        let message = Array("message".utf8)
        let signature = try RSAPrivateKey(pemRepresentation: RSAFixtures.pkcs8).signature(
            for: message.span, using: .sha256)
        for _ in 0..<2 {
            let key = try keys.privateKey(pem: RSAFixtures.pkcs8)
            #expect(try key.signature(for: message.span, using: .sha256) == signature)
            #expect(throws: CryptoError.self) { try keys.privateKey(pem: "x") }
            #expect(throws: CryptoError.self) { try keys.publicKey(pem: "x") }
        }
    }

    @Test("batch signs many lines with one key, and verifies them with it")
    func batch() async {
        let verifiers = BatchVerifiers()
        let pem = RSAFixtures.pkcs8.split(separator: "\n").joined(separator: "\\n")
        func result(of fields: String) async -> BatchResult {
            let text = #"{"method":"GET","url":"https://h/","consumer_key":"k","nonce":"n","timestamp":"1000","#
            return await BatchResult(executing: Array((text + fields + "}").utf8), verifiers)
        }
        for _ in 0..<2 {
            let rsa = #""signature_method":"RSA-SHA256","private_key_pem":"\#(pem)""#
            let signed = await result(of: #""op":"sign","# + rsa)
            #expect(signed.signature?.utf8.count == 344 && signed.error == nil)
            let header = (signed.authorization ?? "").split(separator: "\"", omittingEmptySubsequences: false).joined(
                separator: "\\\"")
            let headers = #""headers":[["Authorization","\#(header)"]],"now":"1000","#
            let verified = await result(of: #""op":"verify","# + headers + rsa)
            #expect(verified.isValid == true && verified.signature == signed.signature, "\(verified)")
            let refused = await result(of: #""op":"verify","# + headers + #""signature_method":"RSA-SHA256""#)
            #expect(refused.isValid != true && refused.error != nil)
        }
    }
}
