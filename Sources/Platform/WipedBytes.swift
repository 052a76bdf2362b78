internal import Glibc

/// Bytes at an address that does not change, overwritten before their memory is freed.
@safe
package final class WipedBytes: Sendable {
    // Written by the initialiser only, so any thread may read.
    private nonisolated(unsafe) let storage: UnsafeMutableBufferPointer<UInt8>

    /// Creates `count` bytes that are zero until `write` has written them.
    package init<Failure: Error>(
        count: Int, _ write: (inout MutableSpan<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        unsafe storage = .allocate(capacity: count)
        unsafe storage.initialize(repeating: 0)
        var bytes = unsafe MutableSpan(_unsafeElements: storage)
        try write(&bytes)
    }

    /// Creates a copy of `bytes`.
    package init(_ bytes: Span<UInt8>) {
        unsafe storage = .allocate(capacity: bytes.count)
        unsafe bytes.withUnsafeBufferPointer { source in _ = unsafe storage.initialize(fromContentsOf: source) }
    }

    /// Creates a copy of `bytes`.
    package convenience init(_ bytes: [UInt8]) { self.init(bytes.span) }

    deinit {
        // Not OPENSSL_cleanse, which promises the same: CurlTransport links no libcrypto.
        if let base = unsafe storage.baseAddress { unsafe explicit_bzero(base, storage.count) }
        unsafe storage.deallocate()
    }

    /// The number of bytes.
    package var count: Int { unsafe storage.count }

    /// Calls `body` with the bytes.
    package func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(unsafe Span(_unsafeElements: UnsafeBufferPointer(storage)))
    }

    /// The bytes for C functions that keep a pointer to them; valid as long as this object.
    package var unsafeBytes: UnsafeMutableBufferPointer<UInt8> { unsafe storage }
}
