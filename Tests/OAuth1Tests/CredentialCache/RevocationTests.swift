import OAuth1
import Testing

@testable import VerificationStress

@Suite("Revocation while requests are verified")
struct RevocationTests {
    @Test(
        "A verification that begins after a removal or a replacement does not use the old credentials",
        arguments: [SharedSecretMethod.hmacSHA1, .hmacSHA256, .hmacSHA512])
    func revoked(method: SharedSecretMethod) throws {
        #expect(try Revocations(method).run(changes: 200, verifiers: 3) != nil)
    }
}
