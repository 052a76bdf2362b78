#if Service

import NIOCore
import NIOEmbedded
import Testing

@testable import ToopherService

@Suite("Places for connections") struct ConnectionGateTests {
    private static func channel(from address: String) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        channel.remoteAddress = try SocketAddress(ipAddress: address, port: 5)
        return channel
    }

    @Test("An address gets its places, others get theirs, and a closed connection gives its place back")
    func perAddress() throws {
        let recorder = LogRecorder()
        let gate = ConnectionGate(
            maximum: 5, maximumPerAddress: 2, isExempt: { $0 == "127.0.0.1" }, logger: recorder.logger())
        let one = try (0..<3).map { _ in try Self.channel(from: "192.0.2.1") }
        #expect(one.map { gate.admit($0) } == [true, true, false])
        #expect(gate.admit(try Self.channel(from: "192.0.2.2")))
        let near = try (0..<2).map { _ in try Self.channel(from: "127.0.0.1") }
        #expect(near.map { gate.admit($0) } == [true, true] && gate.connectionCount == 5)
        #expect(!gate.admit(try Self.channel(from: "127.0.0.1")), "no place in all")
        _ = try one[0].finish()
        #expect(gate.connectionCount == 4)
        #expect(gate.admit(try Self.channel(from: "192.0.2.1")))
        #expect(recorder.text.split(separator: "\n").count == 1)
    }

    @Test("IPv6 addresses count by their /64, a mapped IPv4 address as itself")
    func blocks() {
        #expect(AddressBlock("2001:db8::1") == AddressBlock("2001:db8::ffff:1:2:3"))
        #expect(AddressBlock("2001:db8::1") != AddressBlock("2001:db8:0:1::1"))
        #expect(AddressBlock("::ffff:192.0.2.1") == AddressBlock("192.0.2.1"))
        #expect(AddressBlock("192.0.2.1") != AddressBlock("192.0.2.2"))
        #expect(AddressBlock("fe80::1%eth0") == AddressBlock("fe80::2%eth1"))
        #expect(AddressBlock("192.0.2") == nil && AddressBlock("") == nil)
    }

    @Test("The log has one line a minute, with what was counted")
    func tally() {
        var tally = RefusalTally()
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
        #expect(tally.count(.full, at: start) == .init(full: 1))
        #expect(tally.count(.full, at: start + .seconds(1)) == nil)
        #expect(tally.count(.addressFull, at: start + .seconds(59)) == nil)
        #expect(tally.count(.admitted, at: start + .seconds(60)) == nil)
        #expect(tally.count(.full, at: start + .seconds(60)) == .init(full: 2, addressFull: 1))
    }

    @Test("Connections leave descriptors for everything else, and too few are an error")
    func descriptors() throws {
        var limits = ConnectionLimits()
        #expect(try limits.maximum(descriptors: 256) == 160)
        #expect(try limits.maximum(descriptors: .max) == ConnectionLimits.defaultMaximum)
        limits.maximum = 100_000
        #expect(try limits.maximum(descriptors: 20_000) == 19_904)
        #expect(throws: ServiceError.tooFewDescriptors(limit: 64, needed: 97)) {
            try limits.maximum(descriptors: 64)
        }
        #expect(try limits.maximum(descriptors: 256, others: WebhookLimits().descriptors) == 96)
        #expect(throws: ServiceError.tooFewDescriptors(limit: 160, needed: 161)) {
            try limits.maximum(descriptors: 160, others: WebhookLimits().descriptors)
        }
    }
}

#endif
