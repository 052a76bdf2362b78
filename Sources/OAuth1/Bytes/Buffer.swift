/// Owned, growing memory for the hot path: reserve capacity once, then append without allocating.
///
/// All unsafe code of this module is in its folder `Bytes`. The invariants of a buffer:
/// - `base` points to `capacity + slack` elements that this value owns exclusively and that were zeroed on allocation,
///   so each of them may be read.
/// - `0 <= count <= capacity`, and only `base[0..<count]` has a meaning.
/// - Every access is checked against `count` and every append against `capacity`. The slack permits both to process
///   blocks of up to `slack` elements at the end.
@safe
struct Buffer<Element: BitwiseCopyable>: ~Copyable {
    /// The number of elements behind the capacity that a block access may touch.
    static var slack: Int { 16 }

    var base: UnsafeMutablePointer<Element>
    /// The number of elements in use.
    var count = 0
    private(set) var capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        unsafe base = Self.allocate(capacity)
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Reserves capacity for `additional` more elements.
    @inline(__always)
    mutating func reserve(_ additional: Int) {
        if capacity - count < additional { grow(additional) }
    }

    /// Removes all elements and keeps the memory.
    @inline(__always)
    mutating func removeAll() {
        count = 0
    }

    /// Appends one element. The capacity must be reserved.
    @inline(__always)
    mutating func append(_ element: Element) {
        precondition(count < capacity)
        unsafe base[count] = element
        count += 1
    }

    /// An element in use.
    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return unsafe base[index]
        }
        set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            unsafe base[index] = newValue
        }
    }

    /// Returns elements in use.
    @_lifetime(borrow self)
    @inline(__always)
    func span(_ range: Range<Int>) -> Span<Element> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let elements = unsafe UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
        return unsafe _overrideLifetime(Span(_unsafeElements: elements), borrowing: self)
    }

    @inline(never)
    private mutating func grow(_ additional: Int) {
        let larger = Swift.max(capacity * 2, count + additional)
        let memory = unsafe Self.allocate(larger)
        unsafe memory.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = memory
        capacity = larger
    }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Element> {
        let size = (capacity + slack) * MemoryLayout<Element>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: MemoryLayout<Element>.alignment)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        return unsafe memory.bindMemory(to: Element.self, capacity: capacity + slack)
    }
}
