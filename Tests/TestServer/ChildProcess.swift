internal import Glibc

/// A program that a test starts and ends.
package struct ChildProcess: Sendable {
    private let id: pid_t
    /// The read end of its standard output.
    private let output: Int32

    /// Starts a program; its standard error is discarded.
    ///
    /// - Parameters:
    ///   - environment: Variables in addition to those of this process.
    ///   - inherited: A descriptor that the program inherits with the same number.
    package init(
        _ program: String, _ arguments: [String], environment: [String] = [], inheriting inherited: Int32? = nil
    ) {
        var ends: [Int32] = [0, 0]
        unsafe precondition(pipe(&ends) == 0)
        for end in ends { keepFromChildren(end) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // A duplicate with the same number has no FD_CLOEXEC.
        if let inherited { unsafe posix_spawn_file_actions_adddup2(&actions, inherited, inherited) }
        var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        var variables = unsafe (environment + Self.ownEnvironment).map { unsafe strdup($0) } + [nil]
        defer { unsafe (words + variables).forEach { unsafe free($0) } }
        var id = pid_t()
        unsafe precondition(posix_spawn(&id, program, &actions, nil, &words, &variables) == 0, program)
        close(ends[1])
        self.id = id
        output = ends[0]
    }

    /// Returns the next line of the output, without its end; `nil` at the end of the output.
    package func readLine() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while unsafe read(output, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// Waits for the end. The program must succeed.
    package func waitForSuccess() {
        var status: Int32 = -1
        unsafe precondition(waitpid(id, &status, 0) == id && status == 0)
        close(output)
    }

    /// Ends the program: at once, or with SIGTERM, which gives it time to end its children.
    package func stop(atOnce: Bool = true) {
        kill(id, atOnce ? SIGKILL : SIGTERM)
        waitpid(id, nil, 0)
        close(output)
    }

    private static var ownEnvironment: [String] {
        var all: [String] = []
        var next = unsafe environ
        while let variable = unsafe next.pointee {
            unsafe all.append(String(cString: variable))
            unsafe next += 1
        }
        return all
    }
}

/// Returns whether a file is executable.
func isProgram(_ path: String) -> Bool {
    unsafe access(path, X_OK) == 0
}
