#if Service

/// Why the service cannot start or cannot do what an operator asked.
@nonexhaustive public enum ServiceError: Error, Sendable, Hashable {
    /// The database cannot be opened, or is from a newer program. Correct the path or its permissions.
    case databaseUnavailable(reason: String)
    /// The address or the port is taken or not allowed. Choose another.
    case cannotListen(address: String, port: Int, reason: String)
    /// A requester's name is empty, too long, or contains control characters. Choose another.
    case invalidRequesterName
    /// The operating system gave no random bytes, or OpenSSL failed. See the reason.
    case cryptographyUnavailable(reason: String)
    /// The server ended although nobody asked it to.
    case serverFailed(reason: String)
}

extension ServiceError: CustomStringConvertible {
    /// One line for standard error.
    public var description: String {
        switch self {
        case .databaseUnavailable(let reason): reason
        case .cannotListen(let address, let port, let reason): "cannot listen on \(address):\(port): \(reason)"
        case .invalidRequesterName:
            "a requester's name has 1 to \(DisplayName.maximumBytes) bytes and no control characters"
        case .cryptographyUnavailable(let reason): "cryptography is not available: \(reason)"
        case .serverFailed(let reason): "the server failed: \(reason)"
        }
    }
}

#endif
