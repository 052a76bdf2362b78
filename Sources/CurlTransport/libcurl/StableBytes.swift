internal import Glibc

/// Bytes at a fixed address, for libcurl to keep a pointer to. Wiped in the end, because some are private keys.
@safe final class StableBytes: @unchecked Sendable {
    // Written by the initialiser only, so that any thread may read.
    private let storage: UnsafeMutableRawBufferPointer

    init(_ bytes: [UInt8]) {
        unsafe storage = .allocate(byteCount: bytes.count, alignment: 1)
        unsafe storage.copyBytes(from: bytes)
    }

    deinit {
        if let base = unsafe storage.baseAddress { unsafe explicit_bzero(base, storage.count) }
        unsafe storage.deallocate()
    }

    /// The bytes; valid during the lifetime of this object.
    var unsafeBytes: UnsafeMutableRawBufferPointer { unsafe storage }
}
