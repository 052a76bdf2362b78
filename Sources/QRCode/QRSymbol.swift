#if Service

/// A QR Code symbol (ISO/IEC 18004): a square of dark and light modules, without its quiet zone.
package struct QRSymbol: Sendable, Hashable {
    /// The most bytes of a text: a symbol of version 40 with error correction at level M holds no more.
    package static let maximumBytes = 2331

    /// How many light modules stand around the symbol, as the standard demands.
    package static let quietZone = 4

    /// The number of modules on one side.
    package let size: Int
    /// Whether each module is dark, row by row.
    private let modules: [Bool]

    /// Creates a symbol of its modules, row by row.
    init(size: Int, modules: [Bool]) {
        precondition(modules.count == size * size)
        self.size = size
        self.modules = modules
    }

    /// Returns whether the module in a column of a row is dark. Everything around the symbol is light.
    package func isDark(row: Int, column: Int) -> Bool {
        (0..<size).contains(row) && (0..<size).contains(column) && modules[row * size + column]
    }
}

#endif
