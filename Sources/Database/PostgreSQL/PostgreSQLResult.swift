#if PostgreSQL

/// A result of libpq's.
@safe final class PostgreSQLResult {
    /// The `PGresult`.
    let handle: OpaquePointer

    init(owning handle: OpaquePointer) {
        unsafe self.handle = handle
    }

    deinit { free() }
}

#endif
