#if Service

/// A transaction that has run, and is not yet committed.
struct WriteResult {
    let call: Call
    let outcome: Result<Call.Completion, DatabaseError>
    let notifications: [String]

    var failure: DatabaseError? {
        if case .failure(let error) = outcome { error } else { nil }
    }

    /// Hands the caller the result or the error.
    func finish() {
        switch outcome {
        case .success(let completion): completion()
        case .failure(let error): call.fail(error)
        }
    }
}

#endif
