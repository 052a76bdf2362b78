#if Service

internal import Subprocess
internal import SystemPackage

/// Runs a command of the operator's with a message on its standard input, in a session of its own.
struct HookProcess: Sendable {
    let command: HookCommand
    let deadline: Duration

    /// Runs the command; returns why it has not sent the message, `nil` if it has.
    func run(_ message: [UInt8]) async -> HookFailure? {
        await withTaskGroup(of: HookFailure?.self) { group in
            group.addTask { await start(message) }
            group.addTask {
                // The deadline; cancelled when the command has ended.
                guard (try? await Task.sleep(for: deadline)) != nil else { return nil }
                return .deadline
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            // A cancelled command is ended with all that it has started.
            await group.waitForAll()
            return first
        }
    }

    private func start(_ message: [UInt8]) async -> HookFailure? {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        do {
            let result = try await Subprocess.run(
                .path(FilePath(command.program)), arguments: Arguments(command.arguments), platformOptions: options,
                input: .fileDescriptor(try Self.pipe(holding: message), closeAfterSpawningProcess: true),
                output: .discarded, error: .discarded)
            switch result.terminationStatus {
            case .exited(0): return nil
            case .exited(let code): return .status(Int32(code))
            case .signaled(let number): return .signal(Int32(number))
            }
        } catch let failure as HookFailure {
            return failure
        } catch {
            return .notStarted(reason: "\(error)")
        }
    }

    /// Returns the read end of a pipe that holds the message already.
    ///
    /// A pipe that is written while the command runs would break, with a signal, if the command does not read it.
    private static func pipe(holding message: [UInt8]) throws -> FileDescriptor {
        let (reading, writing) = try FileDescriptor.pipe()
        do {
            // Of its 64 KiB a message needs two; a pipe that the system has made smaller must not block.
            _ = try writing.closeAfter {
                try writing.setNonBlocking()
                return try writing.writeAll(message)
            }
            return reading
        } catch {
            try? reading.close()
            throw error
        }
    }
}

#endif
