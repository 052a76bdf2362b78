import SystemPackage
import Testing
import Toopher

@testable import ToopherCommand

/// The table of JSON fields in `docs/command-line.md`.
enum DocumentedFields {
    private static let page = FilePath(#filePath).removingLastComponent().appending("../../../docs/command-line.md")

    /// Checks that output has the fields of a command's row: all that are always there, and no other.
    ///
    /// - Returns: The objects, one of each line.
    @discardableResult
    static func check(_ output: String, of command: String) throws -> [JSONValue] {
        let text = String(decoding: try InputFile.read(page.string, limit: 1 << 20), as: UTF8.self)
        let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| `\(command)` |") }, "\(command)")
        let cells = row.split(separator: "|", omittingEmptySubsequences: false).map(fields)
        let (always, sometimes) = (cells[2], cells[3])
        let lines = output.split(separator: "\n")
        #expect(!lines.isEmpty, "\(command)")
        return try lines.map { line in
            let value = try #require(JSONValue(parsing: Array(line.utf8)), "\(command): \(line)")
            guard case .object(let members) = value else {
                Issue.record("\(command): \(line)")
                return value
            }
            #expect(always.isSubset(of: members.keys), "\(command): \(line)")
            #expect(always.union(sometimes).isSuperset(of: members.keys), "\(command): \(line)")
            #expect(!members.values.contains(.null), "\(command): \(line)")
            return value
        }
    }

    /// Returns the names in a cell, without what stands in parentheses.
    private static func fields(_ cell: Substring) -> Set<String> {
        let plain = cell.split(separator: "(").first ?? ""
        let others = cell.split(separator: ")").dropFirst().joined()
        let parts = (plain + (cell.contains("(") ? others : "")).split(separator: "`", omittingEmptySubsequences: false)
        return Set(parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) })
    }
}
