#if Service

import Glibc

/// A folder of one's own in the place for temporary files.
struct TemporaryFolder {
    let path: String

    init() throws {
        var template = Array(((Environment.value("TMPDIR") ?? "/tmp") + "/toopher-demo-XXXXXX").utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw CommandError("no temporary folder could be made") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes the folder and the files in it that are named.
    func remove(files: [String]) {
        for file in files { unsafe unlink("\(path)/\(file)") }
        unsafe rmdir(path)
    }
}

#endif
