#if Service

/// A JSON value that is written directly: each response is one, and `JSONEncoder` took a tenth of the service's time.
indirect enum JSONFragment: Sendable {
    case string(String)
    case integer(Int64)
    case boolean(Bool)
    case array([JSONFragment])
    /// Members in the order in which they are written. A member without a value is left out.
    case object([(name: String, value: JSONFragment?)])

    /// The JSON text in UTF-8 (RFC 8259).
    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }
}

extension JSONFragment {
    /// Returns what a client is told when a request is refused.
    static func refusal(_ error: ProtocolError) -> JSONFragment {
        .object([("error_code", .integer(Int64(error.code))), ("error_message", .string(error.message))])
    }
}

/// What is sent as JSON.
protocol JSONConvertible {
    var json: JSONFragment { get }
}

#endif
