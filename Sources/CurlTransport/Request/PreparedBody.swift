/// A request body as the agent receives it.
enum PreparedBody: Sendable {
    case bytes([UInt8])
    case pipe(UploadPipe)

    /// The number of bytes; `nil` if it is unknown.
    var length: Int64? {
        switch self {
        case .bytes(let bytes): Int64(bytes.count)
        case .pipe(let pipe): pipe.length
        }
    }
}
