#if Service

/// A small plot of values that came one after another: the last one is at the right.
struct AdminPlot: Sendable {
    private static let size = (width: 480.0, height: 96.0)

    /// The element, which says nothing that is not said beside it.
    let markup: Markup

    /// Draws values.
    ///
    /// - Parameters:
    ///   - values: What is `nil` leaves a gap.
    ///   - places: How many there may be. With fewer, the left is empty.
    init(_ values: [Double?], places: Int) {
        let last = values.suffix(places)
        let top = max(last.compactMap(\.self).max() ?? 0, 1)
        let step = Self.size.width / Double(max(places - 1, 1))
        var (line, isDrawing) = ("", false)
        for (index, value) in last.enumerated() {
            guard let value else {
                isDrawing = false
                continue
            }
            let x = Self.size.width - step * Double(last.count - 1 - index)
            let y = Self.size.height - 4 - (Self.size.height - 8) * min(max(value, 0), top) / top
            line += "\(isDrawing ? "L" : "M")\(Self.text(x)) \(Self.text(y))"
            // A value alone is a dot: a line of no length, with round ends.
            if !isDrawing { line += "h0" }
            isDrawing = true
        }
        markup = """
            <svg viewBox="0 0 480 96" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path class="ground" d="M0 92H480"/><path d="\(line)"/></svg>
            """
    }

    /// Returns a number with one digit behind the point.
    static func text(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }
}

#endif
