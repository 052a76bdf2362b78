import CryptoCore
import Testing

@testable import AuthAPI

@Suite("BSON") struct BSONTests {
    @Test("Documents are, byte for byte, what the clients read")
    func samples() {
        let txid: [(name: String, value: BSON)] = [
            ("stat", .string("OK")), ("response", .document([("txid", .string("t1"))])),
        ]
        #expect(
            Hex.encode(BSON.encode(txid))
                == "2e0000000273746174000300000"
                + "04f4b0003726573706f6e73650012000000027478696400030000007431000000")
        let failure: [(name: String, value: BSON)] = [
            ("stat", .string("FAIL")), ("code", .int32(40002)), ("message", .string("No")),
        ]
        #expect(
            Hex.encode(BSON.encode(failure))
                == "2e0000000273746174000500000"
                + "04641494c0010636f646500429c0000026d65737361676500030000004e6f0000")
    }

    @Test("Lengths are those of the bytes, and no text has a NUL inside")
    func texts() {
        #expect(Hex.encode(BSON.encode([])) == "0500000000")
        #expect(Hex.encode(BSON.encode([("a", .string(""))])) == "0d000000" + "026100" + "01000000" + "00" + "00")
        #expect(
            Hex.encode(BSON.encode([("ü", .string("ü"))])) == "10000000" + "02c3bc00" + "03000000" + "c3bc00" + "00")
        #expect(
            Hex.encode(BSON.encode([("a\u{0}b", .string("c\u{0}d"))])) == "10000000" + "02616200" + "03000000"
                + "636400" + "00")
    }

    @Test("Numbers, Booleans and arrays have their types")
    func types() {
        #expect(
            Hex.encode(BSON.encode([("n", .int32(-2)), ("b", .boolean(true)), ("l", .array([.boolean(false)]))]))
                == "1c000000" + "106e00feffffff" + "08620001" + "046c00" + "09000000" + "08300000" + "00" + "00")
    }
}
