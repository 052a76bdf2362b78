import Glibc
import TestServer

/// `openssl s_server` on 127.0.0.1, with a fresh self-signed certificate for the name `localhost`.
struct OpenSSLServer {
    static let isAvailable = unsafe access(tool, X_OK) == 0
    private static let tool = "/usr/bin/openssl"

    let port: UInt16
    let certificateFile: String
    private let directory: String
    private let process: pid_t

    init() {
        var template = Array("/tmp/curl-transport-XXXXXX".utf8CString)
        directory = unsafe String(cString: required(mkdtemp(&template)))
        certificateFile = directory + "/certificate.pem"
        let keyFile = directory + "/key.pem"
        let maker = Self.start(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-keyout", keyFile, "-out", certificateFile)
        close(maker.output)
        var status: Int32 = -1
        unsafe precondition(waitpid(maker.process, &status, 0) == maker.process && status == 0)
        let server = Self.start(
            "s_server", "-accept", "127.0.0.1:0", "-cert", certificateFile, "-key", keyFile, "-www")
        var port: UInt16?
        while port == nil, let line = readLine(from: server.output) {
            if line.hasPrefix("ACCEPT ") { port = line.split(separator: ":").last.flatMap { UInt16($0) } }
        }
        close(server.output)
        process = server.process
        self.port = required(port)
    }

    func stop() {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        for file in [certificateFile, directory + "/key.pem"] { unsafe unlink(file) }
        unsafe rmdir(directory)
    }

    /// Starts `openssl`, its standard output readable, its standard error discarded.
    private static func start(_ arguments: String...) -> (process: pid_t, output: Int32) {
        var ends: [Int32] = [0, 0]
        unsafe precondition(pipe(&ends) == 0)
        for end in ends { keepFromChildren(end) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = unsafe ([tool] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var process = pid_t()
        unsafe precondition(posix_spawn(&process, tool, &actions, nil, &words, environ) == 0)
        close(ends[1])
        return (process, ends[0])
    }
}

/// One line without its end; nil at the end of the file.
private func readLine(from descriptor: Int32) -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while unsafe read(descriptor, &byte, 1) == 1 {
        if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
        line.append(byte)
    }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
}
