#if Service

import CryptoCore
import DeviceProtocol
import HTTPTypes

extension Phone {
    /// Returns what ends a pairing, pending or enabled, or a standing answer, from what the phone is listed of it; `nil` if
    /// that is not listed.
    func revocation(
        _ kind: DeviceProtocol.RevocationSubject.Kind, _ id: String
    ) async throws -> DeviceProtocol.RevocationRecord? {
        let lists =
            switch kind {
            case .pairing:
                [try await call(.get, "/v1/device/pairings").json["pairings"], try await pending()["pairings"]]
            case .automation: [try await call(.get, "/v1/device/automations").json["automations"]]
            }
        guard let item = lists.flatMap(\.array).first(where: { $0["id"].text == id }) else { return nil }
        func named(_ name: String) -> DeviceProtocol.Named {
            .init(id: item[name]["id"].text, name: item[name]["name"].text)
        }
        let subject = DeviceProtocol.RevocationSubject(
            service: Harness.base + "/v1/", kind: kind, id: id, requester: named("requester"), user: named("user"),
            action: named("action"), terminal: named("terminal"), decision: .init(rawValue: item["decision"].text))
        return DeviceProtocol.RevocationRecord(subject, revoked: harness.clock.now, device: self.id)
    }

    /// Ends what a record says, signed with its bytes, or with others if those are given.
    func end(
        _ record: DeviceProtocol.RevocationRecord, signing bytes: [UInt8]? = nil, with key: P256.PrivateKey? = nil
    ) async throws -> ServiceResponse {
        let signature = try (key ?? self.key).signature(for: bytes ?? record.bytesToSign())
        return try await call(
            .post, "/v1/device/revocations", record.subject.submission(signature: Base64.encodeURL(signature)))
    }

    /// Ends a pairing or a standing answer that the phone is listed.
    func end(_ kind: DeviceProtocol.RevocationSubject.Kind, _ id: String) async throws -> ServiceResponse {
        guard let record = try await revocation(kind, id) else {
            return ServiceResponse(status: 0, headers: [:], body: [])
        }
        return try await end(record)
    }
}

extension DeviceProtocol.RevocationSubject {
    /// The body of the call that ends it.
    func submission(signature: String) -> String { #"{"\#(kind.rawValue)":"\#(id)","signature":"\#(signature)"}"# }
}

#endif
