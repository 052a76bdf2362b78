/// Which parameters of a request are protocol parameters; each may occur once.
struct ProtocolPositions {
    /// The number of protocol parameters that ``ProtocolParameter`` names.
    static var count: Int { 10 }

    private var positions: [10 of Int32] = .init(repeating: -1)
    /// Where all of them were found; `nil` if there is none.
    var source: ParameterSource?
    /// Whether there is a protocol parameter that ``ProtocolParameter`` does not name.
    var hasExtension = false

    /// The index of the parameter.
    @inline(__always)
    subscript(field: ProtocolParameter) -> Int? {
        get {
            let position = positions[field.rawValue]
            return position < 0 ? nil : Int(position)
        }
        set { positions[field.rawValue] = newValue.map { Int32(truncatingIfNeeded: $0) } ?? -1 }
    }
}
