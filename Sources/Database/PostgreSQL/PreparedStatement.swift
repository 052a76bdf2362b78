#if PostgreSQL

/// A statement that a connection has prepared, by its name on the server.
struct PreparedStatement {
    let name: String
    let parameterTypes: [UInt32]
    let columns: [String]
    let columnTypes: [UInt32]
}

#endif
