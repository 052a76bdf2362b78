import Platform
import Testing

@Suite("Wiped bytes")
struct WipedBytesTests {
    struct Refusal: Error {}

    func copy(_ bytes: WipedBytes) -> [UInt8] { bytes.withBytes { span in span.indices.map { span[$0] } } }

    @Test(
        "The bytes are those of the original", arguments: [[], [0], [1, 2, 3], [UInt8](repeating: 0xff, count: 5000)])
    func original(_ bytes: [UInt8]) {
        let wiped = WipedBytes(bytes)
        #expect(copy(wiped) == bytes)
        #expect(wiped.count == bytes.count)
        #expect(unsafe wiped.unsafeBytes.elementsEqual(bytes))
    }

    @Test("Bytes that are written in place are zero before")
    func inPlace() {
        let wiped = WipedBytes(count: 4) { bytes in
            bytes[1] = 7
            bytes[3] = bytes[0] + 9
        }
        #expect(copy(wiped) == [0, 7, 0, 9])
    }

    @Test("An error while the bytes are written is thrown")
    func failure() {
        #expect(throws: Refusal.self) { try WipedBytes(count: 4) { _ throws(Refusal) in throw Refusal() } }
    }
}
