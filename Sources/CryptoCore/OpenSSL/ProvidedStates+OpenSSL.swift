internal import COpenSSL

extension ProvidedStates {
    // One object for the life of the process, as copying between contexts demands.
    private nonisolated(unsafe) static let sha1 = unsafe fetch("SHA1")
    private nonisolated(unsafe) static let sha256 = unsafe fetch("SHA256")
    private nonisolated(unsafe) static let sha512 = unsafe fetch("SHA512")

    /// Creates the keyed states from the blocks of a key.
    init(_ algorithm: HashAlgorithm, _ blocks: borrowing KeyBlocks) throws(CryptoError) {
        let (inner, outer) = unsafe (EVP_MD_CTX_new(), EVP_MD_CTX_new())
        let isReady = unsafe blocks.withUnsafePointers { innerBlock, outerBlock in
            unsafe Self.absorb(innerBlock, algorithm, inner) && Self.absorb(outerBlock, algorithm, outer)
        }
        guard isReady, let inner = unsafe inner, let outer = unsafe outer else {
            unsafe Self.free(inner)
            unsafe Self.free(outer)
            throw ErrorQueue.failure("HMAC key")
        }
        unsafe self.inner = inner
        unsafe self.outer = outer
    }

    /// Writes one digest into `code`, which has room for it.
    func compute(
        _ message: Span<UInt8>, _ code: inout MutableSpan<UInt8>, _ workspace: borrowing HMACWorkspace
    ) throws(CryptoError) {
        let status = unsafe message.withUnsafeBufferPointer { message in
            unsafe code.withUnsafeMutableBufferPointer { code in
                guard let output = code.baseAddress else { return Int32(0) }
                return unsafe toopher_hmac(
                    inner, outer, workspace.context, message.baseAddress, message.count, output, code.count)
            }
        }
        guard status == 1 else { throw ErrorQueue.failure("HMAC") }
    }

    static func free(_ context: OpaquePointer?) {
        unsafe EVP_MD_CTX_free(context)
    }

    private static func absorb(
        _ block: UnsafePointer<UInt8>, _ algorithm: HashAlgorithm, _ context: OpaquePointer?
    ) -> Bool {
        guard let context = unsafe context, let method = unsafe method(of: algorithm) else { return false }
        return unsafe EVP_DigestInit_ex2(context, method, nil) == 1
            && EVP_DigestUpdate(context, block, algorithm.blockCount) == 1
    }

    private static func method(of algorithm: HashAlgorithm) -> OpaquePointer? {
        switch algorithm {
        case .sha1: unsafe sha1
        case .sha256: unsafe sha256
        case .sha512: unsafe sha512
        }
    }

    private static func fetch(_ name: String) -> OpaquePointer? {
        unsafe EVP_MD_fetch(nil, name, nil)
    }
}
