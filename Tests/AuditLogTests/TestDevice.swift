import AuditLog
import CryptoCore
import DeviceProtocol

/// A device that signs decisions.
struct TestDevice {
    let id: String
    var key: P256.PrivateKey

    init(_ number: Int) throws {
        id = Self.identifier(number)
        key = try P256.PrivateKey()
    }

    static func identifier(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.utf8.count) + digits
    }

    /// Returns the entry of a decision, and what was signed.
    func entry(
        _ decision: DeviceProtocol.Decision, on number: Int, time: Int64,
        _ change: (inout [String: CanonicalJSON?]) -> Void
    ) throws -> (AuditEntry, String) {
        let subject = DeviceProtocol.DecisionSubject(
            service: "https://auth.example.org/v1/", kind: .authenticationRequest, id: Self.identifier(number),
            requester: .init(id: "r", name: "Shop"), user: .init(id: "u", name: "jdoe \n\"é"),
            action: .init(id: "a", name: "Log In"), terminal: .init(id: "t", name: "Laptop"), created: time,
            expires: time + 90)
        let record = DeviceProtocol.DecisionRecord(subject, .init(decision, decided: time), device: id).bytesToSign()
        var members: [String: CanonicalJSON?] = [
            "request": .string(subject.id), "device": .string(id), "user": .string("u"), "requester": .string("r"),
            "device_key": .string(try LogKey.id(of: key.publicKey.x963Representation)),
            "decision": .string(decision.rawValue), "outcome": .string(decision == .approve ? "granted" : "denied"),
            "record_sha256": .string(Base64.encodeURL(try Digest.sha256(record))),
            "signature": .string(Base64.encodeURL(try key.signature(for: record))),
        ]
        change(&members)
        let entry = AuditEntry(EntryType.requestDecided, time: time, members.map { (name: $0.key, value: $0.value) })
        return (entry, String(decoding: record, as: UTF8.self))
    }
}
