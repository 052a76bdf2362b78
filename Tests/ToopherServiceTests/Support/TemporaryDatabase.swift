#if Service

import TestSupport

/// A database file for one test.
struct TemporaryDatabase {
    private let folder = TemporaryFolder()
    private static let name = "service.sqlite"

    var path: String { folder.file(Self.name) }

    /// Removes the database. In a `defer`: the service does not hold the folder.
    func remove() { folder.remove() }

    /// The bytes of the database and of its write-ahead log.
    func contents() -> [UInt8] {
        ["", "-wal"].flatMap { suffix -> [UInt8] in
            let name = Self.name + suffix
            return folder.permissions(of: name) == nil ? [] : folder.read(name)
        }
    }
}

#endif
