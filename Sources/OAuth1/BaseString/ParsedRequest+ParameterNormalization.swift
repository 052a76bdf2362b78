/// The parameters sorted by name and then by value, byte by byte.
///
/// RFC 5849 section 3.4.1.3.2.
extension ParsedRequest {
    /// The most parameters that are sorted by insertion.
    private static var fewParameters: Int { 24 }

    /// Sorts the signed parameters in at most O(n log n) comparisons, and checks that no protocol parameter is
    /// repeated.
    @inline(__always)
    mutating func normalizeParameters() throws(VerificationError) {
        if order.count > Self.fewParameters {
            mergeSort()
        } else if !Self.sortByPrefix(&order) {
            Self.insertionSort(&order, 0..<order.count, parameters, bytes)
        }
        // The others were checked when they were added.
        if positions.hasExtension, let name = repeatedExtension() { throw .duplicateParameter(bytes.text(name)) }
    }

    /// Returns the name of a protocol parameter that occurs twice in the sorted parameters.
    @inline(never)
    private func repeatedExtension() -> EncodedSlice? {
        for position in 1..<Swift.max(order.count, 1) where order[position].prefix == order[position - 1].prefix {
            let (left, right) = (parameters[Int(order[position - 1].index)], parameters[Int(order[position].index)])
            if left.isProtocol, bytes.compare(left.name.range, right.name.range) == 0 { return right.name }
        }
        return nil
    }

    // These functions are static, because a call on a borrowed request copies all of it.

    /// Sorts by the first eight bytes of the names; returns `false` if two are equal, so that the rest has to decide.
    ///
    /// Calls nothing, so that everything stays in registers.
    @inline(never)
    private static func sortByPrefix(_ order: inout Buffer<SortKey>) -> Bool {
        var areDistinct = true
        var position = 1
        while position < order.count {
            let key = order[position]
            var hole = position
            while hole > 0 {
                let previous = order[hole &- 1]
                guard key.prefix < previous.prefix else {
                    areDistinct = areDistinct && key.prefix != previous.prefix
                    break
                }
                order[hole] = previous
                hole &-= 1
            }
            order[hole] = key
            position &+= 1
        }
        return areDistinct
    }

    @inline(never)
    private static func insertionSort(
        _ order: inout Buffer<SortKey>, _ range: Range<Int>, _ parameters: borrowing Buffer<EncodedParameter>,
        _ bytes: borrowing Buffer<UInt8>
    ) {
        var position = range.lowerBound &+ 1
        while position < range.upperBound {
            let key = order[position]
            var hole = position
            while hole > range.lowerBound {
                let previous = order[hole &- 1]
                guard precedes(key, previous, parameters, bytes) else { break }
                order[hole] = previous
                hole &-= 1
            }
            if hole != position { order[hole] = key }
            position &+= 1
        }
    }

    @inline(__always)
    private static func precedes(
        _ left: SortKey, _ right: SortKey, _ parameters: borrowing Buffer<EncodedParameter>,
        _ bytes: borrowing Buffer<UInt8>
    ) -> Bool {
        if left.prefix != right.prefix { return left.prefix < right.prefix }
        return precedesInFull(left, right, parameters, bytes)
    }

    @inline(never)
    private static func precedesInFull(
        _ left: SortKey, _ right: SortKey, _ parameters: borrowing Buffer<EncodedParameter>,
        _ bytes: borrowing Buffer<UInt8>
    ) -> Bool {
        let (left, right) = (parameters[Int(left.index)], parameters[Int(right.index)])
        let names = bytes.compare(left.name.range, right.name.range)
        return names != 0 ? names < 0 : bytes.compare(left.value.range, right.value.range) < 0
    }

    /// Sorts runs by insertion, then merges them between two buffers, which doubles their length each time.
    @inline(never)
    private mutating func mergeSort() {
        let count = order.count
        var width = Self.fewParameters
        for start in stride(from: 0, to: count, by: width) {
            Self.insertionSort(&order, start..<Swift.min(start + width, count), parameters, bytes)
        }
        while width < count {
            merged.removeAll()
            merged.reserve(count)
            for start in stride(from: 0, to: count, by: width * 2) {
                let middle = Swift.min(start + width, count)
                mergeRuns(start..<middle, middle..<Swift.min(start + width * 2, count))
            }
            swap(&order, &merged)
            width *= 2
        }
    }

    private mutating func mergeRuns(_ left: Range<Int>, _ right: Range<Int>) {
        var (first, second) = (left.lowerBound, right.lowerBound)
        while first < left.upperBound || second < right.upperBound {
            let takesSecond =
                first == left.upperBound
                || (second < right.upperBound && Self.precedes(order[second], order[first], parameters, bytes))
            merged.append(takesSecond ? order[second] : order[first])
            if takesSecond { second += 1 } else { first += 1 }
        }
    }
}
