#if PostgreSQL

extension DatabaseError {
    /// Creates the error of a statement that the server has refused.
    ///
    /// Of its texts only the main one is used: the others have values. So do those of class 22, whose statements have met
    /// a value that they cannot work with.
    init(_ result: PostgreSQLResult, sql: String) {
        let state = result.state
        let message = result.message
        self =
            switch state {
            case "40001", "40P01": .serializationFailed(sql: sql)
            case "55P03": .busy(sql: sql)
            case "57014": .deadlineExceeded(sql: sql)
            case "25006": .readOnly(sql: sql)
            case "53100": .diskFull(sql: sql)
            case "53200", "53300", "53400": .unavailable(reason: message)
            case "58030": .storageFailed(sql: sql, message: message)
            // A plan that a change of a table has made useless is prepared again.
            case "0A000" where result.routine == "RevalidateCachedQuery": .serializationFailed(sql: sql)
            case _ where result.severity == "FATAL" || result.severity == "PANIC" || state.hasPrefix("08"):
                .connectionLost(outcomeUnknown: false, reason: message)
            case _ where state.hasPrefix("23"): .constraintViolated(sql: sql, message: message)
            case _ where state.hasPrefix("22"):
                .statementFailed(sql: sql, message: "a value is not what the statement needs", code: state)
            default: .statementFailed(sql: sql, message: message, code: state)
            }
    }
}

#endif
