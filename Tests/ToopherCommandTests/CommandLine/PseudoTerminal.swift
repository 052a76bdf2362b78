import Glibc
import Subprocess
import SystemPackage
import Testing

/// A terminal that nobody sits at.
struct PseudoTerminal {
    private let reading: FileDescriptor
    private let program: FileDescriptor

    /// Opens a terminal.
    init() throws {
        let descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(descriptor >= 0)
        reading = FileDescriptor(rawValue: descriptor)
        // The requests of ioctl_tty(2) behind unlockpt and ptsname, which Swift does not import.
        var (lock, number): (CInt, CUnsignedInt) = (0, 0)
        let unlocked = unsafe ioctl(descriptor, 0x4004_5431, &lock)
        let named = unsafe ioctl(descriptor, 0x8004_5430, &number)
        try #require(unlocked == 0 && named == 0)
        program = FileDescriptor(rawValue: unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC))
        try #require(program.rawValue >= 0)
    }

    /// Runs `toopher` with standard error on the terminal.
    ///
    /// - Returns: How it ended, what it wrote to standard output, and what the terminal got.
    func run(
        _ arguments: [String], environment variables: [String: String] = [:]
    ) async throws -> (status: TerminationStatus, output: String, terminal: String) {
        let result = try await Subprocess.run(
            .path(ToopherProcess.path), arguments: Arguments(arguments),
            environment: ToopherProcess.environment(variables), input: .none, output: .string(limit: 1 << 20),
            error: .fileDescriptor(program, closeAfterSpawningProcess: true))
        return (result.terminationStatus, result.standardOutput, String(decoding: try rest(), as: UTF8.self))
    }

    /// Reads what the terminal has got until nobody has it open. It holds what a short run writes.
    private func rest() throws -> [UInt8] {
        defer { try? reading.close() }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = unsafe read(reading.rawValue, &buffer, buffer.count), count > 0 {
            bytes += buffer[..<count]
        }
        return bytes
    }
}
