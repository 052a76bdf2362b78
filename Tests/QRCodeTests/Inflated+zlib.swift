#if Service

internal import CZlib

extension Inflated {
    /// Returns exactly `count` bytes.
    static func bytes(_ compressed: [UInt8], count: Int) throws -> [UInt8] {
        var length = uLong(count)
        var output = [UInt8](repeating: 0, count: count)
        guard unsafe uncompress(&output, &length, compressed, uLong(compressed.count)) == Z_OK, length == count else {
            throw Malformed()
        }
        return output
    }
}

#endif
