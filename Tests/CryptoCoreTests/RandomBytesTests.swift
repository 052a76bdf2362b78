import CryptoCore
import Testing

@Suite("Random bytes")
struct RandomBytesTests {
    @Test("Random bytes have the requested length and do not repeat")
    func random() throws {
        #expect(try RandomBytes.generate(0).isEmpty)
        let draws = try (0..<200).map { _ in try RandomBytes.generate(16) }
        #expect(draws.allSatisfy { $0.count == 16 })
        #expect(Set(draws).count == draws.count)
    }
}
