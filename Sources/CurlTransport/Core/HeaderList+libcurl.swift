internal import CCurl

/// Header lines as the linked list that libcurl reads, in two pieces of memory instead of two for each line.
@safe final class HeaderList {
    private let nodes: UnsafeMutablePointer<curl_slist>
    private let text: UnsafeMutablePointer<CChar>

    init(_ lines: HeaderLines) {
        unsafe nodes = .allocate(capacity: max(1, lines.count))
        unsafe text = .allocate(capacity: max(1, lines.bytes.count))
        var lineStart = 0
        var node = 0
        for (index, byte) in lines.bytes.enumerated() {
            unsafe text.advanced(by: index).initialize(to: CChar(bitPattern: byte))
            guard byte == 0 else { continue }
            let next = unsafe node + 1 < lines.count ? nodes + node + 1 : nil
            unsafe nodes.advanced(by: node).initialize(to: curl_slist(data: text + lineStart, next: next))
            lineStart = index + 1
            node += 1
        }
    }

    deinit {
        unsafe nodes.deallocate()
        unsafe text.deallocate()
    }

    /// The first line; valid as long as this object lives.
    var unsafeFirst: UnsafeMutablePointer<curl_slist> { unsafe nodes }
}
