internal import Glibc

/// Bytes at an address that does not change, for libcurl to keep a pointer to. Wiped when they go: some are private keys.
@safe final class StableBytes: @unchecked Sendable {
    // Written in the initialiser only, so any thread may read.
    private let storage: UnsafeMutableRawBufferPointer

    init(_ bytes: [UInt8]) {
        unsafe storage = .allocate(byteCount: bytes.count, alignment: 1)
        unsafe storage.copyBytes(from: bytes)
    }

    deinit {
        if let base = unsafe storage.baseAddress { unsafe explicit_bzero(base, storage.count) }
        unsafe storage.deallocate()
    }

    /// The bytes; valid as long as this object lives.
    var unsafeBytes: UnsafeMutableRawBufferPointer { unsafe storage }
}
