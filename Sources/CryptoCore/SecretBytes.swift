internal import Platform

/// Bytes that must not leak: a consumer secret, a private key.
///
/// The bytes live in memory of their own that is overwritten before it is freed. There is no
/// `==` and no description that shows them; equality is ``isEqual(to:)``, in constant time.
/// Immutable after initialisation, hence safe to share between threads.
///
/// What this cannot do: wipe the array or string that the bytes were copied from.
public final class SecretBytes: Sendable {
    private let storage: WipedBytes

    /// Copies `bytes` into memory of its own.
    public init(_ bytes: Span<UInt8>) {
        storage = WipedBytes(bytes)
    }

    /// Creates `count` bytes that `write` writes in place.
    init(count: Int, _ write: (inout MutableSpan<UInt8>) throws(CryptoError) -> Void) throws(CryptoError) {
        storage = try WipedBytes(count: count, write)
    }

    /// Copies `bytes` into memory of its own.
    public convenience init(_ bytes: [UInt8]) {
        self.init(bytes.span)
    }

    /// Copies the UTF-8 bytes of `string` into memory of its own.
    public convenience init(utf8 string: String) {
        self.init(Array(string.utf8))
    }

    /// The number of bytes.
    public var count: Int { storage.count }

    /// Lends the bytes to `body`; they must not be kept.
    public func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withBytes(body)
    }

    /// Whether both hold the same bytes. The time depends on the lengths, never on the contents.
    public func isEqual(to other: SecretBytes) -> Bool {
        withBytes { mine in other.withBytes { theirs in ConstantTime.areEqual(mine, theirs) } }
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says that there is a secret, never which.
    public var description: String { "SecretBytes(redacted)" }
    /// Says that there is a secret, never which.
    public var debugDescription: String { description }
    /// No children: `dump` and string interpolation of an enclosing value show nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
