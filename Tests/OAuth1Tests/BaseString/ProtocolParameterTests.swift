import Testing

@testable import OAuth1

@Suite("ProtocolParameter")
struct ProtocolParameterTests {
    @Test(
        "Every parameter is found by the length and the first bytes of its name", arguments: ProtocolParameter.allCases)
    func find(parameter: ProtocolParameter) {
        let name = Array("\(parameter.name)".utf8)
        let prefix = name.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        #expect(ProtocolParameter(length: name.count, prefix: prefix) == parameter)
        #expect(ProtocolParameter(length: name.count + 20, prefix: prefix) == nil)
        #expect(prefix >> 16 == ProtocolParameter.namePrefix)
        #expect(ByteWord.bigEndian("oauth_") == ProtocolParameter.namePrefix)
    }
}
