#if Service

import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import ToopherCommand

/// Commands on a file system of their own, which is full: it is mounted for one process and those that it starts.
@Suite(
    "Commands and a full disk", .timeLimit(.minutes(5)),
    .enabled("where a file system can be mounted") { try await FullDisk.run("exit 0") { _ in }.0 == 0 })
struct FullDiskCommandTests {
    @Test("A backup that does not fit is one line of error, and leaves no file")
    func backup() async throws {
        let (status, output, error) = try await FullDisk.run(
            """
            dd if=/dev/zero of="$1/filler" bs=1k count=1750 2>/dev/null
            "$2" backup "$1/b.sqlite" --database "$3"
            status=$?
            ls "$1"
            exit $status
            """
        ) { folder in
            let created = try await ToopherProcess.run(
                "requester", "create", "Site", "--database", folder.file("t.sqlite"))
            #expect(created.status == 0)
        }
        #expect(status == 1 && output == "filler\n", "\(output)")
        #expect(
            error.hasPrefix("Error: ") && error.contains("full") && error.split(separator: "\n").count == 1, "\(error)")
    }

    @Test("A command that finds no room changes nothing, and works when there is some")
    func requester() async throws {
        let (status, output, error) = try await FullDisk.run(
            """
            "$2" requester create First --database "$1/t.sqlite" >/dev/null || exit 98
            dd if=/dev/zero of="$1/filler" bs=1k 2>/dev/null
            "$2" requester create Second --database "$1/t.sqlite" && exit 97
            rm "$1/filler"
            "$2" requester create Third --database "$1/t.sqlite" >/dev/null || exit 96
            "$2" requester list --database "$1/t.sqlite"
            """
        ) { _ in }
        #expect(status == 0, "\(status) \(error)")
        #expect(output.split(separator: "\n").map { $0.split(separator: "\t").last } == ["First", "Third"])
        #expect(error.hasPrefix("Error: ") && error.split(separator: "\n").count == 1, "\(error)")
    }
}

/// A file system of two megabytes for one process.
private enum FullDisk {
    private static let mount = "mkdir -p \"$1\" && mount -t tmpfs -o size=2m tmpfs \"$1\" || exit 99\n"

    /// Runs a shell script whose first argument is a folder with the file system, and whose second is the command.
    static func run(
        _ script: String, prepare: (TestSupport.TemporaryFolder) async throws -> Void
    ) async throws -> (Int32, String, String) {
        let folder = TestSupport.TemporaryFolder()
        defer { folder.remove() }
        try await prepare(folder)
        let result = try await Subprocess.run(
            .name("unshare"),
            arguments: [
                "-rm", "sh", "-c", mount + script, "sh", folder.file("full"), ToopherProcess.path.string,
                folder.file("t.sqlite"),
            ],
            environment: ToopherProcess.environment([:]), input: .none, output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        guard case .exited(let code) = result.terminationStatus else { return (-1, "", "") }
        return (Int32(code), result.standardOutput, result.standardError)
    }
}

#endif
