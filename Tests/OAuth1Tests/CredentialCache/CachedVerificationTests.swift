import CryptoCore
import Synchronization
import Testing

@testable import OAuth1

@Suite("Verification with a CredentialCache")
struct CachedVerificationTests {
    static let url = Array("https://api.example.com/".utf8)
    static let verb = Array("GET".utf8)

    let cache: CredentialCache
    let verifier: Verifier

    init() throws {
        cache = try CredentialCache(lifetime: nil)
        verifier = try Verifier(ledger: InMemoryNonceLedger(), clock: { 1000 })
    }

    static func header(_ credentials: Credentials) throws -> [UInt8] {
        var scratch = try SigningScratch()
        let (nonce, form) = (Array("nonce".utf8), [UInt8]())
        try Signer(credentials: credentials).sign(
            method: verb.span, url: url.span, form: form.span, nonce: nonce.span, timestamp: 1000, using: &scratch)
        return copy(scratch.authorization)
    }

    /// Returns why a request is refused; `nil` if it is accepted.
    func verdict(
        _ header: [UInt8], with cache: CredentialCache? = nil, using scratch: inout VerificationScratch
    ) -> VerificationError? {
        let (verb, url) = (Self.verb, Self.url)
        do throws(VerificationError) {
            try verifier.verifySignature(
                of: BorrowedRequest(method: verb.span, url: url.span, authorization: header.span), using: &scratch,
                credentials: cache ?? self.cache)
            return nil
        } catch { return error }
    }

    @Test("Requests of every method are accepted, and refused with another key", arguments: SignatureMethod.allCases)
    func methods(method: SignatureMethod) throws {
        var scratch = try VerificationScratch()
        let header = try Self.header(TestKeys.credentials(method))
        var verdict = verdict(header, using: &scratch)
        #expect(verdict == .unknownConsumer)
        cache.insert(try TestKeys.credentials(method))
        verdict = self.verdict(header, using: &scratch)
        #expect(verdict == nil)
        var changed = header
        // The last character is the quote, the one before may be padding.
        changed[changed.count - 8] ^= 1
        verdict = self.verdict(changed, using: &scratch)
        #expect(verdict != nil)
        verdict = self.verdict(header, using: &scratch)
        #expect(verdict == nil)
        cache.remove(consumerKey: try TestKeys.credentials(method).consumerKey)
        verdict = self.verdict(header, using: &scratch)
        #expect(verdict == .unknownConsumer)
    }

    @Test("Credentials that were replaced, also with those of another method, are not used")
    func replaced() throws {
        var scratch = try VerificationScratch()
        let first = try credentials(key: "k", secret: "first")
        let second = try credentials(key: "k", secret: "second")
        let third = try Credentials(
            consumerKey: "k", consumerSecret: SecretBytes(utf8: "first"), signatureMethod: .hmacSHA256)
        let headers = try [first, second, third].map(Self.header)
        for (inserted, verdicts) in [
            (first, [nil, .signatureInvalid, .signatureMethodNotAllowed]),
            (second, [.signatureInvalid, nil, .signatureMethodNotAllowed]),
            (third, [.signatureMethodNotAllowed, .signatureMethodNotAllowed, nil]),
            (first, [nil, .signatureInvalid, .signatureMethodNotAllowed]),
        ] as [(Credentials, [VerificationError?])] {
            cache.insert(inserted)
            for (header, expected) in zip(headers, verdicts) {
                let verdict = verdict(header, using: &scratch)
                #expect(verdict == expected)
            }
        }
        cache.removeAll()
        for header in headers {
            let verdict = verdict(header, using: &scratch)
            #expect(verdict == .unknownConsumer)
        }
    }

    @Test("Expired credentials are unknown")
    func expired() throws {
        let now = Mutex<Int64>(0)
        let cache = try CredentialCache(lifetime: .seconds(60), clock: { now.withLock { $0 } })
        cache.insert(try credentials())
        var scratch = try VerificationScratch()
        let header = try Self.header(credentials())
        for (time, isKnown) in [(Int64(59), true), (60, false), (-1, false), (0, true)] {
            now.withLock { $0 = time }
            let verdict = verdict(header, with: cache, using: &scratch)
            #expect(verdict == (isKnown ? nil : .unknownConsumer))
        }
    }

    @Test("No keyed states remain in the scratch after a request is accepted or refused")
    func wiped() throws {
        for method in [SharedSecretMethod.hmacSHA1, .hmacSHA256, .hmacSHA512] {
            let known = try Credentials(
                consumerKey: "k", consumerSecret: SecretBytes(utf8: "s"), signatureMethod: method)
            cache.insert(known)
            var scratch = try VerificationScratch()
            let header = try Self.header(known)
            for header in [header, Array(header.dropLast(8)) + "AAAAAAA\"".utf8, Array(header.dropLast(60))] {
                _ = verdict(header, using: &scratch)
                let words = (0..<HMACStates.capacity).map { scratch.found.states[$0] }
                #expect(words.allSatisfy { $0 == 0 })
                let method = scratch.found.method
                #expect(method == nil)
            }
        }
    }

    @Test("A lookup of one's own finds credentials by its function")
    func own() throws {
        struct Lookup: CredentialLookup {
            let known: Credentials

            func credentials(consumerKey: Span<UInt8>, token: Span<UInt8>) -> Credentials? {
                consumerKey.count == known.consumerKey.utf8.count ? known : nil
            }
        }
        var scratch = try VerificationScratch()
        let (verb, url, header) = (Self.verb, Self.url, try Self.header(credentials()))
        let lookup = Lookup(known: try credentials())
        try verifier.verifySignature(
            of: BorrowedRequest(method: verb.span, url: url.span, authorization: header.span), using: &scratch,
            credentials: lookup)
        let other = try Self.header(credentials(key: "another one"))
        var refusal: VerificationError?
        do throws(VerificationError) {
            try verifier.verifySignature(
                of: BorrowedRequest(method: verb.span, url: url.span, authorization: other.span), using: &scratch,
                credentials: lookup)
        } catch { refusal = error }
        #expect(refusal == .unknownConsumer)
    }
}
