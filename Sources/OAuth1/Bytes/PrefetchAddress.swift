internal import CScan

/// An address whose memory the processor can prefetch.
///
/// Nothing is ever read from it or written to it, so an address of memory that has moved or was freed does no harm.
struct PrefetchAddress: BitwiseCopyable {
    /// The size of a cache line in bytes.
    static var cacheLine: UInt { 64 }

    /// The address as a number.
    let number: UInt

    @inline(__always)
    init(_ number: UInt) {
        self.number = number
    }

    /// Creates the address of the first element of an array.
    @inline(__always)
    init<Element>(ofElementsOf array: ContiguousArray<Element>) {
        unsafe number = array.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    }

    /// Begins to load the cache line for reading, so that other processors keep it, and does not wait for it.
    @inline(__always)
    func prefetch() {
        unsafe toopher_prefetch(UnsafeRawPointer(bitPattern: number))
    }

    /// Begins to load the cache line and the next one for writing, and does not wait for them.
    @inline(__always)
    func prefetchTwoLinesForWriting() {
        unsafe toopher_prefetch_for_writing(UnsafeRawPointer(bitPattern: number))
        unsafe toopher_prefetch_for_writing(UnsafeRawPointer(bitPattern: number &+ Self.cacheLine))
    }
}
