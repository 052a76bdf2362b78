#if Service

internal import AuthAPI
internal import CryptoCore
internal import WebSyntax

extension ToopherService {
    /// Creates an integration of a requester.
    ///
    /// - Parameters:
    ///   - name: What operators call it.
    ///   - requester: The requester's id or consumer key.
    /// - Throws: ``ServiceError/invalidIntegration(reason:)``, ``ServiceError/unknownRequester``,
    ///   ``ServiceError/requesterDeleted``.
    public func createIntegration(
        name: String, kind: IntegrationKind, settings: IntegrationSettings = IntegrationSettings(),
        of requester: String
    ) async throws(ServiceError) -> IntegrationCredentials {
        guard let name = DisplayName.normalized(name) else { throw .invalidRequesterName }
        try Self.check(settings, kind)
        do {
            let key = try IntegrationKey.makeKey(core.random)
            let secret = try IntegrationKey.makeSecret(core.random)
            let sealed = try core.store.sealer.seal(
                SecretBytes(utf8: secret), of: SealedColumn.integrationSecrets.owner(key))
            try Self.value(
                of: await core.store.addIntegration(
                    key: key, name: name, kind: kind, settings: settings, sealed: sealed, of: requester,
                    now: core.clock()))
            return IntegrationCredentials(key: key, secretKey: secret)
        } catch {
            throw ServiceError(error)
        }
    }

    /// Returns all integrations without their secrets, the oldest first.
    public func integrations() async throws(ServiceError) -> [IntegrationSummary] {
        do {
            return try await core.store.integrationSummaries()
        } catch {
            throw ServiceError(error)
        }
    }

    /// Accepts certain signature variants of an integration only.
    ///
    /// - Parameter variants: Their names; `nil` for those that it has used so far.
    /// - Returns: The names that count now.
    /// - Throws: ``ServiceError/unknownIntegration``; ``ServiceError/invalidIntegration(reason:)`` for an unknown name, and
    ///   if none was used so far.
    public func pinIntegration(
        _ key: String, to variants: Set<String>?
    ) async throws(ServiceError) -> [String] {
        guard let current = try await integrations().first(where: { $0.key == key }) else { throw .unknownIntegration }
        let pinned = variants ?? Set(current.seenVariants)
        guard !pinned.isEmpty else {
            throw .invalidIntegration(reason: "it has not signed anything yet: name the variants")
        }
        var settings = current.settings
        settings.variants = pinned
        try Self.check(settings, current.kind)
        try await change(key) { settings, _ in settings.variants = pinned }
        return pinned.sorted()
    }

    /// Enables or disables an integration.
    ///
    /// - Throws: ``ServiceError/unknownIntegration``.
    public func setIntegration(_ key: String, isEnabled: Bool) async throws(ServiceError) {
        try await change(key) { _, state in state = isEnabled }
    }

    /// Removes an integration. Its key is refused from then on.
    ///
    /// - Throws: ``ServiceError/unknownIntegration``.
    public func removeIntegration(_ key: String) async throws(ServiceError) {
        do {
            guard try await core.store.removeIntegration(key, now: core.clock()) else {
                throw ServiceError.unknownIntegration
            }
        } catch {
            throw ServiceError(error)
        }
    }

    private func change(
        _ key: String, _ body: @escaping @Sendable (inout IntegrationSettings, inout Bool) -> Void
    ) async throws(ServiceError) {
        do {
            let isKnown = try await core.store.changeIntegration(key, now: core.clock()) { settings, isEnabled in
                body(&settings, &isEnabled)
            }
            guard isKnown else { throw ServiceError.unknownIntegration }
        } catch {
            throw ServiceError(error)
        }
    }

    /// Checks what an operator decides about an integration.
    ///
    /// - Throws: ``ServiceError/invalidIntegration(reason:)``.
    public static func check(_ settings: IntegrationSettings, _ kind: IntegrationKind) throws(ServiceError) {
        let unknown = settings.variants.subtracting(IntegrationSettings.allVariants).sorted()
        guard unknown.isEmpty, !settings.variants.isEmpty else {
            throw .invalidIntegration(
                reason: "the signature variants are \(IntegrationSettings.allVariants.joined(separator: ", "))")
        }
        guard (kind == .web) == !settings.redirectURIs.isEmpty else {
            throw .invalidIntegration(
                reason: kind == .web
                    ? "a web integration needs the address that browsers are sent back to"
                    : "only a web integration has an address that browsers are sent back to")
        }
        for uri in settings.redirectURIs {
            guard let url = try? HTTPURL(uri), url.hasOnlyURLCharacters, uri.utf8.count <= 1024 else {
                throw .invalidIntegration(
                    reason: "this is not an absolute http or https URL without a fragment: \(uri)")
            }
        }
    }
}

#endif
