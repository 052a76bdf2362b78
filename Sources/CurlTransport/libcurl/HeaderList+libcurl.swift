internal import CCurl
internal import Glibc

/// Header lines as the linked list that libcurl reads, in two pieces of memory instead of two for each line.
@safe final class HeaderList {
    private let nodes: UnsafeMutablePointer<curl_slist>
    private let text: UnsafeMutablePointer<CChar>

    init(_ lines: HeaderLines) {
        unsafe nodes = .allocate(capacity: max(1, lines.count))
        unsafe text = .allocate(capacity: max(1, lines.bytes.count))
        unsafe UnsafeMutableRawPointer(text).copyMemory(from: lines.bytes, byteCount: lines.bytes.count)
        var line = unsafe text
        for node in 0..<lines.count {
            let next = unsafe node + 1 < lines.count ? nodes + node + 1 : nil
            unsafe nodes.advanced(by: node).initialize(to: curl_slist(data: line, next: next))
            unsafe line += strlen(line) + 1
        }
    }

    deinit {
        unsafe nodes.deallocate()
        unsafe text.deallocate()
    }

    /// The first line; valid as long as this object lives.
    var unsafeFirst: UnsafeMutablePointer<curl_slist> { unsafe nodes }
}
