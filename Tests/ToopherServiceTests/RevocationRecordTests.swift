#if Service

import CryptoCore
import DeviceProtocol
import Testing

@Suite("What a phone signs to end something") struct RevocationRecordTests {
    /// The example of `docs/device-protocol.md`.
    static let record = DeviceProtocol.RevocationRecord(
        .init(
            service: "https://auth.example.org/v1/", kind: .automation, id: "e7b1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
            requester: .init(id: "77aa0c1d-2e3f-4051-8263-748596a7b8c9", name: "Example Shop"),
            user: .init(id: "c0ff7a31-9b0e-4d5c-8a7f-1e2d3c4b5a69", name: "jdoe"),
            action: .init(id: "51de4f60-7182-4394-a5b6-c7d8e9fa0b1c", name: "Log In"),
            terminal: .init(id: "9b1e2d3c-4b5a-4697-8877-66554433aabb", name: "my computer"), decision: .approve),
        revoked: 1_700_000_099, device: "6f1c1c58-9c3a-4a0b-8a45-2f5d7a6f0c11")

    static let bytes = """
        toopher-revocation-1
        service 28
        https://auth.example.org/v1/
        kind 10
        automation
        id 36
        e7b1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d
        requester-id 36
        77aa0c1d-2e3f-4051-8263-748596a7b8c9
        requester-name 12
        Example Shop
        user-id 36
        c0ff7a31-9b0e-4d5c-8a7f-1e2d3c4b5a69
        user-name 4
        jdoe
        action-id 36
        51de4f60-7182-4394-a5b6-c7d8e9fa0b1c
        action-name 6
        Log In
        terminal-id 36
        9b1e2d3c-4b5a-4697-8877-66554433aabb
        terminal-name 11
        my computer
        decision 7
        approve
        revoked 10
        1700000099
        device 36
        6f1c1c58-9c3a-4a0b-8a45-2f5d7a6f0c11

        """

    /// Every field with another value.
    static let changes: [(field: String, change: @Sendable (inout DeviceProtocol.RevocationRecord) -> Void)] = [
        ("service", { $0.subject.service = "https://auth.example.org/v2/" }),
        ("kind", { $0.subject.kind = $0.subject.kind == .pairing ? .automation : .pairing }),
        ("id", { $0.subject.id.removeLast() }), ("requester-id", { $0.subject.requester.id += "0" }),
        ("requester-name", { $0.subject.requester.name += " " }), ("user-id", { $0.subject.user.id += "0" }),
        ("user-name", { $0.subject.user.name = "jdoe2" }), ("action-id", { $0.subject.action.id += "0" }),
        ("action-name", { $0.subject.action.name += "2" }), ("terminal-id", { $0.subject.terminal.id += "0" }),
        ("terminal-name", { $0.subject.terminal.name += "\n" }), ("decision", { $0.subject.decision = .deny }),
        ("revoked", { $0.revoked += 1 }), ("device", { $0.device.removeLast() }),
    ]

    @Test("The bytes are those of the protocol, and a signature that OpenSSL has made over them is valid")
    func vector() throws {
        #expect(String(decoding: Self.record.bytesToSign(), as: UTF8.self) == Self.bytes)
        let point = try #require(
            Base64.decodeURL(
                "BP3qDPEWTFgn2lXODI1r5H0-iErl_e_hT7DtJvA4jKK6gjR-pg7gDbSzv50ft_fzPncMhJ68KqDADfR7Pngk4iA"))
        let signature = try #require(
            Base64.decodeURL("lgrBw9QjXXYi7zHMh9ptazXS6voQ7YcMa25lE01jyS_lE1s85FCbzmPq5kTlxfuOyH36AHyUZ5XsRUvJ9kUdXQ"))
        let key = try P256.PublicKey(x963Representation: point)
        #expect(key.isValidSignature(signature, for: Self.record.bytesToSign()))
        for (field, change) in Self.changes {
            var other = Self.record
            change(&other)
            #expect(!key.isValidSignature(signature, for: other.bytesToSign()), "\(field)")
        }
        let names = Self.bytes.split(separator: "\n").filter { $0.last?.isNumber == true && $0.contains(" ") }
        #expect(names.map { String($0.prefix { $0 != " " }) } == Self.changes.map(\.field), "every field is changed")
    }

    @Test("Of a pairing action, terminal and decision are empty")
    func pairing() {
        let record = DeviceProtocol.RevocationRecord(
            .init(
                service: "s", kind: .pairing, id: "i", requester: .init(id: "r", name: "é"),
                user: .init(id: "v", name: "u")), revoked: 3, device: "d")
        #expect(
            String(decoding: record.bytesToSign(), as: UTF8.self).hasSuffix(
                """
                user-name 1
                u
                action-id 0

                action-name 0

                terminal-id 0

                terminal-name 0

                decision 0

                revoked 1
                3
                device 1
                d

                """))
        var moved = record
        moved.subject.user.name = "u\naction-id 0\n"
        #expect(moved.bytesToSign() != record.bytesToSign())
    }
}

#endif
