internal import COpenSSL

extension HMACStates {
    /// Writes one digest into `code`, which has room for it.
    func compute(_ message: Span<UInt8>, _ code: inout MutableSpan<UInt8>) throws(CryptoError) {
        let status = unsafe message.withUnsafeBufferPointer { message in
            unsafe code.withUnsafeMutableBufferPointer { code in
                unsafe words.withMemoryRebound(to: toopher_keyed_states.self, capacity: 1) { states in
                    guard let output = code.baseAddress else { return Int32(0) }
                    return unsafe toopher_hmac_direct(
                        states, DirectStates.hash(algorithm), message.baseAddress, message.count, output)
                }
            }
        }
        guard status == 1 else { throw ErrorQueue.failure("HMAC") }
    }

    static func cleanse(_ words: UnsafeMutablePointer<UInt64>, _ count: Int) {
        unsafe OPENSSL_cleanse(words, count * MemoryLayout<UInt64>.stride)
    }
}

extension DirectStates {
    /// Copies the states.
    func copy(into copy: inout HMACStates) {
        copy.begin(algorithm)
        let size = HMACStates.count(of: algorithm) * MemoryLayout<UInt64>.stride
        unsafe UnsafeMutableRawPointer(copy.words).copyMemory(from: memory, byteCount: size)
    }
}
