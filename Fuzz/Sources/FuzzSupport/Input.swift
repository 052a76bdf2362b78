/// The bytes that the fuzzer made, copied so that a target can slice and keep them.
@unsafe public func fuzzerInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: start, count: count))
}

/// Ends the process, which the fuzzer takes for a crash, unless a property holds.
public func require(_ property: Bool, _ explanation: @autoclosure () -> String) {
    if !property { fatalError("broken property: \(explanation())") }
}

/// What a set-up that cannot fail hands back.
public func expectNoError<Value: ~Copyable>(_ body: () throws -> Value) -> Value {
    do { return try body() } catch { fatalError("the set-up failed: \(error)") }
}

/// A request in one input: method, URL, Authorization and Content-Type on a line each, and the
/// rest is the body. What is missing is empty.
public struct RequestFrame {
    /// The HTTP method.
    public var method: [UInt8]
    /// The URL.
    public var url: [UInt8]
    /// The `Authorization` header value.
    public var authorization: [UInt8]
    /// The `Content-Type` header value.
    public var contentType: [UInt8]
    /// The body.
    public var body: [UInt8]

    /// Takes an input apart.
    public init(_ input: [UInt8]) {
        var rest = input[...]
        func line() -> [UInt8] {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest.dropFirst(line.count + 1)
            return Array(line)
        }
        method = line()
        url = line()
        authorization = line()
        contentType = line()
        body = Array(rest)
    }
}
