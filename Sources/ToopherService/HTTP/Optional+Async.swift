#if Service

extension Optional {
    /// Returns the result of an asynchronous transform; `nil` for `nil`.
    func asyncFlatMap<Result>(_ transform: (Wrapped) async throws -> Result?) async rethrows -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}

#endif
