#if Service

/// Why the service cannot start, or cannot do what the operator asked.
@nonexhaustive public enum ServiceError: Error, Sendable, Hashable {
    /// The database cannot be opened, or a newer program wrote it. Correct the path or its permissions.
    case databaseUnavailable(reason: String)
    /// The address or the port is in use or not permitted. Choose another.
    case cannotListen(address: String, port: Int, reason: String)
    /// A requester's name is empty, too long, or contains characters that hide or reorder text. Choose another.
    case invalidRequesterName
    /// No requester has this id or consumer key. `toopher requester list` has them all.
    case unknownRequester
    /// The requester was deleted, which cannot be undone. Create another.
    case requesterDeleted
    /// The text is not the origin of a site that can show pages. See the reason.
    case invalidOrigin(reason: String)
    /// The requester has as many origins as it can have. Remove one first.
    case tooManyOrigins
    /// The requester has no such origin. `toopher requester origin list` has them all.
    case unknownOrigin
    /// This was done already, with the same form. Nothing was changed again.
    case alreadyDone
    /// A change of a user, a phone, a pairing or a token cannot be made. See the reason.
    case refused(AdministrationRefusal)
    /// The text is not the URL of an endpoint. See the reason.
    case invalidWebhookURL(reason: String)
    /// The requester has no endpoint. Give it one first: `toopher requester set --webhook-url`.
    case noWebhook
    /// No integration has this key. `toopher integration list` has them all.
    case unknownIntegration
    /// A setting of an integration is not usable. See the reason.
    case invalidIntegration(reason: String)
    /// A setting of push messages is not usable. See the reason.
    case invalidPushSetting(reason: String)
    /// The process may open too few files for connections beside the database. Raise the limit (`ulimit -n`).
    case tooFewDescriptors(limit: Int, needed: Int)
    /// The operating system supplied no random bytes, or OpenSSL failed. See the reason.
    case cryptographyUnavailable(reason: String)
    /// The server ended by itself. See the reason.
    case serverFailed(reason: String)
    /// The key that seals the secrets in the database cannot be read or created, or is not that of the database. See the reason.
    case keyUnavailable(path: String, reason: String)
}

extension ServiceError: CustomStringConvertible {
    /// One line for standard error.
    public var description: String {
        switch self {
        case .databaseUnavailable(let reason): reason
        case .cannotListen(let address, let port, let reason): "cannot listen on \(address):\(port): \(reason)"
        case .invalidRequesterName:
            "a requester's name has 1 to \(DisplayName.maximumCharacters) characters, at least one of them visible, and none that hide or reorder text"
        case .unknownRequester: "no requester has this id or consumer key: see toopher requester list"
        case .requesterDeleted: "this requester was deleted, which cannot be undone"
        case .invalidOrigin(let reason): "this is not the origin of a site: \(reason)"
        case .tooManyOrigins: "a requester has at most \(WebOrigin.maximumCount) origins: remove one first"
        case .unknownOrigin: "the requester has no such origin: see toopher requester origin list"
        case .alreadyDone: "this was done already"
        case .refused(let refusal): refusal.description
        case .invalidWebhookURL(let reason): "this is not the URL of an endpoint: \(reason)"
        case .noWebhook: "the requester has no endpoint: see toopher requester set --webhook-url"
        case .unknownIntegration: "no integration has this key: see toopher integration list"
        case .invalidIntegration(let reason): reason
        case .invalidPushSetting(let reason): reason
        case .tooFewDescriptors(let limit, let needed):
            "the process may open \(limit) files, and needs \(needed): raise the limit, see ulimit -n"
        case .cryptographyUnavailable(let reason): "cryptography is not available: \(reason)"
        case .serverFailed(let reason): "the server failed: \(reason)"
        case .keyUnavailable("", let reason): "the key file: \(reason)"
        case .keyUnavailable(let path, let reason): "cannot use the key file \(path): \(reason)"
        }
    }
}

#endif
