import HTTPExchange

/// Returns the error that `body` throws; `nil` if it throws none.
func failure(_ body: () async throws(TransportError) -> some Sendable) async -> TransportError? {
    do throws(TransportError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
