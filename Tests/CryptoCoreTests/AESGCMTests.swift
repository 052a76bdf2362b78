import Glibc
import Platform
import Testing

@testable import CryptoCore

@Suite("AES-256-GCM")
struct AESGCMTests {
    static let secret = SecretBytes(Array(0..<32))

    @Test("Published cases seal to the published bytes and open again, and the invalid ones do not open")
    func published() throws {
        let cases = try AESGCMVectors.load()
        #expect(cases.count == 105)
        for vector in cases where vector.hasUsualNonce {
            let (key, sealed) = (try vector.sealingKey(), try vector.sealed())
            let (data, nonce) = (try vector.associatedData(), Array(sealed.prefix(AESGCM.nonceCount)))
            let again = try key.seal(vector.secret(), authenticating: data, nonce: nonce)
            #expect((again == sealed) == vector.valid, "\(vector.testDescription)")
            if vector.valid {
                let plaintext = try key.open(sealed, authenticating: data)
                #expect(plaintext.isEqual(to: try vector.secret()), "\(vector.testDescription)")
            } else {
                #expect(throws: CryptoError.authenticationFailed) { try key.open(sealed, authenticating: data) }
            }
        }
    }

    @Test("A nonce of any other length than 12 bytes is refused, also one of none")
    func unusualNonces() throws {
        let cases = try AESGCMVectors.load().filter { !$0.hasUsualNonce }
        #expect(cases.contains { $0.nonce.isEmpty })
        #expect(cases.contains { $0.what.contains("CounterWrap") })
        for vector in cases {
            let (key, data) = (try vector.sealingKey(), try vector.associatedData())
            let nonce = try #require(Hex.decode(vector.nonce))
            #expect(throws: CryptoError.self) { try key.seal(vector.secret(), authenticating: data, nonce: nonce) }
            #expect(throws: CryptoError.authenticationFailed) { try key.open(vector.sealed(), authenticating: data) }
        }
    }

    @Test("A key has 32 bytes", arguments: [0, 1, 16, 24, 31, 33, 64])
    func keyLengths(count: Int) {
        let error = #expect(throws: CryptoError.self) {
            try AESGCM.Key(SecretBytes([UInt8](repeating: 1, count: count)))
        }
        #expect(error == .invalidKey(kind: "AES-256 key", reasons: ["32 bytes expected"]))
    }

    @Test("What is sealed opens, of every length", arguments: [0, 1, 15, 16, 17, 255, 4096, 3_000_000])
    func lengths(count: Int) throws {
        let key = try AESGCM.Key(Self.secret)
        let plaintext = SecretBytes((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        for data in [[], [7], [UInt8](repeating: 9, count: count)] {
            let sealed = try key.seal(plaintext, authenticating: data)
            #expect(sealed.count == count + AESGCM.overhead)
            #expect(try key.open(sealed, authenticating: data).isEqual(to: plaintext))
        }
    }

    @Test("Nonces are random: the same plaintext never seals to the same bytes")
    func nonces() throws {
        let key = try AESGCM.Key(Self.secret)
        let sealed = try (0..<500).map { _ in try key.seal(SecretBytes(utf8: "s"), authenticating: []) }
        #expect(Set(sealed.map { $0.prefix(AESGCM.nonceCount) }).count == sealed.count)
    }

    @Test("A key shows nothing when it is printed")
    func silence() throws {
        var dumped = ""
        dump(try AESGCM.Key(SecretBytes(utf8: "abcdefghijklmnopqrstuvwxyz012345")), to: &dumped)
        #expect(!dumped.contains("abcdef"))
        #expect(!dumped.contains("97"))
    }

    @Test("Many threads use one key, and each opens what another sealed")
    func threads() throws {
        let key = try AESGCM.Key(Self.secret)
        let exchange = Exchange()
        let threads = try (0..<8).map { number in
            try startThread {
                for turn in 0..<400 {
                    let data = UInt8(truncatingIfNeeded: turn &* 8 &+ number)
                    let plaintext = SecretBytes([UInt8](repeating: data, count: turn))
                    guard let sealed = try? key.seal(plaintext, authenticating: [data]) else { return }
                    let other = exchange.sealed.withLock { shared in
                        shared.append((sealed, data))
                        return shared[(turn &* 7919) % shared.count]
                    }
                    guard let opened = try? key.open(other.sealed, authenticating: [other.data]),
                        opened.withBytes({ bytes in bytes.indices.allSatisfy { bytes[$0] == other.data } }),
                        (try? key.open(other.sealed, authenticating: [other.data ^ 1])) == nil
                    else { return }
                    exchange.openings.withLock { $0 += 1 }
                }
            }
        }
        for thread in threads { #expect(pthread_join(thread, nil) == 0) }
        #expect(exchange.openings.withLock { $0 } == 8 * 400)
    }
}

/// What the threads have sealed, and how often they opened it.
private final class Exchange: Sendable {
    let sealed = Lock<[(sealed: [UInt8], data: UInt8)]>([])
    let openings = Lock(0)
}
