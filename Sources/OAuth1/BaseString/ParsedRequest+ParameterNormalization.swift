/// Sorting the parameters (RFC 5849 section 3.4.1.3.2).
extension ParsedRequest {
    /// Requests with up to this many parameters are sorted by insertion.
    private static var fewParameters: Int { 24 }

    /// Sorts ``order``: by insertion when there is little to sort, else by merging, in O(n log n)
    /// comparisons whatever a stranger sends.
    @inline(__always)
    mutating func sort() {
        if order.count <= Self.fewParameters {
            // Few names begin alike.
            guard !Self.sortByPrefix(&order) else { return }
            Self.insertionSort(&order, 0..<order.count, parameters, bytes)
        } else {
            mergeSort()
        }
    }

    // These are static, because a call on a borrowed request copies the whole structure first.

    /// Sorts by the beginnings of the names alone; false if two are the same and the rest has to decide. Nothing is
    /// called in here, so that everything stays in registers.
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

    /// Sorts runs by insertion and merges them, twice as long each time, between two buffers.
    @inline(never)
    private mutating func mergeSort() {
        let count = order.count
        var width = Self.fewParameters
        for start in stride(from: 0, to: count, by: width) {
            Self.insertionSort(&order, start..<Swift.min(start + width, count), parameters, bytes)
        }
        while width < count {
            merge.removeAll()
            merge.reserve(count)
            for start in stride(from: 0, to: count, by: width * 2) {
                let middle = Swift.min(start + width, count)
                mergeRuns(start..<middle, middle..<Swift.min(start + width * 2, count))
            }
            swap(&order, &merge)
            width *= 2
        }
    }

    private mutating func mergeRuns(_ left: Range<Int>, _ right: Range<Int>) {
        var (first, second) = (left.lowerBound, right.lowerBound)
        while first < left.upperBound || second < right.upperBound {
            let takesSecond =
                first == left.upperBound
                || (second < right.upperBound && Self.precedes(order[second], order[first], parameters, bytes))
            merge.append(takesSecond ? order[second] : order[first])
            if takesSecond { second += 1 } else { first += 1 }
        }
    }
}
