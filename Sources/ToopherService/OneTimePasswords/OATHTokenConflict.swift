#if Service

/// Why tokens cannot be provisioned.
struct OATHTokenConflict: Error, Sendable, Hashable {
    enum Reason: Sendable, Hashable {
        /// Two tokens of one list have the same id of the requester's.
        case repeated
        /// A token with this id of the requester's has another secret or other settings.
        case different
    }

    /// The index of the token in the list.
    var index: Int
    var reason: Reason
}

extension OATHTokenConflict {
    /// What the requester is told.
    ///
    /// - Parameter isInList: Whether to name the index.
    func protocolError(isInList: Bool) -> ProtocolError {
        let text =
            switch reason {
            case .repeated: "the requester_specified_id is that of an earlier token"
            case .different: "a token with this requester_specified_id has another secret or other settings"
            }
        return ProtocolError(status: 409, isInList ? "oath_otp_validators[\(index)]: \(text)" : "Conflict: \(text)")
    }
}

#endif
