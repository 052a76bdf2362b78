internal import WebSyntax

/// What clients and servers make of a path.
enum SignedPath {
    static let slash = Array("/".utf8)
    /// The most slashes to double, one at a time.
    private static let mostSlashes = 16

    /// Returns the path with several slashes in a row as one.
    static func mergingSlashes(_ path: [UInt8]) -> [UInt8] {
        var merged: [UInt8] = []
        for byte in path where byte != UInt8(ascii: "/") || merged.last != byte { merged.append(byte) }
        return merged
    }

    /// Returns the path with each of its slashes in turn as two.
    static func doublingSlashes(_ path: [UInt8]) -> [[UInt8]] {
        path.indices.lazy.filter { path[$0] == UInt8(ascii: "/") }.prefix(mostSlashes).map { index in
            path[..<index] + slash + path[index...]
        }
    }

    /// Returns the path without its segments `.` and `..`.
    ///
    /// RFC 3986 section 5.2.4.
    static func removingDotSegments(_ path: [UInt8]) -> [UInt8] {
        var kept: [ArraySlice<UInt8>] = []
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isDot = segment.elementsEqual(".".utf8)
            let isUp = segment.elementsEqual("..".utf8)
            // The first segment is the empty one in front of the first slash.
            if isUp, kept.count > 1 { kept.removeLast() }
            if !isDot, !isUp { kept.append(segment) } else if index == segments.count - 1 { kept.append([]) }
        }
        var result: [UInt8] = []
        for (index, segment) in kept.enumerated() {
            if index > 0 { result.append(UInt8(ascii: "/")) }
            result += segment
        }
        return result
    }

    /// Returns the path with its percent-encoded unreserved characters decoded.
    static func decodingUnreserved(_ path: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = 0
        while index < path.count {
            if path[index] == UInt8(ascii: "%"), let byte = PercentEncoding.decodedByte(in: path[...], at: index),
                byte.isURLUnreserved
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(path[index])
                index += 1
            }
        }
        return decoded
    }

    /// Returns the path with all but slashes, `%` and unreserved characters percent-encoded.
    static func encoding(_ path: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        for byte in path {
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "%") {
                encoded.append(byte)
            } else {
                PercentEncoding.append(byte, to: &encoded)
            }
        }
        return encoded
    }
}
