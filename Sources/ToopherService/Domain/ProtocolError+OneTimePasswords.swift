#if Service

extension ProtocolError {
    static let tokenDeactivated = ProtocolError(status: 409, "This token has been deactivated: provision it again")
    static let tooManyTokens = ProtocolError(status: 409, "This user has as many tokens as are permitted")
    static let notResynchronized = ProtocolError(
        status: 409, "These one-time passwords do not follow one another where this token can be")

    /// What is wrong with the description of a token.
    ///
    /// - Parameter index: The index of the token in a list.
    static func tokenParameter(_ error: InvalidTokenParameter, index: Int? = nil) -> ProtocolError {
        let prefix = index.map { "oath_otp_validators[\($0)]." } ?? ""
        return switch error {
        case .missing(let name): missing(prefix + name)
        case .invalid(let name): invalid(prefix + name)
        }
    }
}

#endif
