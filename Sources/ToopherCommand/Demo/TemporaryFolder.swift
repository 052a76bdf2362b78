#if Service

import Glibc

/// A new folder for temporary files.
struct TemporaryFolder {
    let path: String

    /// Creates the folder.
    init() throws {
        // mkdtemp puts a name of its own in place of the six letters.
        let pattern = "/toopher-demo-" + String(repeating: "X", count: 6)
        var template = Array(((Environment.value("TMPDIR") ?? "/tmp") + pattern).utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw CommandError("no temporary folder could be made") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes the named files and the folder.
    func remove(files: [String]) {
        for file in files { unsafe unlink("\(path)/\(file)") }
        unsafe rmdir(path)
    }
}

#endif
