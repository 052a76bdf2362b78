#if Service

internal import DeviceProtocol

extension DeviceProtocol.Named: JSONConvertible {
    var json: JSONFragment { .object([("id", .string(id)), ("name", .string(name))]) }
}

#endif
