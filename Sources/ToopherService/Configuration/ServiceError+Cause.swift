#if Service

internal import CryptoCore
internal import Database

extension ServiceError {
    /// Creates the error for what another module threw.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as ServiceError: error
            case let error as DatabaseError: .databaseUnavailable(reason: "\(error)")
            case let error as CryptoError: .cryptographyUnavailable(reason: "\(error)")
            default: .serverFailed(reason: "\(error)")
            }
    }
}

#endif
