internal import CCurl
internal import Glibc

extension HeaderList {
    convenience init(_ lines: HeaderLines) {
        let nodes: UnsafeMutablePointer<curl_slist> = .allocate(capacity: max(1, lines.count))
        let text: UnsafeMutablePointer<CChar> = .allocate(capacity: max(1, lines.bytes.count))
        unsafe UnsafeMutableRawPointer(text).copyMemory(from: lines.bytes, byteCount: lines.bytes.count)
        var line = unsafe text
        for node in 0..<lines.count {
            let next = unsafe node + 1 < lines.count ? nodes + node + 1 : nil
            unsafe nodes.advanced(by: node).initialize(to: curl_slist(data: line, next: next))
            unsafe line += strlen(line) + 1
        }
        unsafe self.init(nodes: UnsafeMutableRawPointer(nodes), text: text)
    }

    /// The first line; valid during the lifetime of this object.
    var unsafeFirst: UnsafeMutablePointer<curl_slist> { unsafe nodes.assumingMemoryBound(to: curl_slist.self) }
}
