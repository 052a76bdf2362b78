#if Service

import AuditLog
import CryptoCore
import Database
import HTTPTypes
import Testing

@testable import ToopherService

@Suite("Integrations") struct IntegrationTests {
    @Test("The keys have the lengths that clients check, and the database does not have the secret one")
    func keys() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            let ssh = try await harness.integration(of: shop)
            #expect(ssh.key.count == 20 && ssh.key.hasPrefix("DI") && ssh.secret.count == 40)
            let rows = try await harness.service.core.store.database.query("SELECT * FROM integrations")
            #expect(rows.count == 1 && !"\(rows)".contains(ssh.secret))
            #expect("\(try await harness.service.integrations())".contains(ssh.key))
            #expect(try await harness.service.checkSecrets() >= 2)
        }
    }

    @Test("A new secret key has every character, and each about as often")
    func secretCharacters() throws {
        var counts: [Character: Int] = [:]
        for _ in 0..<400 {
            for character in try IntegrationKey.makeSecret(SystemRandom.source) { counts[character, default: 0] += 1 }
        }
        #expect(counts.count == 62)
        // 258 of each are expected; nine standard deviations.
        #expect(counts.values.allSatisfy { (114..<402).contains($0) }, "\(counts)")
    }

    @Test("Variants are pinned to those that were used, or to named ones")
    func pinned() async throws {
        try await Harness.run { harness in
            let ssh = try await harness.integration(of: harness.requester())
            let service = harness.service
            await #expect(throws: ServiceError.self) { try await service.pinIntegration(ssh.key, to: nil) }
            await #expect(throws: ServiceError.self) { try await service.pinIntegration(ssh.key, to: ["v9"]) }
            await #expect(throws: ServiceError.unknownIntegration) {
                try await service.pinIntegration("DI", to: ["v1"])
            }
            #expect(try await harness.call(.get, "/auth/v2/check", as: ssh).status == 200)
            #expect(try await service.pinIntegration(ssh.key, to: nil) == ["v2-sha512"])
            #expect(try await harness.call(.get, "/auth/v2/check", as: ssh).status == 200)
            #expect(try await service.pinIntegration(ssh.key, to: ["v5", "v4"]) == ["v4", "v5"])
            #expect(try await harness.call(.get, "/auth/v2/check", as: ssh).status == 401)
        }
    }

    @Test("Signatures without a date are accepted only by name")
    func undated() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            var old = try await harness.integration(of: shop)
            old.isDated = false
            #expect(try await harness.call(.get, "/rest/v1/check", as: old).status == 401)
            let named = try await harness.integration(of: shop, isDated: false)
            #expect(try await harness.call(.get, "/rest/v1/check", as: named).status == 200)
        }
    }

    @Test("A disabled integration is refused until it is enabled, and a removed one for ever")
    func states() async throws {
        try await Harness.run { harness in
            let ssh = try await harness.integration(of: harness.requester())
            let service = harness.service
            func status() async throws -> Int { try await harness.call(.get, "/auth/v2/check", as: ssh).status }
            #expect(try await status() == 200)
            try await service.setIntegration(ssh.key, isEnabled: false)
            #expect(try await status() == 403)
            try await service.setIntegration(ssh.key, isEnabled: true)
            #expect(try await status() == 200)
            try await service.removeIntegration(ssh.key)
            #expect(try await status() == 401)
            await #expect(throws: ServiceError.unknownIntegration) { try await service.removeIntegration(ssh.key) }
            let types = try await harness.auditEntries().map(\.type)
            #expect(
                types.suffix(4) == [
                    "integration_created", "integration_changed", "integration_changed", "integration_removed",
                ])
        }
    }

    @Test("A web integration needs an address to send browsers to, and no other has one")
    func addresses() async throws {
        try await Harness.run { harness in
            let shop = try await harness.requester()
            for (kind, uris) in [
                (.web, []), (.authAPI, ["https://example.org/"]), (.web, ["example.org"]), (.web, ["https://x/#y"]),
                (.web, ["javascript:alert(1)"]),
            ] as [(IntegrationKind, [String])] {
                await #expect(throws: ServiceError.self) {
                    try await harness.integration(of: shop, kind: kind) { $0.redirectURIs = uris }
                }
            }
            #expect(try await harness.service.integrations().isEmpty)
            // Where codes go is what somebody may have changed.
            _ = try await harness.integration(of: shop, kind: .web) { $0.redirectURIs = ["https://example.org/back"] }
            let entry = try #require(await harness.auditEntries().last { $0.type == "integration_created" })
            #expect("\(entry)".contains("https://example.org/back"), "\(entry)")
        }
    }
}

#endif
