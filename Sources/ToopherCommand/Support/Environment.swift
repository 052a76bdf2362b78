import Glibc

/// The process's environment variables.
enum Environment {
    /// Returns the value of `name`; `nil` if it is missing or empty.
    static func value(_ name: String) -> String? {
        valueOrEmpty(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The names of all variables.
    static var names: [String] {
        var names: [String] = []
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            names.append(String(unsafe String(cString: entry).prefix { $0 != "=" }))
            unsafe next += 1
        }
        return names
    }

    /// Returns every value of `name`: a program may be started with several.
    static func allValues(_ name: String) -> [String] {
        var values: [String] = []
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let variable = unsafe String(cString: entry)
            if variable.hasPrefix(name + "=") { values.append(String(variable.dropFirst(name.count + 1))) }
            unsafe next += 1
        }
        return values
    }

    /// Returns the value of `name`; `nil` if it is missing.
    static func valueOrEmpty(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}

/// Returns whether a file descriptor is a terminal.
func isTerminalDescriptor(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
}

/// Writes buffered output, which a pipe's reader may wait for.
func flushStandardOutput() {
    fflush(nil)
}

/// Removes a file, if there is one.
func removeFile(_ path: String) {
    _ = unsafe unlink(path)
}

/// Ends this process.
func endProcess(status: Int32) -> Never {
    exit(status)
}
