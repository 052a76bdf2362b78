internal import Platform

/// Bytes that must not leak: a consumer secret, a private key.
///
/// The bytes live in memory of their own that is overwritten before it is freed. There is no `==`, and descriptions do
/// not show the bytes; ``isEqual(to:)`` compares in constant time.
///
/// The array or string that the bytes were copied from is not wiped.
public final class SecretBytes: Sendable {
    private let storage: WipedBytes

    /// Creates a secret from a copy of `bytes`.
    public init(_ bytes: Span<UInt8>) {
        storage = WipedBytes(bytes)
    }

    /// Creates a secret from a copy of `bytes`.
    public convenience init(_ bytes: [UInt8]) {
        self.init(bytes.span)
    }

    /// Creates a secret from the UTF-8 bytes of `string`.
    public convenience init(utf8 string: String) {
        self.init(Array(string.utf8))
    }

    /// Creates a secret of `count` bytes, which `write` writes in place.
    init(count: Int, _ write: (inout MutableSpan<UInt8>) throws(CryptoError) -> Void) throws(CryptoError) {
        storage = try WipedBytes(count: count, write)
    }

    /// The number of bytes.
    public var count: Int { storage.count }

    /// Calls `body` with the bytes.
    public func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withBytes(body)
    }

    /// Returns whether both secrets hold the same bytes. The time depends on the lengths, never on the bytes.
    public func isEqual(to other: SecretBytes) -> Bool {
        withBytes { mine in other.withBytes { theirs in ConstantTime.areEqual(mine, theirs) } }
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A text that says that there is a secret, and nothing about it.
    public var description: String { "SecretBytes(redacted)" }

    /// A text that says that there is a secret, and nothing about it.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` of an enclosing value shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
