/// Comparisons whose time does not depend on where two values differ.
public enum ConstantTime {
    /// Returns whether two values hold the same bytes.
    ///
    /// Lengths are not secret: if they differ, the bytes are not compared.
    public static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        areEqual(left.span, right.span)
    }
}
