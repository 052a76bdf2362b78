#if Service

import AuditLog
import Database
import DeviceProtocol
import Testing

@testable import ToopherService

@Suite("Proofs from the service")
struct AuditProofTests {
    private func initiate(
        _ harness: Harness, _ shop: TestRequester, _ parameters: [(String, String)] = []
    ) async throws -> String {
        let response = try await harness.post(
            "/v1/authentication_requests/initiate", [("user_name", "jdoe"), ("terminal_name", "t")] + parameters,
            as: shop)
        return response.json["id"].text
    }

    @Test("What a phone has decided is proven with its signature and its registration")
    func decisions() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, pairing) = try await harness.pairedPhone(user: "jdoe", with: shop)
            var ids = [pairing]
            for _ in 0..<3 {
                let id = try await initiate(harness, shop)
                #expect(try await phone.decide(.approve, on: id).status == 200)
                ids.append(id)
                try await harness.seal()
            }
            for id in ids {
                let proof = try #require(try await harness.service.auditProof(of: id.uppercased()))
                try proof.verify()
                let read = try #require(DecisionProof(bytes: proof.bytes))
                try read.verify(kept: [try #require(try await harness.service.auditHead())])
                let isPairing = id == pairing
                #expect(read.decision.entry.text(isPairing ? "pairing" : "request") == id)
                #expect(read.device?.entry.text("device") == phone.id)
                #expect(read.record?.contains("\n\(id)\n") == true)
            }
        }
    }

    @Test("What a password or the requester has decided is proven without a phone, and what is not there is not")
    func others() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            _ = try await harness.pairedPhone(user: "jdoe", with: shop)
            let refused = try await initiate(harness, shop, [("otp", "000000")])
            let cancelled = try await initiate(harness, shop)
            _ = try await harness.post("/v1/authentication_requests/\(cancelled)/cancel", [], as: shop)
            for (id, outcome) in [(refused, "password_refused"), (cancelled, "cancelled")] {
                let proof = try #require(try await harness.service.auditProof(of: id))
                try proof.verify()
                #expect(proof.device == nil && proof.record == nil && proof.decision.entry.text("outcome") == outcome)
            }
            let pending = try await initiate(harness, shop)
            for id in [pending, UserTests.unknownID, "", "x"] {
                #expect(try await harness.service.auditProof(of: id) == nil)
            }
        }
    }

    @Test("Of a log with changed entries nothing false is proven")
    func tampered() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let (phone, _) = try await harness.pairedPhone(user: "jdoe", with: shop)
            let id = try await initiate(harness, shop)
            #expect(try await phone.decide(.deny, on: id).status == 200)
            try await harness.seal()
            try await harness.write(
                "UPDATE audit_entries SET entry = replace(entry, 'denied', 'not_me') WHERE subject_id = $1", [.text(id)]
            )
            let proof = try #require(try await harness.service.auditProof(of: id))
            #expect(throws: AuditLogError.self) { try proof.verify() }
        }
    }
}

#endif
