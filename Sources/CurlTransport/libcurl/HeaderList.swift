/// Header lines as libcurl's linked list, in two allocations instead of two for each line.
@safe final class HeaderList {
    let nodes: UnsafeMutableRawPointer
    let text: UnsafeMutablePointer<CChar>

    /// Creates a list that owns its memory: the nodes, and the text that they point to.
    init(nodes: UnsafeMutableRawPointer, text: UnsafeMutablePointer<CChar>) {
        unsafe self.nodes = unsafe nodes
        unsafe self.text = unsafe text
    }

    deinit {
        unsafe nodes.deallocate()
        unsafe text.deallocate()
    }
}
